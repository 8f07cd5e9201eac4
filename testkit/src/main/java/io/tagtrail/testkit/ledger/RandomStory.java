package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import java.util.List;
import java.util.Random;

/// A seeded story of every kind of event, each valid where it stands.
public final class RandomStory {
  /// The bundles that it moves between: few, so that they come back.
  public static final int BUNDLES = 12;

  public static final List<Alias> ALIASES =
      List.of(
          Alias.parse("shop/dev"),
          Alias.parse("shop/prod"),
          Alias.parse("shop-eu/prod"),
          Alias.parse("cart/prod"));

  private final Random random;
  private final Ledger ledger;
  private final Story story;

  public RandomStory(long seed, Ledger ledger) {
    this.random = new Random(seed);
    this.ledger = ledger;
    this.story = new Story(ledger);
  }

  public void acts(int count) {
    for (int i = 0; i < count; i++) {
      act();
    }
  }

  private void act() {
    var alias = ALIASES.get(random.nextInt(ALIASES.size()));
    var state = ledger.alias(alias);
    long bundle = random.nextInt(BUNDLES);
    if (state.intent() != null && random.nextInt(3) > 0) {
      settle(alias);
      return;
    }
    switch (random.nextInt(14)) {
      case 0 -> story.adopt(alias, bundle);
      case 1 -> story.outside(alias, bundle);
      case 2 -> story.deleted(alias);
      case 3 -> hold(alias);
      case 4 -> block(alias.application(), bundle);
      case 5 -> story.add(Events.refusal(alias, Events.digest(bundle)).build());
      case 6 -> story.add(Events.approval(alias, Events.digest(bundle)).build());
      case 7 -> story.add(Events.retentionLoss(alias, Events.digest(bundle)).build());
      case 8 -> story.add(Events.breakGlass(alias, Events.digest(bundle)).build());
      case 9 -> story.add(Events.policyChange(Events.digest(100 + bundle)).build());
      case 10 -> authorise(alias, EventKind.ROLLBACK, bundle);
      default -> authorise(alias, EventKind.PROMOTION, bundle);
    }
  }

  private void authorise(Alias alias, EventKind kind, long bundle) {
    if (ledger.alias(alias).intent() == null) {
      story.authorise(alias, kind, bundle);
    }
  }

  private void settle(Alias alias) {
    switch (random.nextInt(6)) {
      case 0 -> story.abandon(alias);
      case 1 -> story.indeterminate(alias);
      default -> story.close(alias);
    }
  }

  private void hold(Alias alias) {
    var holds = ledger.alias(alias).holds();
    if (holds.isEmpty()) {
      story.hold(alias, random.nextBoolean() ? Stop.Scope.ALL : Stop.Scope.FORWARD);
    } else {
      story.unhold(alias, holds.getFirst());
    }
  }

  private void block(String application, long bundle) {
    var blocks = ledger.application(application).blocks();
    if (blocks.size() < 2) {
      story.block(application, bundle);
    } else {
      story.unblock(application, blocks.getFirst());
    }
  }
}
