package io.tagtrail.server.identity;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.IssuerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an identity of verified claims.
final class Mapper {
  private static final int MAX_GROUPS = 1_000;
  private static final int GROUP_BYTES = 256;
  private static final int SUBJECT_BYTES = 1_024;

  private Mapper() {}

  /// What can come of it.
  sealed interface Mapped {
    record Of(Identity identity) implements Mapped {}

    record Unfit(String why) implements Mapped {}
  }

  static Mapped map(IssuerConfig issuer, Map<String, Object> verified) {
    var claims =
        issuer.preset() == IssuerConfig.Preset.OIDC ? People.withoutDoubts(verified) : verified;
    var fields = fields(issuer, claims);
    var iss = issuer.issuer().toString();
    var sub = Template.text(claims, "sub");
    if (!Text.fits(iss, Mover.ISSUER_BYTES) || sub == null || !Text.fits(sub, SUBJECT_BYTES)) {
      return new Mapped.Unfit("the token's subject (sub) does not fit into an event");
    }
    boolean person = issuer.people() && !People.isProgram(claims);
    var name = person ? People.name(issuer, claims, sub) : null;
    var subject = fields.get("subject");
    if (person && (name == null || !Text.fits(name, Identity.PERSON_BYTES))) {
      return new Mapped.Unfit(
          "the token has no claim that can be the person's name; the mapping of %s needs 'person'"
              .formatted(issuer.name()));
    }
    if (!person && (subject == null || !Text.fits(subject, Mover.SUBJECT_BYTES))) {
      return new Mapped.Unfit(
          "the token has no claim that can be the subject of an event (1 to %d bytes)"
              .formatted(Mover.SUBJECT_BYTES));
    }
    return new Mapped.Of(
        new Identity(
            person ? Identity.Kind.PERSON : Identity.Kind.WORKLOAD,
            person
                ? new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, iss, null)
                : new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, iss, subject),
            name,
            person,
            groups(issuer, claims),
            claims,
            person ? Facts.Pipeline.MISSING : pipeline(fields),
            person ? Facts.Source.MISSING : source(fields),
            null,
            iss + "|" + sub,
            ClaimChecks.expiry(claims)));
  }

  /// The preset's fields, under those of the configuration.
  private static Map<String, String> fields(IssuerConfig issuer, Map<String, Object> claims) {
    var fields =
        new LinkedHashMap<>(Presets.fields(issuer.preset(), issuer.issuer().toString(), claims));
    issuer
        .mapping()
        .forEach((field, template) -> {
          // A provider is a word of the configuration, no claim.
          var value =
              template.isEmpty() || field.equals("pipeline.provider")
                  ? template
                  : Template.fill(template, claims);
          if (value == null || value.isEmpty()) {
            fields.remove(field);
          } else {
            fields.put(field, value);
          }
        });
    return fields;
  }

  private static Facts.Pipeline pipeline(Map<String, String> fields) {
    var id = fitting(fields, "pipeline.id", Facts.Pipeline.ID_BYTES);
    if (id == null) {
      return Facts.Pipeline.MISSING;
    }
    return new Facts.Pipeline(
        FactStatus.VERIFIED,
        fitting(fields, "pipeline.provider", 64),
        fitting(fields, "pipeline.name", Facts.Pipeline.NAME_BYTES),
        id,
        number(fields.get("pipeline.attempt")),
        number(fields.get("pipeline.number")),
        web(fitting(fields, "pipeline.url", Facts.Pipeline.URL_BYTES)));
  }

  private static Facts.Source source(Map<String, String> fields) {
    var repository = fitting(fields, "source.repository", Facts.Source.REPOSITORY_BYTES);
    var revision = fitting(fields, "source.revision", Facts.Source.REVISION_BYTES);
    return repository == null && revision == null
        ? Facts.Source.MISSING
        : new Facts.Source(FactStatus.VERIFIED, repository, revision, null);
  }

  /// The value, if an event can hold it: an odd branch name must not stop a release, and must not
  /// reach the ledger either.
  private static @Nullable String fitting(Map<String, String> fields, String name, int bytes) {
    var value = fields.get(name);
    return value == null || !Text.fits(value, bytes) ? null : value;
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,15}") ? Long.valueOf(text) : null;
  }

  private static @Nullable String web(@Nullable String url) {
    boolean fits = url != null && url.matches("https?://[^\\s/?#@]+(?:[/?#]\\S*)?");
    return fits ? url : null;
  }

  private static Set<String> groups(IssuerConfig issuer, Map<String, Object> claims) {
    var claim = issuer.groupsClaim();
    var value = claim == null ? null : at(claims, claim);
    List<?> items =
        value instanceof List<?> list
            ? list
            : value instanceof String one ? List.of(one) : List.of();
    var groups = new LinkedHashSet<String>();
    for (var item : new ArrayList<>(items)) {
      if (item instanceof String group
          && Text.fits(group, GROUP_BYTES)
          && groups.size() < MAX_GROUPS) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static @Nullable Object at(Map<?, ?> claims, String path) {
    var value = claims.get(path);
    int slash = path.indexOf('/');
    if (value != null || slash <= 0) {
      return value;
    }
    return claims.get(path.substring(0, slash)) instanceof Map<?, ?> inner
        ? at(inner, path.substring(slash + 1))
        : null;
  }
}
