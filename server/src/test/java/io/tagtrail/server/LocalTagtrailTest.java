package io.tagtrail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.Source;
import io.tagtrail.server.config.Config;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What must hold when configuration, registry or other processes do something unexpected.
class LocalTagtrailTest {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Location LOCATION = Location.parse("registry.example/acme/shop:prod");
  private static final Ask ASK =
      new Ask(
          "request",
          Mover.MISSING,
          null,
          Facts.Pipeline.MISSING,
          Facts.Builder.MISSING,
          null,
          "because",
          null,
          null,
          false);

  private final Map<String, Digest> tags = new HashMap<>();
  private final Map<Digest, Manifest> manifests = new HashMap<>();
  private UnaryOperator<Digest> answers = truth -> truth;
  private Runnable onInspect = () -> {};
  private final Clock clock = new Clock();
  private final InMemoryLedger ledger = new InMemoryLedger("ledger.example/acme", clock::now);
  private final Policy policy = Policy.of(Rules.usual("prod").requiring(Set.of()));

  private static final class Clock implements Time {
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long nanos() {
      return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public void pause(Duration duration) {
      now = now.plus(duration);
    }
  }

  private static void rollBack(LocalTagtrail tagtrail, Alias alias) {
    try {
      assertThat(tagtrail.moves().rollback(alias, null, ASK)).isInstanceOf(Outcome.Moved.class);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Object registry(String method, Object[] arguments) {
    return switch (method) {
      case "head" ->
          found((Reference) arguments[0])
              .map(manifest -> answers.apply(manifest.digest()))
              .map(manifests::get)
              .map(Manifest::descriptor);
      case "fetch" -> found((Reference) arguments[0]);
      case "put" -> tags.put(((Location) arguments[0]).tag().toString(), keep(arguments[1]));
      case "inspect" -> {
        onInspect.run();
        yield new Presence.Whole(1, 1);
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Digest keep(Object manifest) {
    manifests.put(((Manifest) manifest).digest(), (Manifest) manifest);
    return ((Manifest) manifest).digest();
  }

  private Optional<Manifest> found(Reference reference) {
    var digest = reference.digest();
    var tag = reference.tag();
    var wanted = digest == null && tag != null ? tags.get(tag.toString()) : digest;
    return Optional.ofNullable(wanted).map(manifests::get);
  }

  private Registry registry() {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("resolve")) {
                var source = (Source.InRegistry) arguments[0];
                return found(source.reference());
              }
              var answer = registry(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : answer;
            });
  }

  private LocalTagtrail tagtrail(Ledger over, Policy with, Map<Alias, Location> locations) {
    var config =
        new Config(
            Path.of("tagtrail.yaml"), Path.of("."), true, with, locations, Map.of(), Map.of());
    return new LocalTagtrail(
        config, over, registry(), clock, Step.Listener.SILENT, Progress.SILENT);
  }

  private LocalTagtrail tagtrail(Ledger over) {
    return tagtrail(over, policy, Map.of(PROD, LOCATION));
  }

  private Digest bundle(int n) {
    var text = "{\"schemaVersion\":2,\"annotations\":{\"n\":\"%d\"}}".formatted(n);
    return keep(
        Manifest.of(
            "application/vnd.oci.image.manifest.v1+json", text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Adopted at the first bundle, promoted to the second.
  private void governed() throws InterruptedException {
    new PolicyLog(ledger).apply(policy, "policy", Facts.NONE, List.of());
    tags.put("prod", bundle(1));
    assertThat(tagtrail(ledger).moves().adopt(PROD, null, ASK)).isInstanceOf(Outcome.Moved.class);
    tags.put("v2", bundle(2));
    assertThat(tagtrail(ledger).moves().promote(PROD, ":v2", false, ASK))
        .isInstanceOf(Outcome.Moved.class);
    clock.pause(Duration.ofMinutes(1));
  }

  private static Ask dry() {
    return new Ask(
        "request",
        Mover.MISSING,
        null,
        Facts.Pipeline.MISSING,
        Facts.Builder.MISSING,
        null,
        "because",
        null,
        null,
        true);
  }

  @Test
  void a_dry_run_of_a_rollback_records_no_outside_move_and_says_where_it_would_go()
      throws InterruptedException {
    governed();
    tags.put("prod", bundle(7));
    long before = ledger.head().size();

    assertThat(tagtrail(ledger).moves().rollback(PROD, null, dry()))
        .isInstanceOfSatisfying(
            Outcome.Planned.class,
            planned -> assertThat(planned.bundle().digest()).isEqualTo(bundle(2)));
    assertThat(tagtrail(ledger).moves().promote(PROD, "@" + bundle(3), false, dry()))
        .isInstanceOf(Outcome.Stale.class);
    assertThat(ledger.head().size()).isEqualTo(before);
  }

  @Test
  void a_new_ledger_does_not_write_over_the_keep_tags_of_an_old_one() throws InterruptedException {
    tags.put("prod.1", bundle(8));
    tags.put("prod", bundle(1));

    assertThat(tagtrail(ledger).moves().adopt(PROD, null, ASK))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reasons().getFirst().detail()).contains("another ledger"));
    assertThat(tags).containsEntry("prod.1", bundle(8));
  }

  @Test
  void a_bundle_that_is_rolled_back_where_it_comes_from_is_not_promoted_from_there()
      throws InterruptedException {
    var dev = Alias.parse("shop/dev");
    var two = Policy.of(Rules.usual("dev"), Rules.usual("prod").requiring(Set.of()).after("dev"));
    var locations = Map.of(dev, Location.parse("registry.example/acme/shop:dev"), PROD, LOCATION);
    new PolicyLog(ledger).apply(two, "policy", Facts.NONE, List.of());
    var tagtrail = tagtrail(ledger, two, locations);
    for (int n = 1; n <= 2; n++) {
      assertThat(tagtrail.moves().promote(dev, "@" + bundle(n), false, ASK))
          .isInstanceOf(Outcome.Moved.class);
    }
    onInspect =
        () -> {
          onInspect = () -> {};
          rollBack(tagtrail, dev);
        };

    assertThat(tagtrail.moves().promote(PROD, "shop/dev", false, ASK))
        .isInstanceOf(Outcome.Moved.class);
    assertThat(tags).containsEntry("prod", ledger.alias(dev).governedDigest());
  }

  @Test
  void a_bundle_that_a_keep_tag_took_back_does_not_pass_the_order_whatever_came_after()
      throws InterruptedException {
    var dev = Alias.parse("shop/dev");
    var two = Policy.of(Rules.usual("dev"), Rules.usual("prod").requiring(Set.of()).after("dev"));
    var locations = Map.of(dev, Location.parse("registry.example/acme/shop:dev"), PROD, LOCATION);
    new PolicyLog(ledger).apply(two, "policy", Facts.NONE, List.of());
    var tagtrail = tagtrail(ledger, two, locations);
    tagtrail.moves().promote(dev, "@" + bundle(1), false, ASK);
    tagtrail.moves().promote(dev, "@" + bundle(2), false, ASK);
    for (int outside : new int[] {1, 7}) {
      clock.pause(Duration.ofMinutes(1));
      tags.put("dev", bundle(outside));
      tagtrail.state().check(dev);
    }

    assertThat(tagtrail.moves().promote(PROD, "@" + bundle(2), false, ASK))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reasons().getFirst().name()).isEqualTo("order"));
  }

  @Test
  void an_alias_that_configuration_lost_is_checked_and_rolled_back_where_the_ledger_says()
      throws InterruptedException {
    governed();
    var lost = tagtrail(ledger, Policy.of(Rules.usual("dev")), Map.of());

    assertThat(lost.state().check(PROD).result()).isInstanceOf(Checked.Result.Agrees.class);
    assertThat(lost.moves().rollback(PROD, null, ASK)).isInstanceOf(Outcome.Moved.class);
    assertThat(tags).containsEntry("prod", bundle(1));
  }

  @Test
  void a_check_of_a_tag_whose_answers_never_agree_comes_to_an_end() throws InterruptedException {
    governed();
    // Two nodes behind one address: one of them lags behind for ever.
    int[] reads = {0};
    answers = truth -> reads[0]++ % 2 == 0 ? bundle(9) : truth;

    assertThat(tagtrail(ledger).state().check(PROD).result())
        .isInstanceOf(Checked.Result.Away.class);
  }

  @Test
  void an_entry_that_comes_while_an_alias_is_verified_is_no_contradiction()
      throws InterruptedException {
    governed();
    boolean[] held = {false};
    var busy =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  Object answer;
                  try {
                    answer =
                        method.getName().equals("alias")
                            ? ledger.alias((Alias) arguments[0])
                            : method.invoke(ledger, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                  if (method.getName().equals("history") && !held[0]) {
                    held[0] = true;
                    new Stops(ledger)
                        .hold(
                            PROD,
                            Stop.Scope.FORWARD,
                            null,
                            new Actor("hold", Mover.MISSING, null, Facts.Pipeline.MISSING, null));
                  }
                  return answer;
                });

    var verification = tagtrail(busy).trail().verify(PROD, false);

    assertThat(held[0]).isTrue();
    assertThat(verification.problems()).isEmpty();
  }

  @Test
  void a_bundle_to_approve_is_named_in_the_ways_in_which_people_see_it()
      throws InterruptedException {
    governed();
    var person = new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://id.example", null);
    var ann =
        ASK.by(person, "ann", Facts.Pipeline.MISSING)
            .with(new Powers(false, List.of(), List.of(), true));
    var whole = bundle(1).toString();

    for (var name : List.of(whole, whole.substring(7, 19), "~1", "#1", "shop/prod~1")) {
      var result = tagtrail(ledger).controls().approve(PROD, name, "for " + name, null, ann);
      assertThat(result).as(name).isInstanceOf(Approving.Result.Recorded.class);
      var event = ((Approving.Result.Recorded) result).entry().event();
      assertThat(event.subject()).as(name).isEqualTo(bundle(1));
    }
    assertThat(tagtrail(ledger).controls().approve(PROD, null, null, null, ann))
        .isEqualTo(new Approving.Result.Refused("no rollback of shop/prod owes an approval"));
    assertThat(tagtrail(ledger).controls().approve(PROD, whole, "bob", null, ASK))
        .isInstanceOf(Approving.Result.Refused.class);
    assertThat(tagtrail(ledger).state().status(PROD, false).state().approvals()).hasSize(5);
  }

  @Test
  void a_policy_says_before_it_is_active_what_it_loosens_and_which_way_back_it_loses()
      throws InterruptedException {
    governed();
    var old = policy.rules("prod");
    var narrow =
        new Rules(
            "prod",
            List.of(),
            Set.of(RequiredField.MOVER),
            Duration.ofSeconds(1),
            old.keep() + 1,
            old.timing(),
            true);
    var next = tagtrail(ledger, Policy.of(narrow), Map.of(PROD, LOCATION));

    var preview = next.controls().previewPolicy();
    assertThat(preview.isActive()).isFalse();
    assertThat(preview.loosened()).singleElement().asString().contains("rolled back to");
    assertThat(preview.tightened()).hasSize(2);
    assertThat(preview.lostTargets()).singleElement().asString().contains("shop/prod", "#1");

    assertThat(next.controls().applyPolicy(ASK)).isPresent();
    assertThat(next.controls().previewPolicy().isActive()).isTrue();
    assertThat(next.controls().applyPolicy(ASK)).isEmpty();
  }

  @Test
  void entries_are_read_from_an_index_on_with_their_texts() throws InterruptedException {
    governed();
    var tagtrail = tagtrail(ledger);

    var from1 = tagtrail.trail().entries(1, 2);

    assertThat(from1).extracting(told -> told.entry().index()).containsExactly(1L, 2L);
    assertThat(from1.getFirst().reason()).isEqualTo("because");
    assertThat(tagtrail.trail().entries(ledger.head().size(), 10)).isEmpty();
    assertThat(tagtrail.canI(PROD))
        .filteredOn(each -> !each.allowed())
        .extracting(Permission::right)
        .containsExactlyInAnyOrder("approve", "override");
    assertThat(tagtrail.whoAmI().kind()).isEqualTo("local");
  }
}
