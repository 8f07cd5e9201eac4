package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// The small world that every schedule plays in: one application, two environments, a few bundles.
final class Sample {
  static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  static final Alias PROD = Alias.parse("shop/prod");
  static final Alias DEV = Alias.parse("shop/dev");
  static final Repository HERE = Repository.parse("registry.example/acme/shop");
  static final Repository BUILD = Repository.parse("ghcr.io/acme/shop-build");
  static final Repository THERE = Repository.parse("registry.example/acme/shop-prod");

  /// Short times: a schedule is as long as its waits.
  static final Rules.Timing TIMING =
      new Rules.Timing(
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3));

  static final Policy POLICY = Policy.of(rules("dev"), rules("prod"));
  static final Policy STRICT = Policy.of(rules("dev"), rules("prod").after("dev"));

  /// Production asks for an approval.
  static final Policy GATED = Policy.of(rules("dev"), rules("prod").with(oneApproval()));

  /// In production the caller writes.
  static final Policy CALLERS = Policy.of(rules("dev"), rules("prod").written(Intent.Write.CALLER));

  /// What is authorised in production is signed.
  static final Policy SIGNED =
      Policy.of(
          rules("dev"),
          rules("prod")
              .with(
                  new Assurance(
                      Assurance.Inside.RECORD,
                      Assurance.Outside.RECORD,
                      List.of(new Assurance.Signing("prod", "*", Assurance.Form.BUNDLE)),
                      List.of())));

  /// A pipeline and people whom tokens prove.
  static final Mover PIPELINE =
      new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "https://ci.example", "repo:acme/shop");

  static final Mover PERSON =
      new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://id.example", null);
  static final List<Manifest> BUNDLES = IntStream.range(0, 7).mapToObj(Sample::make).toList();

  private Sample() {}

  private static Gates oneApproval() {
    return new Gates(
        Duration.ZERO,
        List.of(new ApprovalRule(1, null)),
        Gates.DEFAULT_TTL,
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Rules rules(String environment) {
    return Rules.usual(environment).requiring(Set.of()).with(TIMING);
  }

  /// Newer bundles say so, but for the last one, which says nothing.
  private static Manifest make(int n) {
    var created =
        n == 6
            ? ""
            : ",\"org.opencontainers.image.created\":\"2026-01-%02dT00:00:00Z\"".formatted(n + 1);
    var text =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "annotations":{"org.opencontainers.image.version":"1.%d"%s}}\
        """
            .formatted(n, created);
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json", text.getBytes(StandardCharsets.UTF_8));
  }

  static Manifest bundle(int n) {
    return BUNDLES.get(n);
  }

  static Digest digest(int n) {
    return BUNDLES.get(n).digest();
  }

  static boolean isBundle(Digest digest) {
    return BUNDLES.stream().anyMatch(bundle -> bundle.digest().equals(digest));
  }

  /// `b3`, where it is one of the bundles.
  static String name(@org.jspecify.annotations.Nullable Digest digest) {
    if (digest == null) {
      return "nothing";
    }
    for (int i = 0; i < BUNDLES.size(); i++) {
      if (BUNDLES.get(i).digest().equals(digest)) {
        return "b" + i;
      }
    }
    return digest.shortHex();
  }

  static Location location(Alias alias) {
    return HERE.at(new Tag(alias.environment()));
  }

  static Source source(Repository repository, int n) {
    return new Source.InRegistry(Reference.of(repository, digest(n)));
  }
}
