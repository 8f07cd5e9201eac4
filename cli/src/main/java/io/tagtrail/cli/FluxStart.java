package io.tagtrail.cli;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.flux.discovery.Discovery;
import io.tagtrail.flux.discovery.FluxObjects;
import io.tagtrail.flux.discovery.Found;
import io.tagtrail.flux.discovery.ProposedAlias;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts from what Flux follows: proposes aliases, writes a configuration where there is none,
/// makes the ledger, adopts what is there. Doing it again does what is left to do.
final class FluxStart {
  private final Session session;
  private final Supplier<Ask> asks;
  private final boolean dryRun;

  /// @param asks a request of its own for each adoption
  FluxStart(Session session, Supplier<Ask> asks, boolean dryRun) {
    this.session = session;
    this.asks = asks;
    this.dryRun = dryRun;
  }

  /// What became of one proposal.
  ///
  /// @param known the alias by its configured name; the proposed one where it is not configured
  record Taken(ProposedAlias proposed, Alias known, String result, String detail, ExitCode code) {}

  /// @param made what was made; null where nothing was, in a dry run
  /// @param text the configuration that would be written; null where one is there
  record Started(
      Found found, Backend.@Nullable Initialised made, @Nullable String text, List<Taken> taken) {
    ExitCode code() {
      var code = ExitCode.OK;
      for (var each : taken) {
        code = code.worse(each.code());
      }
      return code;
    }
  }

  Started start(FluxObjects objects, Backend.Init init) throws InterruptedException {
    var found = Discovery.of(objects);
    var there = session.globals().config() != null;
    if (found.aliases().isEmpty() && !there) {
      throw new InvalidValueException(
          "Flux follows no tag there that can be governed%s"
              .formatted(
                  found.ungoverned().isEmpty()
                      ? ""
                      : ": "
                          + found.ungoverned().getFirst().object()
                          + ", "
                          + found.ungoverned().getFirst().reason()));
    }
    var text = there ? null : FluxConfigText.of(found, init.ledger());
    if (text != null && dryRun) {
      return new Started(
          found, null, text, found.aliases().stream().map(FluxStart::proposed).toList());
    }
    var made = dryRun ? null : session.backend().init(session.globals(), init.with(text));
    try (var tagtrail = session.open()) {
      var taken = new ArrayList<Taken>();
      for (var proposed : found.aliases()) {
        session.lasting("adopting " + proposed.location());
        taken.add(take(tagtrail, proposed));
      }
      return new Started(found, made, text, taken);
    }
  }

  private static Taken proposed(ProposedAlias proposed) {
    return new Taken(proposed, proposed.alias(), "proposed", "would be configured", ExitCode.OK);
  }

  private Taken take(Tagtrail tagtrail, ProposedAlias proposed) throws InterruptedException {
    Alias alias;
    try {
      alias = tagtrail.alias(proposed.location().toString());
    } catch (InvalidValueException e) {
      return new Taken(
          proposed,
          proposed.alias(),
          "not configured",
          "tagtrail.yaml was there and does not name it: "
              + FluxConfigText.lines(proposed.alias(), proposed.location().toString()),
          ExitCode.OK);
    }
    try {
      var before = tagtrail.state().status(alias, false);
      return before.state().isGoverned()
          ? new Taken(proposed, alias, "there", already(before), ExitCode.OK)
          : adopt(tagtrail, proposed, alias);
    } catch (RegistryException e) {
      return new Taken(proposed, alias, "failed", String.valueOf(e.getMessage()), ExitCode.of(e));
    }
  }

  private static String already(Status status) {
    var governed = status.state().governedDigest();
    return "in the ledger already"
        + (governed == null ? "" : ", at " + governed.algorithm() + ":" + governed.shortHex());
  }

  /// Dry first: what would be refused is said, and nothing is half done.
  private Taken adopt(Tagtrail tagtrail, ProposedAlias proposed, Alias alias)
      throws InterruptedException {
    var planned = tagtrail.moves().adopt(alias, null, dry(asks.get()));
    if (!(planned instanceof Outcome.Planned plan)) {
      return outcome(proposed, alias, planned);
    }
    if (dryRun) {
      return new Taken(
          proposed,
          alias,
          "would adopt",
          plan.bundle().digest() + differing(proposed, plan.bundle().digest().toString()),
          ExitCode.OK);
    }
    return outcome(proposed, alias, tagtrail.moves().adopt(alias, null, asks.get()));
  }

  private static Taken outcome(ProposedAlias proposed, Alias alias, Outcome outcome) {
    var code = ExitCode.of(outcome);
    return switch (outcome) {
      case Outcome.Moved moved -> {
        var digest = String.valueOf(moved.recorded().event().needChange().digest());
        yield new Taken(proposed, alias, "adopted", digest + differing(proposed, digest), code);
      }
      case Outcome.Refused refused ->
          new Taken(
              proposed,
              alias,
              "refused",
              String.join("; ", refused.reasons().stream().map(check -> check.detail()).toList()),
              code);
      case Outcome.Stale stale -> new Taken(proposed, alias, "stale", stale.why(), code);
      case Outcome.Unfinished unfinished ->
          new Taken(proposed, alias, "unfinished", unfinished.why(), code);
      case Outcome other -> new Taken(proposed, alias, other.getClass().getSimpleName(), "", code);
    };
  }

  /// A cluster that holds something else than the tag is worth a look before the next promotion.
  private static String differing(ProposedAlias proposed, String digest) {
    var others =
        proposed.readers().stream()
            .filter(
                reader -> reader.consumed() != null && !reader.consumed().toString().equals(digest))
            .map(reader -> reader.object() + " holds " + reader.consumed())
            .toList();
    return others.isEmpty() ? "" : "; but " + String.join(", ", others);
  }

  private static Ask dry(Ask ask) {
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        ask.release(),
        ask.reason(),
        ask.expect(),
        ask.idempotencyKey(),
        true,
        ask.powers());
  }

  static Json.Obj tree(Started started) {
    var made = started.made();
    return new ObjectBuilder()
        .putText("config", made == null ? null : made.config())
        .put("configWritten", made != null && made.configWritten())
        .put("ledger", made == null ? null : made.ledger())
        .put("ledgerCreated", made != null && made.ledgerCreated())
        .put("origin", made == null ? null : made.origin())
        .put("text", made == null ? started.text() : null)
        .put("aliases", Trees.list(started.taken(), FluxStart::taken))
        .put(
            "ungoverned",
            Trees.list(
                started.found().ungoverned(),
                each ->
                    new ObjectBuilder()
                        .put("object", each.object())
                        .put("url", each.url())
                        .put("reason", each.reason())
                        .put("instead", each.instead())
                        .build()))
        .put("notes", Trees.list(started.found().notes(), Json.Str::new))
        .build();
  }

  private static Json taken(Taken taken) {
    var proposed = taken.proposed();
    return new ObjectBuilder()
        .putText("alias", taken.known())
        .putText("location", proposed.location())
        .put("result", taken.result())
        .put("detail", taken.detail())
        .put("notes", Trees.list(proposed.notes(), Json.Str::new))
        .put(
            "readers",
            Trees.list(
                proposed.readers(),
                reader ->
                    new ObjectBuilder()
                        .put("object", reader.object())
                        .put("users", Trees.list(reader.users(), Json.Str::new))
                        .put("verify", reader.verify())
                        .put("suspended", reader.suspended())
                        .putText("consumed", reader.consumed())
                        .build()))
        .build();
  }
}
