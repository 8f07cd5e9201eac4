package io.tagtrail.server.sentinel;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.Source;
import io.tagtrail.server.config.SentinelConfig;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A ledger, a registry in memory and everything that a sentinel stands on; every call is counted,
/// and either can be taken away.
final class Yard {
  static final Rules.Timing TIMING =
      new Rules.Timing(
          Duration.ofSeconds(5),
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofHours(24),
          Duration.ofSeconds(30));

  final ShiftedTime time = new ShiftedTime();
  final InMemoryNotes notes = new InMemoryNotes();
  final InMemoryLedger memory = new InMemoryLedger("yard.example/ledger", time::now);
  final Queue calls = new Queue();
  final Map<Reference, Digest> tags = new ConcurrentHashMap<>();
  final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
  final Ledger ledger = counting(Ledger.class, memory, "ledger.");
  final Registry registry = registry();
  final SentinelConfig config;
  volatile Ground ground;
  volatile @Nullable LedgerException ledgerAway;
  volatile @Nullable RegistryException registryAway;

  /// The one call that the ledger does not answer.
  volatile @Nullable String fails;

  /// The names of the calls.
  static final class Queue extends ConcurrentLinkedQueue<String> {
    private static final long serialVersionUID = 1;

    long of(String call) {
      return stream().filter(call::equals).count();
    }
  }

  Yard(Assurance.Outside outside, SentinelConfig config) {
    this.config = config;
    this.ground = under(outside);
  }

  /// From now on an environment's answer to outside moves is this one.
  Ground under(Assurance.Outside outside) {
    var policy =
        Policy.of(
            Rules.usual("prod")
                .requiring(Set.of())
                .with(TIMING)
                .with(new Assurance(Assurance.Inside.OFF, outside, List.of(), List.of())));
    new PolicyLog(memory).apply(policy, "setup", Facts.NONE, List.of());
    var claims = new Claims(ledger, registry, time, Claims.USUAL);
    var path =
        new GovernedPath(
            ledger,
            registry,
            policy,
            Evaluators.NONE,
            Around.NOTHING,
            claims,
            time,
            step -> {},
            Progress.SILENT);
    return new Ground(config, policy, ledger, registry, claims, path);
  }

  static SentinelConfig everySecond() {
    return new SentinelConfig(true, Duration.ofSeconds(1), Map.of(), 1_000, Map.of());
  }

  static Alias alias(int n) {
    return Alias.parse("shop%d/prod".formatted(n));
  }

  static Location location(int n) {
    return Location.parse("registry.example/acme/shop%d:prod".formatted(n));
  }

  static Manifest bundle(int n) {
    var text = "{\"schemaVersion\":2,\"annotations\":{\"n\":\"%d\"}}".formatted(n);
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json", text.getBytes(StandardCharsets.UTF_8));
  }

  /// Points an alias's tag at a bundle, round Tagtrail.
  void outside(int alias, int bundle) {
    put(location(alias), bundle(bundle));
  }

  /// Puts some tag beside an alias's, round Tagtrail.
  void stray(int alias, String tag) {
    var location = location(alias);
    put(new Location(location.repository(), new Tag(tag)), bundle(9));
  }

  @Nullable Digest tag(int alias) {
    return tags.get(location(alias).reference());
  }

  private void put(Location location, Manifest manifest) {
    manifests.put(manifest.digest(), manifest);
    tags.put(location.reference(), manifest.digest());
  }

  Outcome promote(int alias, int bundle) throws InterruptedException {
    var manifest = bundle(bundle);
    manifests.put(manifest.digest(), manifest);
    var source =
        new Source.InRegistry(Reference.of(location(alias).repository(), manifest.digest()));
    return ground
        .path()
        .move(
            MoveRequest.of(
                alias(alias),
                new Aim.Promote(source, true),
                location(alias),
                "promote-" + alias + "-" + bundle));
  }

  Sentinel sentinel() {
    return new Sentinel(
        () -> ground, notes, new SentinelDesk(notes, time::now), SentinelListener.NONE, time);
  }

  long count(int alias, EventKind kind) {
    return memory.history(alias(alias).stream(), Long.MAX_VALUE, 1_000).stream()
        .filter(entry -> entry.event().kind() == kind)
        .count();
  }

  /// Waits until something holds, ten seconds at most.
  static void until(java.util.function.BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 1_500; i++) {
      if (holds.getAsBoolean()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("it did not come to hold");
  }

  private Registry registry() {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (proxy, method, arguments) -> {
              calls.add("registry." + method.getName());
              var away = registryAway;
              if (away != null) {
                throw away;
              }
              return answer(method, arguments);
            });
  }

  private @Nullable Object answer(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "head" -> found((Reference) arguments[0]).map(Manifest::descriptor);
      case "fetch" -> found((Reference) arguments[0]);
      case "resolve" -> found(((Source.InRegistry) arguments[0]).reference());
      case "inspect" -> new Presence.Whole(1, 1);
      case "tags" ->
          tags.keySet().stream()
              .filter(each -> each.repository().equals(arguments[0]))
              .map(each -> Objects.requireNonNull(each.tag()))
              .map(tag -> new Tag(tag.value()))
              .toList();
      case "put" -> {
        put((Location) arguments[0], (Manifest) arguments[1]);
        yield null;
      }
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private Optional<Manifest> found(Reference reference) {
    var digest = reference.digest() == null ? tags.get(reference) : reference.digest();
    return Optional.ofNullable(digest).map(manifests::get);
  }

  private <T> T counting(Class<T> port, T inner, String prefix) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              calls.add(prefix + method.getName());
              var away = ledgerAway;
              if (away != null) {
                throw away;
              }
              if (Objects.equals(fails, prefix + method.getName())) {
                throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "not this one");
              }
              try {
                if (method.isDefault()) {
                  return java.lang.reflect.InvocationHandler.invokeDefault(
                      proxy, method, arguments);
                }
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            }));
  }
}
