package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static io.tagtrail.server.rights.RightsTest.deny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Ask;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Permission;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig.Grant;
import io.tagtrail.server.doctor.Ideal;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody gets past the guard.
final class GuardedTest extends GuardedWorld {
  private static final SentinelStatus WATCHED =
      new SentinelStatus(true, true, null, null, 1, List.of());

  /// What of Tagtrail needs no right, because it says nothing but who asks.
  private static final Set<String> ABOUT_ONESELF = Set.of("whoAmI", "canI", "close");

  static List<Method> methods() {
    return Stream.concat(Stream.of(Tagtrail.class), Recording.parts().map(Method::getReturnType))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> !Recording.isPart(method))
        .filter(method -> !ABOUT_ONESELF.contains(method.getName()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void without_a_right_every_method_is_refused_or_says_nothing_and_touches_nothing(Method method)
      throws Exception {
    var guarded = guarded(List.of(), SHOP);
    var answer = call(guarded, method);
    assertThat(recording.calls).as("what was touched by %s", method.getName()).isEmpty();
    if (answer instanceof RuntimeException refusal) {
      assertThat(refusal).isInstanceOf(ForbiddenException.class);
    } else {
      assertThat(
              List.of("alias", "configured", "board", "entry", "entries", "search", "unfinished"))
          .contains(method.getName());
      assertThat(Objects.toString(answer)).isIn("[]", "Optional.empty", "shop/prod");
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void with_a_right_to_read_alone_nothing_is_changed(Method method) throws Exception {
    var guarded = guarded(List.of(allow("readers", "*/*", null, Right.READ)), SHOP);
    var answer = call(guarded, method);
    boolean asks = Arrays.asList(method.getParameterTypes()).contains(Ask.class);
    boolean looks =
        Set.of("check", "deliver", "previewPolicy", "report", "forgetCluster")
            .contains(method.getName());
    if (asks || looks) {
      assertThat(answer).as(method.getName()).isInstanceOf(ForbiddenException.class);
      assertThat(recording.calls).isEmpty();
    } else {
      assertThat(answer instanceof ForbiddenException).as(method.getName()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void with_every_right_every_method_gets_through_with_what_is_verified(Method method)
      throws Exception {
    recording.answering((name, arguments) ->
        name.equals("previewPolicy")
            ? new PolicyPreview(DIGEST, DIGEST, List.of(), List.of(), List.of())
            : name.equals("alias")
                ? PROD
                : name.equals("evidence")
                    ? new Ideal().evidence()
                    : name.toLowerCase(java.util.Locale.ROOT).contains("sentinel")
                        ? WATCHED
                        : null);
    var guarded = guarded(List.of(allow("all", "*/*", null, Right.values())), SHOP);
    var answer = call(guarded, method);
    assertThat(answer instanceof RuntimeException).as(method.getName()).isFalse();
    assertThat(recording.calls).extracting(Recording.Call::method).contains(method.getName());
    for (var call : recording.calls) {
      for (var argument : call.arguments()) {
        if (argument instanceof Ask ask) {
          assertThat(ask.mover()).isEqualTo(SHOP.mover());
          assertThat(ask.person()).isNull();
          assertThat(ask.pipeline()).isEqualTo(Identities.RUN);
          assertThat(ask.builder().status()).isEqualTo(FactStatus.CLAIMED);
          assertThat(ask.powers().groups()).isEmpty();
          assertThat(ask.powers().linkedPerson()).isFalse();
        }
      }
    }
  }

  @Test
  void an_alias_that_may_not_be_read_and_one_that_is_not_there_look_the_same() {
    var grants = List.of(allow("shop", "shop/*", null, Right.READ, Right.PROMOTE));
    recording.answering((name, arguments) -> {
      if (name.equals("history") && arguments[0].equals(Alias.parse("shop/prd"))) {
        throw new InvalidValueException("shop/prd is not configured; there are blog/prod");
      }
      return null;
    });
    var there = refusal(grants, "blog/prod");
    var not = refusal(grants, "nothing/prod");
    assertThat(there.getMessage()).isEqualTo("blog/prod is not there, or you may not read it");
    assertThat(String.valueOf(not.getMessage()).replace("nothing", "blog"))
        .isEqualTo(there.getMessage());
    assertThat(recording.calls).isEmpty();
    assertThatThrownBy(() -> guarded(grants, SHOP).state().status(Alias.parse("shop/prd"), false))
        .as("what may be read is said not to be there, without the names of others")
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("shop/prd is not configured");
  }

  @Test
  void a_location_that_may_not_be_read_is_answered_as_one_that_is_not_there() {
    recording.answering((name, arguments) -> name.equals("alias") ? OTHER : null);
    var grants = List.of(allow("shop", "shop/*", null, Right.READ));
    assertThatThrownBy(() -> guarded(grants, SHOP).alias("ghcr.io/acme/blog:prod"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("no alias has its tag at ghcr.io/acme/blog:prod (tagtrail list)");
    assertThat(
            guarded(List.of(allow("all", "*/*", null, Right.READ)), SHOP)
                .alias("ghcr.io/acme/blog:prod"))
        .isEqualTo(OTHER);
  }

  @Test
  void credentials_that_expire_are_no_longer_any() {
    var grants = List.of(allow("all", "*/*", null, Right.values()));
    var expired = Identities.workload("acme/shop", null, NOW);
    assertThatThrownBy(() -> guarded(grants, expired).trail().entries(0, 10))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("expired");
    var valid = Identities.workload("acme/shop", null, NOW.plusMillis(1));
    assertThat(guarded(grants, valid).trail().entries(0, 10)).isEmpty();
  }

  @Test
  void who_i_am_and_what_i_can_do_takes_no_right_and_tells_nothing_of_others() {
    var guarded =
        guarded(
            List.of(
                allow("shop", "shop/*", null, Right.PROMOTE),
                deny("secret deny", "blog/*", null, Right.values())),
            SHOP);
    assertThat(guarded.whoAmI().name()).isEqualTo("repo:acme/shop");
    assertThat(guarded.whoAmI().kind()).isEqualTo("workload");
    assertThat(guarded.canI(PROD))
        .contains(
            new Permission("promote", "shop/prod", true, "allowed by shop"),
            new Permission("rollback", "shop/prod", false, "nothing allows it"))
        .hasSize(Right.values().length);
    assertThat(guarded.canI(OTHER).toString().replace("blog", "none"))
        .isEqualTo(guarded.canI(Alias.parse("none/prod")).toString());
    assertThat(guarded.canI(null))
        .contains(
            new Permission("promote", "any alias", true, "on shop/dev, shop/prod"),
            new Permission("admin", "everything", false, "nothing allows it"));
    guarded.close();
    assertThat(recording.calls).as("others go on using it").isEmpty();
  }

  private ForbiddenException refusal(List<Grant> grants, String alias) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            ForbiddenException.class,
            () -> guarded(grants, SHOP).moves().promote(Alias.parse(alias), ":x", false, TYPED)));
  }

  private static @Nullable Object call(Tagtrail guarded, Method method) throws Exception {
    var arguments = new ArrayList<@Nullable Object>();
    for (var type : method.getParameterTypes()) {
      arguments.add(sample(method, type));
    }
    try {
      return method.invoke(part(guarded, method), arguments.toArray());
    } catch (InvocationTargetException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  /// What of Tagtrail has the method.
  private static Object part(Tagtrail guarded, Method method) throws Exception {
    var type = method.getDeclaringClass();
    return type == Tagtrail.class
        ? guarded
        : Recording.parts()
            .filter(each -> each.getReturnType() == type)
            .findFirst()
            .orElseThrow()
            .invoke(guarded);
  }

  private static @Nullable Object sample(Method method, Class<?> type) {
    if (type == Alias.class) {
      return PROD;
    }
    if (type == String.class) {
      return method.getName().contains("block")
          ? "shop"
          : method.getName().equals("promote") ? ":1.4.1" : "shop/prod";
    }
    if (type == Ask.class) {
      return TYPED;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == int.class) {
      return 10;
    }
    if (type == ClusterReport.class) {
      return new ClusterReport("eu", NOW, List.of(), null);
    }
    if (type == Stop.Scope.class) {
      return Stop.Scope.FORWARD;
    }
    if (type == Entry.class) {
      return entry(0);
    }
    if (type == Duration.class || type == Instant.class) {
      return null;
    }
    throw new AssertionError("no sample of %s, for %s".formatted(type, method));
  }
}
