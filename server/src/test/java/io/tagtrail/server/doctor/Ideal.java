package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.config.Maturity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evidence of a team that does everything right, one thing of which a test spoils.
public final class Ideal {
  static final Instant NOW = Instant.parse("2026-02-14T12:00:00Z");
  public static final Alias ALIAS = Alias.parse("shop/prod");
  static final Digest CURRENT = digest("current");

  @Nullable Maturity declared = Maturity.L4;
  boolean visible;
  boolean governed = true;
  boolean outside;
  List<Evidence.Seen> newest =
      new ArrayList<>(
          List.of(
              seen(4, EventKind.PROMOTION),
              seen(3, EventKind.ROLLBACK),
              seen(2, EventKind.PROMOTION),
              seen(1, EventKind.ADOPTION)));
  List<String> problems = List.of();
  boolean durable = true;
  @Nullable Instant first = NOW.minus(Duration.ofDays(200));
  int witnesses = 2;
  @Nullable Duration recorded = Duration.ofMillis(40);
  @Nullable Boolean safe = true;
  @Nullable String target = "sha256:0123456789ab (#2)";
  @Nullable String rehearsed = "planned: to 0123456789ab as #5, 9 checks passed";
  @Nullable Instant checked = NOW.minus(Duration.ofHours(9));
  int targets = 3;
  int ready = 3;
  @Nullable Boolean rules = true;
  List<String> lost = List.of();
  List<String> dying = List.of();
  Evidence.@Nullable Watch watch =
      new Evidence.Watch("the sentinel", NOW.minus(Duration.ofSeconds(50)));
  List<Evidence.Source> sources = List.of(source("cosign", false));
  List<Evidence.Access> access = List.of();
  List<String> required = List.of("mover", "pipeline", "verified-mover", "workload-mover");
  List<String> keys = List.of("prod");
  @Nullable Boolean signed = true;
  public List<String> neighbours = List.of();
  List<String> provenance = List.of("signature:builder");
  List<Trial> trials =
      new ArrayList<>(
          List.of(
              trial(Trial.Who.ANONYMOUS, Trial.Result.REFUSED),
              trial(Trial.Who.PLAIN, Trial.Result.REFUSED),
              trial(Trial.Who.FLUX, Trial.Result.REFUSED)));
  Evidence.@Nullable Page page =
      new Evidence.Page("runbook.md", 9L, "tagtrail rollback shop/prod --to '#2'", true);

  public Evidence evidence() {
    return new Evidence(
        ALIAS,
        NOW,
        Location.parse("registry.example/acme/shop:prod"),
        declared,
        visible,
        new Evidence.Trail(
            governed, outside, false, CURRENT, newest, newest.size(), 9, newest.size(), problems),
        new Evidence.Place(
            "a PostgreSQL database",
            durable,
            "ledger.example/acme",
            10,
            digest("root"),
            NOW.minusSeconds(60),
            first,
            witnesses),
        new Evidence.Answering(recorded, Duration.ofMillis(90), true, "on this machine"),
        new Evidence.Back(safe, target, "all 3 parts are at the location", 0, rehearsed),
        new Evidence.Retention(
            Duration.ofDays(90), 10, checked, targets, ready, lost, dying, rules),
        watch,
        new Evidence.Consumers(sources, access),
        new Evidence.Assured(required, false, neighbours, keys, signed, provenance),
        trials,
        page);
  }

  Diagnosis judged() {
    return Judge.judge(evidence());
  }

  static Digest digest(String of) {
    return Digest.of(of.getBytes(StandardCharsets.UTF_8));
  }

  static Evidence.Source source(@Nullable String verify, boolean stale) {
    return new Evidence.Source(
        "prod-eu", "OCIRepository apps/shop", NOW.minusSeconds(20), stale, CURRENT, verify);
  }

  static Trial trial(Trial.Who who, Trial.Result result) {
    boolean sent = result != Trial.Result.SKIPPED;
    return new Trial(
        who,
        who == Trial.Who.ANONYMOUS ? null : "someone",
        NOW,
        result,
        result == Trial.Result.REFUSED ? 403 : 0,
        "said the registry",
        sent ? CURRENT : null,
        sent ? CURRENT : null);
  }

  static Evidence.Seen seen(long sequence, EventKind kind) {
    return seen(sequence, kind, FactStatus.VERIFIED, Mover.Kind.WORKLOAD, true);
  }

  static Evidence.Seen seen(
      long sequence, EventKind kind, FactStatus mover, Mover.Kind moverKind, boolean facts) {
    return new Evidence.Seen(
        2 * sequence,
        sequence,
        kind,
        NOW.minus(Duration.ofDays(10 - sequence)),
        true,
        sequence > 1,
        mover,
        moverKind,
        facts ? FactStatus.VERIFIED : FactStatus.MISSING,
        facts,
        facts ? FactStatus.CLAIMED : FactStatus.MISSING,
        facts,
        kind == EventKind.ADOPTION ? null : 2 * sequence - 1);
  }
}
