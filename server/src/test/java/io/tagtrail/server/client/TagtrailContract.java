package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Permission;
import io.tagtrail.server.Tagtrail;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of [Tagtrail], over a real registry: all parts of it.
abstract class TagtrailContract
    implements MovesContract,
        ControlsContract,
        TrailContract,
        StateContract,
        SafetyContract,
        UpkeepContract {
  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable Shop shop;
  private @Nullable Tagtrail tagtrail;
  private int requests;

  /// Opens what is tried, over the configuration in the folder and the registry that runs.
  abstract Tagtrail open(Path folder);

  @BeforeEach
  final void begin() {
    shop = Shop.start(folder);
    tagtrail = open(folder);
  }

  @AfterEach
  final void end() {
    if (tagtrail != null) {
      tagtrail.close();
    }
    ended();
    if (shop != null) {
      shop.close();
    }
  }

  /// Ends what [#open] started.
  abstract void ended();

  @Override
  public final Shop shop() {
    return java.util.Objects.requireNonNull(shop);
  }

  @Override
  public final Tagtrail tagtrail() {
    return java.util.Objects.requireNonNull(tagtrail);
  }

  @Override
  public final Ask ask(@Nullable String pipeline) {
    return new Ask(
        "test-" + ++requests,
        new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null),
        "ann",
        pipeline == null
            ? Facts.Pipeline.MISSING
            : new Facts.Pipeline(FactStatus.CLAIMED, "ci", "build", pipeline, 1L, null, null),
        Facts.Builder.MISSING,
        null,
        "because",
        null,
        null,
        false);
  }

  @Test
  void an_alias_is_named_by_its_location_too() {
    assertThat(tagtrail().alias("shop/dev")).isEqualTo(DEV);
    assertThat(tagtrail().alias(shop().location(DEV).toString())).isEqualTo(DEV);
    assertThat(tagtrail().alias("oci://" + shop().location(DEV))).isEqualTo(DEV);
  }

  @Test
  void what_means_nothing_is_said_in_the_same_way() {
    assertThatThrownBy(() -> tagtrail().state().status(Alias.parse("nobody/prod"), false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> tagtrail().alias("Not An Alias"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().moves().promote(DEV, "::::", false, ask()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().controls().block("shop", "abc", ask()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().trail().resolve("shop/dev@{nonsense}"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().alias("127.0.0.1:1/nothing/known:prod"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void who_asks_may_do_everything_here() {
    // What needs somebody whom a token proves is another matter, and says so.
    assertThat(tagtrail().canI(DEV))
        .filteredOn(each -> !each.why().contains("ask a server"))
        .isNotEmpty()
        .allMatch(Permission::allowed);
    assertThat(tagtrail().canI(null)).isNotEmpty();
    assertThat(tagtrail().whoAmI().name()).isNotBlank();
  }
}
