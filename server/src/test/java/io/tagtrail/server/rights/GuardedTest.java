package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static io.tagtrail.server.rights.RightsTest.deny;
import static io.tagtrail.server.rights.RightsTest.rights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.Ask;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Permission;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig.Grant;
import io.tagtrail.server.doctor.Ideal;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import io.tagtrail.server.sentinel.SentinelStatus;
import io.tagtrail.testkit.ledger.Events;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody gets past the guard.
final class GuardedTest {
  private static final SentinelStatus WATCHED =
      new SentinelStatus(true, true, null, null, 1, List.of());

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Alias OTHER = Alias.parse("blog/prod");
  private static final Digest DIGEST = Digest.parse("sha256:" + "1".repeat(64));
  private static final Identity SHOP = Identities.pipeline("acme/shop");
  private static final Ask TYPED =
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

  /// What of Tagtrail needs no right, because it says nothing but who asks.
  private static final Set<String> ABOUT_ONESELF = Set.of("whoAmI", "canI", "close");

  private final Recording recording = new Recording();

  static List<Method> methods() {
    return Arrays.stream(Tagtrail.class.getMethods())
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
  void what_is_typed_about_a_run_is_a_claim_and_counts_only_where_the_token_says_nothing()
      throws Exception {
    var alice = Identities.person("alice", "release-managers");
    guarded(List.of(allow("all", "*/*", null, Right.ROLLBACK)), alice).rollback(PROD, null, TYPED);
    var ask = asked();
    assertThat(ask.mover()).isEqualTo(alice.mover());
    assertThat(ask.person()).isEqualTo("alice");
    assertThat(ask.pipeline().status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(ask.pipeline().id()).isEqualTo("1");
    assertThat(ask.powers())
        .as("past admission only with the right; groups of the token")
        .isEqualTo(new Powers(false, List.of(), List.of("release-managers"), true, "person-alice"));
    assertThat(ask.reason()).isEqualTo("why not");
    assertThat(ask.idempotencyKey()).isEqualTo("key-1");
    assertThat(ask.expect()).isEqualTo(DIGEST);
    assertThat(ask.request()).isEqualTo("request-1");
  }

  @Test
  void past_admission_and_overrides_need_their_own_rights() throws Exception {
    var override = TYPED.with(Powers.NONE.overriding(List.of("soak")));
    var mover = allow("movers", "*/*", null, Right.ROLLBACK, Right.PROMOTE);
    assertThatThrownBy(() -> guarded(List.of(mover), SHOP).promote(PROD, ":x", false, override))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("override on shop/prod is not allowed to you");
    assertThatThrownBy(() -> guarded(List.of(mover), SHOP).promote(PROD, ":x", true, TYPED))
        .as("letting an older one through is an override too")
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).isEmpty();

    var more = allow("more", "*/*", null, Right.OVERRIDE, Right.ROLLBACK_PAST_ADMISSION);
    guarded(List.of(mover, more), SHOP).promote(PROD, ":x", true, override);
    assertThat(asked().powers()).isEqualTo(new Powers(true, List.of("soak"), List.of(), false));
  }

  @Test
  void bundles_are_compared_for_those_who_may_read_both() {
    var guarded = guarded(List.of(allow("shop", "shop/*", null, Right.READ)), SHOP);
    assertThatThrownBy(() -> guarded.diff("shop/prod..blog/prod"))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("blog/prod");
    assertThatThrownBy(() -> guarded.diff("blog/prod..shop/prod"))
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).noneMatch(call -> call.method().equals("diff"));
    guarded.diff("shop/prod~1..shop/prod");
    assertThat(recording.calls).anyMatch(call -> call.method().equals("diff"));
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
    assertThatThrownBy(() -> guarded(grants, SHOP).status(Alias.parse("shop/prd"), false))
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
  void entries_are_filtered_and_nothing_is_read_beyond_what_was_asked_for() {
    recording.answering((name, arguments) ->
        name.equals("entries")
            ? page((Long) arguments[0], (Long) arguments[0] + (Integer) arguments[1])
            : null);
    var grants = List.of(allow("shop", "shop/*", null, Right.READ));
    var page = guarded(grants, SHOP).entries(3, 300);
    assertThat(page).hasSize(75);
    assertThat(page.getFirst().entry().index()).isEqualTo(4);
    assertThat(page).allMatch(told -> told.entry().event().stream().key().equals("shop/prod"));
    assertThat(recording.calls)
        .as("who may read little does not walk the log to its end")
        .extracting(Recording.Call::arguments)
        .containsExactly(List.of(3L, 300));
    var auditor = List.of(allow("audit", "*/*", null, Right.AUDIT));
    assertThat(guarded(auditor, SHOP).entries(0, 4))
        .extracting(told -> told.entry().event().stream().key())
        .containsExactly("shop/prod", "blog/prod", "", "blog");
  }

  @Test
  void what_is_about_the_ledger_or_another_application_is_for_auditors() {
    recording.answering((name, arguments) ->
        name.equals("entry") ? page((Long) arguments[0], 2_000).stream().findFirst() : null);
    var grants = List.of(allow("shop", "shop/*", null, Right.READ));
    assertThat(guarded(grants, SHOP).entry(0)).isPresent();
    assertThat(guarded(grants, SHOP).entry(1)).isEmpty();
    assertThat(guarded(grants, SHOP).entry(2)).isEmpty();
    assertThat(guarded(grants, SHOP).entry(3)).isEmpty();
  }

  @Test
  void whoever_may_promote_does_not_call_off_a_rollback() throws Exception {
    recording.answering((name, arguments) ->
        name.equals("entry")
            ? Optional.of(
                new Told(
                    new Entry(
                        7,
                        Events.authorisation(AliasState.empty(PROD), EventKind.ROLLBACK, 1, NOW)
                            .build()),
                    null,
                    null,
                    false))
            : null);
    var promoter = List.of(allow("ci", "shop/*", null, Right.PROMOTE));
    assertThatThrownBy(() -> guarded(promoter, SHOP).cancel(PROD, 7, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("rollback on shop/prod is not allowed");
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("entry");
    var oncall = List.of(allow("sre", "shop/*", null, Right.ROLLBACK));
    guarded(oncall, SHOP).cancel(PROD, 7, TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).contains("cancel");
  }

  @Test
  void a_bundle_to_approve_is_not_looked_up_where_the_asker_may_not_read() {
    var approver = List.of(allow("qa", "shop/prod", null, Right.APPROVE));
    assertThatThrownBy(() -> guarded(approver, SHOP).approve(PROD, "shop/dev#1", null, null, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("shop/dev is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
  }

  @Test
  void a_block_takes_the_right_in_every_environment_of_the_application() {
    var dev = allow("dev", "shop/dev", null, Right.BLOCK);
    assertThatThrownBy(() -> guarded(List.of(dev), SHOP).block("shop", DIGEST.toString(), TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("a block is one in every environment");
    assertThatThrownBy(() -> guarded(List.of(dev), SHOP).block("blog", DIGEST.toString(), TYPED))
        .hasMessage("blog is not there, or you may not read it");
    assertThatThrownBy(() -> guarded(List.of(dev), SHOP).block("none", DIGEST.toString(), TYPED))
        .hasMessage("none is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
    var all = allow("all", "shop/*", null, Right.BLOCK);
    guarded(List.of(all), SHOP).block("shop", DIGEST.toString(), TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("block");
  }

  @Test
  void a_looser_policy_is_applied_by_somebody_who_cannot_move_what_it_is_about() {
    recording.answering((name, arguments) ->
        name.equals("previewPolicy")
            ? new PolicyPreview(
                DIGEST, DIGEST, List.of("prod: soak was PT1H, is PT0S"), List.of(), List.of())
            : null);
    var admin = allow("admin", "*/*", null, Right.ADMIN, Right.READ);
    var inProd = allow("prod", "*/prod", null, Right.ROLLBACK);
    assertThatThrownBy(() -> guarded(List.of(admin, inProd), SHOP).applyPolicy(TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("prod: soak was PT1H")
        .hasMessageContaining("rollback on");
    assertThat(recording.calls).extracting(Recording.Call::method).containsOnly("previewPolicy");
    var token = Identities.workload("acme/shop", new Scope(Set.of("admin"), List.of("*/*")), null);
    assertThatThrownBy(() -> guarded(List.of(admin, inProd), token).applyPolicy(TYPED))
        .as("a token without the right to move does not make a person without it")
        .isInstanceOf(ForbiddenException.class);
    var inDev = allow("dev", "*/dev", null, Right.PROMOTE);
    guarded(List.of(admin, inDev), SHOP).applyPolicy(TYPED);
    assertThat(recording.calls).extracting(Recording.Call::method).contains("applyPolicy");
  }

  @Test
  void what_becomes_looser_without_saying_where_is_taken_to_be_everywhere() {
    for (var sentence : List.of("Something else altogether", "shop/prod: the rule x is gone")) {
      recording.calls.clear();
      recording.answering((name, arguments) ->
          name.equals("previewPolicy")
              ? new PolicyPreview(DIGEST, DIGEST, List.of(sentence), List.of(), List.of())
              : null);
      var grants =
          List.of(
              allow("admin", "*/*", null, Right.ADMIN),
              allow("one", "shop/prod", null, Right.PROMOTE));
      assertThatThrownBy(() -> guarded(grants, SHOP).applyPolicy(TYPED))
          .as(sentence)
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void a_server_reads_no_folder_and_copies_from_no_registry_that_is_not_its_own() throws Exception {
    var grants = List.of(allow("all", "shop/*", null, Right.PROMOTE));
    assertThatThrownBy(() -> guarded(grants, SHOP).promote(PROD, "oci-layout:/etc", false, TYPED))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() ->
            guarded(grants, SHOP).promote(PROD, "169.254.169.254/latest/meta-data:x", false, TYPED))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("not copied from 169.254.169.254/latest/meta-data");
    assertThatThrownBy(() -> guarded(grants, SHOP).promote(PROD, "blog/prod", false, TYPED))
        .hasMessage("blog/prod is not there, or you may not read it");
    assertThat(recording.calls).isEmpty();
    for (var source :
        List.of(":1.4.1", "@" + DIGEST, DIGEST.toString(), "shop/dev", "ghcr.io/acme/shop:1")) {
      recording.calls.clear();
      guarded(grants, SHOP).promote(PROD, source, false, TYPED);
      assertThat(recording.calls).as(source).hasSize(1);
    }
  }

  @Test
  void credentials_that_expire_are_no_longer_any() {
    var grants = List.of(allow("all", "*/*", null, Right.values()));
    var expired = Identities.workload("acme/shop", null, NOW);
    assertThatThrownBy(() -> guarded(grants, expired).entries(0, 10))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("expired");
    var valid = Identities.workload("acme/shop", null, NOW.plusMillis(1));
    assertThat(guarded(grants, valid).entries(0, 10)).isEmpty();
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
            () -> guarded(grants, SHOP).promote(Alias.parse(alias), ":x", false, TYPED)));
  }

  private Guarded guarded(List<Grant> grants, Identity identity) {
    return new Guarded(recording.tagtrail(), rights(grants, List.of()), identity, CLOCK);
  }

  private Ask asked() {
    return recording.calls.stream()
        .flatMap(call -> call.arguments().stream())
        .filter(Ask.class::isInstance)
        .map(Ask.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /// Streams in turn: shop/prod, blog/prod, the ledger, the application blog.
  private static List<Told> page(long from, long end) {
    return LongStream.range(from, Math.min(end, from + 500))
        .mapToObj(index -> new Told(entry(index), null, null, false))
        .toList();
  }

  private static Entry entry(long index) {
    var event =
        switch ((int) (index % 4)) {
          case 0 -> Events.hold(PROD, Stop.Scope.FORWARD, null);
          case 1 -> Events.hold(OTHER, Stop.Scope.FORWARD, null);
          case 2 -> Event.of(EventKind.POLICY_CHANGE, Stream.LEDGER, "request-1").subject(DIGEST);
          default -> Events.block("blog", DIGEST);
        };
    return new Entry(index, event.build());
  }

  @Test
  void an_agent_tells_of_its_own_cluster_alone_and_reads_nothing_by_it() {
    var grants = List.of(allow("agents", "clusters/eu", null, Right.REPORT));
    guarded(grants, SHOP).report(new ClusterReport("eu", NOW, List.of(), null));
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("report");
    assertThatThrownBy(
            () -> guarded(grants, SHOP).report(new ClusterReport("us", NOW, List.of(), null)))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("report on clusters/us is not allowed to you");
    assertThatThrownBy(() -> guarded(grants, SHOP).clusters())
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> guarded(grants, SHOP).status(Alias.parse("clusters/eu"), false))
        .as("a cluster is no alias")
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).hasSize(1);
  }

  @Test
  void what_keeps_us_from_a_cluster_is_told_to_those_alone_who_see_everything() {
    var away =
        new ClusterSeen("eu", NOW, NOW, false, "watch", 1, "https://10.0.0.7:6443: exec: token x");
    var well = new ClusterSeen("us", NOW, NOW, false, "agent", 2, null);
    recording.answering((name, arguments) -> name.equals("clusters") ? List.of(away, well) : null);
    var readers = guarded(List.of(allow("readers", "*/*", null, Right.READ)), SHOP).clusters();
    assertThat(readers.getFirst().problem())
        .contains("could not look at everything")
        .doesNotContain("10.0.0.7", "exec");
    assertThat(readers.getFirst().sources()).isEqualTo(1);
    assertThat(readers.getLast()).isEqualTo(well);
    for (var right : List.of(Right.ADMIN, Right.AUDIT)) {
      var grants =
          List.of(allow("readers", "*/*", null, Right.READ), allow("all", "*/*", null, right));
      assertThat(guarded(grants, SHOP).clusters()).as(right.label()).containsExactly(away, well);
    }
  }

  @Test
  void of_the_neighbours_of_an_alias_those_are_named_that_may_be_read() throws Exception {
    var ideal = new Ideal();
    ideal.neighbours = List.of("blog/prod", "shop/dev");
    recording.answering((name, arguments) -> name.equals("evidence") ? ideal.evidence() : null);
    var some = guarded(List.of(allow("shop", "shop/*", null, Right.READ)), SHOP).evidence(PROD);
    assertThat(some.assured().neighbours()).containsExactly("shop/dev", "1 that you may not read");
    assertThat(some.assured().keys()).isEqualTo(ideal.evidence().assured().keys());
    var all = guarded(List.of(allow("all", "*/*", null, Right.READ)), SHOP).evidence(PROD);
    assertThat(all.assured().neighbours()).isEqualTo(ideal.neighbours);
  }

  @Test
  void whoever_may_tell_of_every_cluster_may_still_read_nothing() {
    var grants = List.of(allow("agents", "*/*", null, Right.REPORT));
    assertThatThrownBy(() -> guarded(grants, SHOP).status(PROD, false))
        .isInstanceOf(ForbiddenException.class);
    assertThat(guarded(grants, SHOP).canI(null))
        .filteredOn(Permission::allowed)
        .extracting(Permission::right)
        .containsExactly("report");
  }

  @Test
  void a_token_for_one_cluster_tells_of_no_other() {
    var grants = List.of(allow("all", "*/*", null, Right.values()));
    var agent =
        Identities.workload(
            "acme/agent", new Scope(Set.of("report"), List.of("clusters/eu")), null);
    guarded(grants, agent).report(new ClusterReport("eu", NOW, List.of(), null));
    assertThatThrownBy(
            () -> guarded(grants, agent).report(new ClusterReport("us", NOW, List.of(), null)))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> guarded(grants, agent).status(PROD, false))
        .isInstanceOf(ForbiddenException.class);
  }

  private static @Nullable Object call(Tagtrail guarded, Method method) throws Exception {
    var arguments = new ArrayList<@Nullable Object>();
    for (var type : method.getParameterTypes()) {
      arguments.add(sample(method, type));
    }
    try {
      return method.invoke(guarded, arguments.toArray());
    } catch (InvocationTargetException e) {
      return Objects.requireNonNull(e.getCause());
    }
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
