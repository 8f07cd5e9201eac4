package io.tagtrail.core.policy;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.InvalidValueException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// A field of the contract that an environment can require of a promotion.
public enum RequiredField {
  MOVER("who asked", "--mover, or run it in a pipeline"),
  VERIFIED_MOVER(
      "who asked, from a token that was verified", "ask a Tagtrail server, with a token"),
  WORKLOAD_MOVER(
      "a workload that asks, from a token that was verified", "run it in a pipeline, on a server"),
  PIPELINE("a pipeline id or release id", "--pipeline ID, or run it in a pipeline"),
  PIPELINE_ATTEMPT("the run attempt", "--attempt N"),
  PIPELINE_URL("the address of the run", "--run-url URL"),
  SOURCE_REPOSITORY(
      "the source repository", "annotate the bundle: flux push artifact --source URL"),
  SOURCE_REVISION(
      "the source revision",
      "annotate the bundle: flux push artifact --revision main@sha1:<commit>"),
  BUILDER("who built the bundle", "--builder ID"),
  RELEASE("a release label", "--release 1.4.1");

  private final String what;
  private final String remedy;

  RequiredField(String what, String remedy) {
    this.what = what;
    this.remedy = remedy;
  }

  /// What an environment other than `dev` requires where its policy says nothing: the part of the
  /// contract that every pipeline and every artifact of `flux push artifact` can give.
  public static Set<RequiredField> usual() {
    return EnumSet.of(MOVER, PIPELINE, SOURCE_REPOSITORY, SOURCE_REVISION);
  }

  public boolean isIn(Facts facts) {
    return switch (this) {
      case MOVER -> facts.mover().status() != FactStatus.MISSING;
      case VERIFIED_MOVER -> facts.mover().status() == FactStatus.VERIFIED;
      case WORKLOAD_MOVER ->
          facts.mover().status() == FactStatus.VERIFIED
              && facts.mover().kind() == Mover.Kind.WORKLOAD;
      case PIPELINE -> facts.pipeline().id() != null;
      case PIPELINE_ATTEMPT -> facts.pipeline().attempt() != null;
      case PIPELINE_URL -> facts.pipeline().url() != null;
      case SOURCE_REPOSITORY -> facts.source().repository() != null;
      case SOURCE_REVISION -> facts.source().revision() != null;
      case BUILDER -> facts.builder().id() != null;
      case RELEASE -> facts.release() != null;
    };
  }

  /// What is missing, and how to give it, for people.
  public String missing() {
    return what + " (" + remedy + ")";
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static RequiredField parse(String label) {
    for (var field : values()) {
      if (field.label().equals(label)) {
        return field;
      }
    }
    throw new InvalidValueException("not a field that can be required: " + label);
  }
}
