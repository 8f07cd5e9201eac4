package io.tagtrail.server.wire;

import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far one cluster is with a bundle, and why no further. What is not known is never shown as
/// applied.
///
/// @param text one sentence for people
/// @param since since when that bundle runs there, or is there where it does not run yet; by the
///   cluster's word
public record Convergence(Consumption of, State state, String text, @Nullable Instant since) {
  /// The states; the names are part of the JSON form.
  public enum State {
    /// It has the bundle, and all that takes it applied it and does well.
    APPLIED,
    /// It has the bundle, and is at work on it.
    APPLYING,
    /// It has another bundle.
    BEHIND,
    /// It has another bundle, or none, because what it has to verify does not verify.
    UNVERIFIED,
    /// Something fails.
    FAILING,
    /// Somebody suspended it: it takes nothing new.
    SUSPENDED,
    /// It has the bundle, and nothing there takes it.
    UNUSED,
    /// It has not been heard of for too long.
    SILENT,
    /// It says nothing that can be read.
    UNKNOWN;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether somebody has to do something about it: time alone does not mend it.
    public boolean isTrouble() {
      return this == UNVERIFIED || this == FAILING || this == SUSPENDED || this == SILENT;
    }
  }

  /// @param wanted what should run there; null where nothing is governed
  public static Convergence of(Consumption consumption, @Nullable Digest wanted, Instant now) {
    if (consumption.stale()) {
      return new Convergence(
          consumption,
          State.SILENT,
          "last heard of %s; it had %s then"
              .formatted(
                  Ages.both(consumption.heard(), now),
                  Words.digest(consumption.source().consumed())),
          null);
    }
    var source = consumption.source();
    return wanted != null && wanted.equals(source.consumed())
        ? there(consumption, wanted, now)
        : elsewhere(consumption, now);
  }

  public static List<Convergence> all(
      List<Consumption> clusters, @Nullable Digest wanted, Instant now) {
    return clusters.stream().map(each -> of(each, wanted, now)).toList();
  }

  /// How long after a time the bundle was there, by the cluster's clock; null where that is not
  /// known, or it had it before.
  ///
  /// @param committed when the bundle became the governed one
  public @Nullable Duration consumedAfter(Instant committed) {
    return after(committed, of.source().since());
  }

  /// How long after a time all that takes the bundle had applied it.
  public @Nullable Duration appliedAfter(Instant committed) {
    return state == State.APPLIED ? after(committed, since) : null;
  }

  private static @Nullable Duration after(Instant committed, @Nullable Instant since) {
    return since == null || since.isBefore(committed) ? null : Duration.between(committed, since);
  }

  private static Convergence elsewhere(Consumption consumption, Instant now) {
    var source = consumption.source();
    var has =
        source.consumed() == null
            ? "has nothing yet"
            : "has %s%s".formatted(Words.digest(source.consumed()), since(source.since(), now));
    if (source.suspended()) {
      return new Convergence(
          consumption,
          State.SUSPENDED,
          "%s; %s is suspended and takes nothing new".formatted(has, source.shown()),
          source.since());
    }
    var problem = source.problem();
    if (source.health() == Health.FAILING) {
      return new Convergence(
          consumption,
          isVerification(source) ? State.UNVERIFIED : State.FAILING,
          "%s; %s fails: %s"
              .formatted(has, source.shown(), problem == null ? "it does not say why" : problem),
          source.since());
    }
    if (source.health() == Health.UNKNOWN) {
      return new Convergence(
          consumption,
          State.UNKNOWN,
          "%s; %s says nothing of its state".formatted(has, source.shown()),
          source.since());
    }
    return new Convergence(
        consumption, State.BEHIND, problem == null ? has : has + "; " + problem, source.since());
  }

  /// By Flux's own reasons (`VerificationError`) or, where the message alone came, its words.
  private static boolean isVerification(SourceState source) {
    var problem = source.problem();
    return source.verify() != null
        && problem != null
        && problem.toLowerCase(Locale.ROOT).contains("verif");
  }

  private static Convergence there(Consumption consumption, Digest wanted, Instant now) {
    var source = consumption.source();
    if (source.runs(wanted)) {
      var since = applied(source);
      return new Convergence(
          consumption,
          State.APPLIED,
          "same, applied and healthy%s%s"
              .formatted(
                  since(since, now),
                  consumption.partial() ? "; not everything there could be looked at" : ""),
          since);
    }
    var reasons = new ArrayList<Convergence>();
    if (source.suspended()) {
      reasons.add(
          at(
              consumption,
              State.SUSPENDED,
              "it is there; %s is suspended".formatted(source.shown())));
    } else if (source.health() == Health.FAILING) {
      reasons.add(
          at(
              consumption,
              isVerification(source) ? State.UNVERIFIED : State.FAILING,
              "it is there; %s fails: %s"
                  .formatted(
                      source.shown(),
                      Objects.requireNonNullElse(source.problem(), "it does not say why"))));
    }
    if (source.workloads().isEmpty()) {
      reasons.add(
          at(
              consumption,
              State.UNUSED,
              "it is there, and no Kustomization or HelmRelease takes it from %s"
                  .formatted(source.shown())));
    }
    source.workloads().stream()
        .filter(workload -> !workload.runs(wanted))
        .map(workload -> workload(consumption, workload, wanted, now))
        .forEach(reasons::add);
    return reasons.stream()
        .min((a, b) -> Integer.compare(weight(a.state), weight(b.state)))
        .orElseGet(() ->
            at(
                consumption,
                source.health() == Health.UNKNOWN ? State.UNKNOWN : State.APPLYING,
                "it is there; %s is %s".formatted(source.shown(), source.health().label())));
  }

  /// What weighs most is said first: what fails, what somebody stopped, what takes time.
  private static int weight(State state) {
    return switch (state) {
      case UNVERIFIED -> 0;
      case FAILING -> 1;
      case SUSPENDED -> 2;
      case UNUSED -> 3;
      case SILENT, UNKNOWN -> 4;
      case BEHIND, APPLYING -> 5;
      case APPLIED -> 6;
    };
  }

  private static Convergence workload(
      Consumption consumption, WorkloadState workload, Digest wanted, Instant now) {
    var applied = workload.applied();
    var has =
        wanted.equals(applied)
            ? ""
            : applied == null
                ? "; it has applied nothing that is known"
                : "; it runs %s%s".formatted(Words.digest(applied), since(workload.since(), now));
    if (workload.health() == Health.FAILING) {
      var event = workload.lastEvent();
      return at(
          consumption,
          State.FAILING,
          "%s fails: %s%s%s"
              .formatted(
                  workload.shown(),
                  Objects.requireNonNullElse(workload.failing(), "it does not say why"),
                  event == null ? "" : "; last event: " + event,
                  has));
    }
    if (workload.suspended() || workload.health() == Health.SUSPENDED) {
      return at(consumption, State.SUSPENDED, "%s is suspended%s".formatted(workload.shown(), has));
    }
    if (workload.health() == Health.UNKNOWN) {
      return at(
          consumption,
          State.UNKNOWN,
          "%s says nothing of its state%s".formatted(workload.shown(), has));
    }
    return at(
        consumption, State.APPLYING, "%s is at work on it%s".formatted(workload.shown(), has));
  }

  private static Convergence at(Consumption consumption, State state, String text) {
    return new Convergence(consumption, state, text, consumption.source().since());
  }

  /// When the last of all that takes it had applied it.
  private static @Nullable Instant applied(SourceState source) {
    Instant last = source.since();
    for (var workload : source.workloads()) {
      var since = workload.since();
      if (since != null && (last == null || since.isAfter(last))) {
        last = since;
      }
    }
    return last;
  }

  private static String since(@Nullable Instant time, Instant now) {
    return time == null ? "" : " since " + Ages.both(time, now);
  }
}
