package io.tagtrail.server.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.SetClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownLocationsTest {
  private static final Alias BLOG = Alias.parse("blog/prod");
  private static final Location OTHER = Events.location(BLOG);

  private final SetClock clock = SetClock.at("2026-11-22T04:00:00Z");
  private final Ledger ledger = new InMemoryLedger("ledger.example/acme", clock);
  private final KnownLocations known = new KnownLocations(List.of(Reports.PROD), ledger, clock);

  @Test
  void what_neither_configuration_nor_ledger_names_is_not_known() {
    assertThat(known.test(Reports.PROD)).isTrue();
    assertThat(known.test(OTHER)).isFalse();
  }

  @Test
  void what_is_adopted_is_known_a_minute_later_without_being_configured() {
    assertThat(known.test(OTHER)).isFalse();
    var state = ledger.alias(BLOG);
    ledger.append(
        Batch.expecting(BLOG.stream(), state.version())
            .add(Events.adoption(state, Events.bundle(1)).build())
            .build());
    clock.set(clock.instant().plusSeconds(61));
    assertThat(known.test(OTHER)).isTrue();
  }
}
