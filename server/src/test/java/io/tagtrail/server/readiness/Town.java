package io.tagtrail.server.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.http.HostSettings;
import io.tagtrail.oci.http.Timeouts;
import io.tagtrail.oci.tree.Round;
import io.tagtrail.server.Ask;
import io.tagtrail.server.LocalTagtrail;
import io.tagtrail.server.config.Config;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Aliases of two environments in one repository of a registry in memory, with a clock that goes
/// forward when somebody waits.
final class Town implements AutoCloseable {
  static final Alias DEV = Alias.parse("shop/dev");
  static final Alias PROD = Alias.parse("shop/prod");
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

  final MemoryRegistry registry = MemoryRegistry.withReferrersApi();
  final Repository repository = registry.pusher().repository("acme/shop");
  final SetTime time = new SetTime();
  final InMemoryLedger ledger = new InMemoryLedger("ledger.example/acme", time::now);
  final InMemoryNotes notes = new InMemoryNotes();
  final OciRegistry client =
      new OciRegistry(
          new OciSettings(
              Credentials.standard(Map.of()),
              Map.of(repository.registry(), HostSettings.insecure()),
              Timeouts.DEFAULT));
  final Policy policy =
      Policy.of(Rules.usual("dev").requiring(Set.of()), Rules.usual("prod").requiring(Set.of()));
  Examiner examiner = Examiner.NONE;
  Round round = new Round(each -> {});
  final LocalTagtrail tagtrail;

  /// A clock.
  static final class SetTime implements Time {
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    synchronized void set(Instant time) {
      now = time;
    }

    @Override
    public synchronized Instant now() {
      return now;
    }

    @Override
    public synchronized long nanos() {
      return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public synchronized void pause(Duration duration) {
      now = now.plus(duration);
    }
  }

  Town() {
    var locations = new LinkedHashMap<Alias, Location>();
    locations.put(DEV, Location.parse(repository + ":dev"));
    locations.put(PROD, Location.parse(repository + ":prod"));
    var config =
        new Config(
            Path.of("tagtrail.yaml"), Path.of("."), true, policy, locations, Map.of(), Map.of());
    tagtrail =
        new LocalTagtrail(config, ledger, client, time, Step.Listener.SILENT, Progress.SILENT);
    tagtrail.controls().applyPolicy(ASK);
  }

  Rehearsal rehearsal() {
    return new Rehearsal(
        ledger,
        policy,
        subject -> examiner.examine(subject),
        new Means(
            notes,
            () -> {
              round = new Round(each -> {});
              return client.within(round);
            },
            2),
        time);
  }

  Town live(Alias alias, Bundle... bundles) {
    for (var bundle : bundles) {
      registry.pusher().push(repository, bundle);
      try {
        var outcome =
            tagtrail
                .moves()
                .promote(alias, "oci://%s@%s".formatted(repository, bundle.digest()), true, ASK);
        assertThat(outcome).isInstanceOf(Outcome.Moved.class);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      time.pause(Duration.ofHours(1));
    }
    return this;
  }

  /// A promotion whose write nobody knows the outcome of.
  void unfinished(Alias alias, Bundle bundle) throws InterruptedException {
    registry.pusher().push(repository, bundle);
    registry.fault(exchange -> {
      boolean tag =
          exchange.getRequestMethod().equals("PUT")
              && exchange.getRequestURI().getPath().endsWith("/manifests/" + alias.environment());
      if (tag) {
        exchange.sendResponseHeaders(500, -1);
      }
      return tag;
    });
    var outcome =
        tagtrail
            .moves()
            .promote(alias, "oci://%s@%s".formatted(repository, bundle.digest()), true, ASK);
    assertThat(outcome).isInstanceOf(Outcome.Unfinished.class);
    back();
  }

  void block(Bundle bundle) {
    tagtrail.controls().block("shop", bundle.digest().toString(), ASK);
  }

  void holdAll(Alias alias) {
    tagtrail.controls().hold(alias, io.tagtrail.core.event.Stop.Scope.ALL, null, ASK);
  }

  Rehearsal.Round look(Alias... aliases) throws InterruptedException {
    return rehearsal().look(List.of(aliases), () -> false);
  }

  /// Deletes a tag, as a clean-up does.
  void untag(String tag) {
    try (var http = HttpClient.newHttpClient()) {
      var uri = registry.uri().resolve("/v2/acme/shop/manifests/" + tag);
      var answer =
          http.send(
              HttpRequest.newBuilder(uri).DELETE().build(), HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(202);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// From now on the registry answers nothing but this.
  void away(int status) {
    registry.fault(exchange -> {
      exchange.sendResponseHeaders(status, -1);
      return true;
    });
  }

  void back() {
    registry.fault(exchange -> false);
  }

  /// The events that say that something is lost.
  List<Event> losses() {
    return ledger.all().stream()
        .map(entry -> entry.event())
        .filter(event -> event.kind() == EventKind.RETENTION_LOSS)
        .toList();
  }

  @Override
  public void close() {
    client.close();
    registry.close();
  }
}
