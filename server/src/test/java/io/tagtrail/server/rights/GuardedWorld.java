package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.rights;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.Ask;
import io.tagtrail.server.config.RightsConfig.Grant;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.testkit.ledger.Events;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Somebody with some rights, before a Tagtrail that writes down what gets through.
abstract class GuardedWorld {
  static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final Alias PROD = Alias.parse("shop/prod");
  static final Alias OTHER = Alias.parse("blog/prod");
  static final Digest DIGEST = Digest.parse("sha256:" + "1".repeat(64));
  static final Identity SHOP = Identities.pipeline("acme/shop");
  static final Ask TYPED =
      new Ask(
          "request-1",
          new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://evil.example.com", null),
          "the president",
          new Facts.Pipeline(
              FactStatus.VERIFIED, "github", "acme/other", "1", 1L, 999_999L, "https://x.example"),
          new Facts.Builder(FactStatus.VERIFIED, "trust-me"),
          "1.4.1",
          "why not",
          DIGEST,
          "key-1",
          false,
          new Powers(true, List.of(), List.of("release-managers"), true));

  final Recording recording = new Recording();

  final Guarded guarded(List<Grant> grants, Identity identity) {
    return new Guarded(recording.tagtrail(), rights(grants, List.of()), identity, CLOCK);
  }

  final Ask asked() {
    return recording.calls.stream()
        .flatMap(call -> call.arguments().stream())
        .filter(Ask.class::isInstance)
        .map(Ask.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /// Streams in turn: shop/prod, blog/prod, the ledger, the application blog.
  static Entry entry(long index) {
    var event =
        switch ((int) (index % 4)) {
          case 0 -> Events.hold(PROD, Stop.Scope.FORWARD, null);
          case 1 -> Events.hold(OTHER, Stop.Scope.FORWARD, null);
          case 2 -> Event.of(EventKind.POLICY_CHANGE, Stream.LEDGER, "request-1").subject(DIGEST);
          default -> Events.block("blog", DIGEST);
        };
    return new Entry(index, event.build());
  }
}
