package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.RequestKey;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Valid sample events. Those of an alias follow from its state: sequence, previous digest and
/// location are right, so that a ledger takes them. Bundles are counted: bundle 7 has one manifest,
/// one digest, one source commit.
public final class Events {
  public static final String REQUEST = "req-test";
  public static final Digest POLICY =
      Digest.of("environments: {}\n".getBytes(StandardCharsets.UTF_8));

  private Events() {}

  /// Where the tag of an alias is, before anything moves it elsewhere.
  public static Location location(Alias alias) {
    return Location.parse(
        "registry.example/acme/%s:%s".formatted(alias.application(), alias.environment()));
  }

  /// The manifest of bundle `number`.
  public static Document manifest(long number) {
    var text =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "annotations":{"org.opencontainers.image.version":"1.0.%d"}}\
        """
            .formatted(number);
    return new Document(
        "application/vnd.oci.image.manifest.v1+json", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Descriptor bundle(long number) {
    return manifest(number).descriptor();
  }

  public static Digest digest(long number) {
    return bundle(number).digest();
  }

  /// The commit that bundle `number` was built from: 40 hexadecimal digits.
  public static String commit(long number) {
    return Digest.of(("commit " + number).getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
  }

  /// The pipeline run that promotes bundle `number`.
  public static String pipeline(long number) {
    return "run-" + number;
  }

  public static RequestKey key(Alias alias, long number) {
    return new RequestKey(
        Digest.of(("key " + alias + " " + number).getBytes(StandardCharsets.UTF_8)),
        Digest.of(("request " + alias + " " + number).getBytes(StandardCharsets.UTF_8)));
  }

  /// What is known about the move to bundle `number`.
  public static Facts facts(long number) {
    return facts(number, "main@sha1:" + commit(number));
  }

  public static Facts facts(long number, String revision) {
    return new Facts(
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.VERIFIED,
            "https://ci.example",
            "project_path:acme/shop:ref_type:branch:ref:main"),
        new Facts.Pipeline(
            FactStatus.VERIFIED,
            "gitlab",
            "acme/shop/release",
            pipeline(number),
            1L,
            number,
            "https://ci.example/acme/shop/runs/" + number),
        new Facts.Source(
            FactStatus.CLAIMED,
            "https://git.example/acme/shop",
            revision,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number)),
        new Facts.Builder(FactStatus.CLAIMED, "https://ci.example/runners/linux"),
        "1.0." + number);
  }

  public static Decision decision() {
    return new Decision(
        POLICY,
        List.of(
            new Decision.Check(
                "order", Decision.Guard.ADMISSION, Decision.Result.PASS, "was live in dev")),
        List.of());
  }

  /// Takes a tag into the ledger, or takes it over after an outside move.
  public static Event.Builder adoption(AliasState state, Descriptor bundle) {
    return of(EventKind.ADOPTION, state).change(next(state, bundle));
  }

  /// Allows a move and reserves its sequence.
  public static Event.Builder authorisation(
      AliasState state, EventKind kind, long number, Instant now) {
    return of(EventKind.AUTHORISATION, state)
        .change(next(state, bundle(number)))
        .intent(new Intent(kind, Intent.Write.SERVER, now.plusSeconds(30), now.plusSeconds(35)))
        .facts(facts(number))
        .decision(decision())
        .key(key(state.alias(), number));
  }

  /// The outcome that was intended: the event of the kind that the open intent names.
  ///
  /// @param authorisation the entry of the open intent, whose facts it takes over
  public static Event.Builder moved(AliasState state, Event authorisation) {
    var intent = open(state);
    return of(intent.kind(), state)
        .from(authorisation)
        .change(closing(state, intent, intent.target(), null))
        .settlement(new Settlement(intent.index(), Settlement.How.READ_BACK, Settlement.Sent.YES));
  }

  /// The outcome that nothing happened.
  public static Event.Builder abandoned(AliasState state) {
    var intent = open(state);
    return of(EventKind.ABANDONED, state)
        .change(closing(state, intent, intent.target(), null))
        .settlement(new Settlement(intent.index(), Settlement.How.SETTLED, Settlement.Sent.NO));
  }

  /// The outcome that nobody knows: the target may have been live for some time.
  public static Event.Builder indeterminate(AliasState state, Instant until) {
    var intent = open(state);
    var observed = state.observed();
    return of(EventKind.INDETERMINATE, state)
        .change(
            closing(
                state,
                intent,
                observed == null ? null : observed.bundle(),
                new Change.Possible(intent.target().digest(), intent.authorised(), until)))
        .settlement(
            new Settlement(intent.index(), Settlement.How.SETTLED, Settlement.Sent.UNKNOWN));
  }

  /// Somebody moved the tag round Tagtrail, or deleted it.
  ///
  /// @param bundle what it resolves to; null where it is gone
  public static Event.Builder outsideMove(AliasState state, @Nullable Descriptor bundle) {
    return of(EventKind.OUTSIDE_MOVE, state).change(next(state, bundle));
  }

  public static Event.Builder hold(Alias alias, Stop.Scope scope, @Nullable Instant until) {
    return of(EventKind.HOLD, alias.stream()).stop(new Stop(scope, null, until, null));
  }

  public static Event.Builder unhold(Alias alias, Stop.Scope scope, long released) {
    return of(EventKind.UNHOLD, alias.stream()).stop(new Stop(scope, null, null, released));
  }

  public static Event.Builder block(String application, Digest bundle) {
    return of(EventKind.BLOCK, Stream.application(application))
        .stop(new Stop(Stop.Scope.BUNDLE, bundle, null, null));
  }

  public static Event.Builder unblock(String application, Digest bundle, long released) {
    return of(EventKind.UNBLOCK, Stream.application(application))
        .stop(new Stop(Stop.Scope.BUNDLE, bundle, null, released));
  }

  public static Event.Builder policyChange(Digest policy) {
    return of(EventKind.POLICY_CHANGE, Stream.LEDGER).subject(policy);
  }

  public static Event.Builder refusal(Alias alias, Digest bundle) {
    return of(EventKind.REFUSAL, alias.stream())
        .subject(bundle)
        .decision(
            new Decision(
                POLICY,
                List.of(
                    new Decision.Check(
                        "soak",
                        Decision.Guard.ADMISSION,
                        Decision.Result.FAIL,
                        "live in preprod for 2 minutes, 30 are asked for")),
                List.of()));
  }

  public static Event.Builder approval(Alias alias, Digest bundle) {
    return of(EventKind.APPROVAL, alias.stream())
        .subject(bundle)
        .approvals(
            List.of(
                new Approval(
                    null,
                    FactStatus.VERIFIED,
                    Digest.of("approver".getBytes(StandardCharsets.UTF_8)),
                    bundle,
                    null,
                    null)));
  }

  public static Event.Builder retentionLoss(Alias alias, Digest bundle) {
    return of(EventKind.RETENTION_LOSS, alias.stream()).subject(bundle);
  }

  public static Event.Builder breakGlass(Alias alias, Digest bundle) {
    return of(EventKind.BREAK_GLASS, alias.stream()).subject(bundle);
  }

  /// A change that follows from the state and takes the next sequence.
  public static Change next(AliasState state, @Nullable Descriptor bundle) {
    return new Change(
        state.lastSequence() + 1,
        where(state),
        bundle,
        state.observedDigest(),
        null,
        null,
        null,
        bundle == null ? Change.Note.TAG_DELETED : null);
  }

  private static Change closing(
      AliasState state,
      OpenIntent intent,
      @Nullable Descriptor bundle,
      Change.@Nullable Possible possible) {
    return new Change(
        intent.sequence(),
        intent.location(),
        bundle,
        state.observedDigest(),
        null,
        null,
        possible,
        null);
  }

  private static Location where(AliasState state) {
    var location = state.location();
    return location == null ? location(state.alias()) : location;
  }

  private static OpenIntent open(AliasState state) {
    return Objects.requireNonNull(state.intent(), state.alias() + " has no open intent");
  }

  private static Event.Builder of(EventKind kind, AliasState state) {
    return of(kind, state.alias().stream());
  }

  private static Event.Builder of(EventKind kind, Stream stream) {
    return Event.of(kind, stream, REQUEST);
  }
}
