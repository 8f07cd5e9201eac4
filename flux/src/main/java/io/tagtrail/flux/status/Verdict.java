package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.flux.kube.KubeObject;
import org.jspecify.annotations.Nullable;

/// How an object of Flux does, by its own conditions: `Ready` for the generation that there is,
/// with `Stalled` and `Reconciling` as kstatus reads them.
///
/// @param said what it says of that; null where there is nothing to say
record Verdict(Health health, @Nullable String said) {
  static Verdict of(KubeObject object) {
    var ready = Condition.of(object, "Ready");
    var stalled = Condition.of(object, "Stalled");
    var reconciling = Condition.of(object, "Reconciling");
    if (object.flag("spec", "suspend")) {
      return new Verdict(Health.SUSPENDED, ready == null || ready.isTrue() ? null : ready.said());
    }
    if (stalled != null && stalled.isTrue()) {
      return new Verdict(Health.FAILING, (ready == null ? stalled : ready).said());
    }
    if (ready == null) {
      return new Verdict(Health.UNKNOWN, "no controller has said anything of it yet");
    }
    var anew = reconciling != null && reconciling.isTrue() ? reconciling : null;
    if (ready.isFalse()) {
      // A first try of something new is no failure yet; one that is repeated (ProgressingWithRetry)
      // is, and so is one that is over.
      boolean firstTry = anew != null && anew.reason().equals("Progressing");
      boolean waits = ready.reason().equals("DependencyNotReady");
      return new Verdict(firstTry || waits ? Health.PROGRESSING : Health.FAILING, ready.said());
    }
    var generation = object.number("metadata", "generation");
    if (generation != null && !isObserved(object, ready, generation)) {
      return new Verdict(
          Health.PROGRESSING,
          "its latest change (generation %d) is not done yet".formatted(generation));
    }
    if (!ready.isTrue() || anew != null) {
      return new Verdict(Health.PROGRESSING, (anew == null ? ready : anew).said());
    }
    return new Verdict(Health.HEALTHY, null);
  }

  private static boolean isObserved(KubeObject object, Condition ready, long generation) {
    var observed = object.number("status", "observedGeneration");
    var spoken = ready.observed();
    return observed != null && observed == generation && (spoken == null || spoken == generation);
  }
}
