package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One entry of the ledger. Its canonical bytes are the leaf of the log; its index is its place
/// there and stands nowhere in it. docs/contract.md says what each field means,
/// docs/event.schema.json gives its form.
///
/// Which parts an event has follows from its kind; the constructor refuses any other.
public record Event(
    EventKind kind,
    Stream stream,
    Instant time,
    String request,
    @Nullable Intent intent,
    @Nullable Change change,
    @Nullable Settlement settlement,
    @Nullable Stop stop,
    Facts facts,
    @Nullable Decision decision,
    List<Approval> approvals,
    @Nullable SetMembership set,
    @Nullable Descriptor images,
    @Nullable RequestKey key,
    @Nullable Digest subject,
    Commitments commitments) {
  /// What an entry of the log can hold, in bytes (C2SP tlog-tiles: a big-endian uint16 before it).
  public static final int MAX_BYTES = 65_535;

  public static final long VERSION = 1;
  public static final int REQUEST_BYTES = 128;
  public static final int MAX_APPROVALS = 16;

  public Event {
    time = Times.millis(time);
    approvals = List.copyOf(approvals);
    Text.bounded("the request id", request, REQUEST_BYTES);
    if (approvals.size() > MAX_APPROVALS) {
      throw new InvalidValueException("an event holds at most " + MAX_APPROVALS + " approvals");
    }
    boolean authorisation = kind == EventKind.AUTHORISATION;
    boolean abandoned = kind == EventKind.ABANDONED;
    boolean ofAlias =
        kind.changesState()
            || switch (kind) {
              case AUTHORISATION,
                  REFUSAL,
                  APPROVAL,
                  HOLD,
                  UNHOLD,
                  ABANDONED,
                  BREAK_GLASS,
                  RETENTION_LOSS ->
                  true;
              default -> false;
            };
    boolean stops =
        switch (kind) {
          case BLOCK, UNBLOCK, HOLD, UNHOLD -> true;
          default -> false;
        };
    require(kind, "an alias", ofAlias, stream.alias() != null);
    require(kind, "an intent", authorisation, intent != null);
    require(kind, "a change", kind.changesState() || authorisation || abandoned, change != null);
    require(kind, "a stop", stops, stop != null);
    boolean closes = kind.isMove() || kind == EventKind.INDETERMINATE || abandoned;
    boolean mayClose = kind == EventKind.ADOPTION;
    if (!mayClose) {
      require(kind, "a settlement", closes, settlement != null);
    }
    // The tag may be gone after an outside move, and may not have been there before an
    // indeterminate change.
    boolean mayBeGone = kind == EventKind.OUTSIDE_MOVE || kind == EventKind.INDETERMINATE;
    if (change != null && change.bundle() == null && !mayBeGone) {
      throw new IllegalArgumentException(kind.label() + " event needs a bundle");
    }
  }

  private static void require(EventKind kind, String part, boolean wanted, boolean there) {
    if (wanted != there) {
      throw new IllegalArgumentException(
          "%s event %s %s".formatted(kind.label(), wanted ? "needs" : "cannot have", part));
    }
  }

  /// The alias of it.
  ///
  /// @throws IllegalStateException if it is not about one
  public Alias alias() {
    var alias = stream.alias();
    if (alias == null) {
      throw new IllegalStateException("an event of " + stream + " has no alias");
    }
    return alias;
  }

  /// The change of it, for kinds that always have one.
  public Change needChange() {
    return Objects.requireNonNull(change, "the kind of this event has a change");
  }

  public Event at(Instant newTime) {
    return new Event(
        kind,
        stream,
        newTime,
        request,
        intent,
        change,
        settlement,
        stop,
        facts,
        decision,
        approvals,
        set,
        images,
        key,
        subject,
        commitments);
  }

  /// The leaf: canonical bytes by RFC 8785.
  ///
  /// @throws InvalidValueException if they are more than an entry can hold
  public byte[] encode() {
    var bytes = toJson().canonicalBytes();
    if (bytes.length > MAX_BYTES) {
      throw new InvalidValueException(
          "the event would take %d bytes; an entry holds %d".formatted(bytes.length, MAX_BYTES));
    }
    return bytes;
  }

  public Json toJson() {
    var out =
        new ObjectBuilder()
            .put("v", VERSION)
            .put("kind", kind.label())
            .put("application", stream.application())
            .put("environment", stream.environment())
            .put("time", time)
            .put("request", request)
            .put("intent", intent == null ? null : intent.toJson())
            .put("settlement", settlement == null ? null : settlement.toJson())
            .put("stop", stop == null ? null : stop.toJson())
            .put("facts", facts.equals(Facts.NONE) ? null : facts.toJson())
            .put("decision", decision == null ? null : decision.toJson())
            .putList("approvals", approvals, Approval::toJson)
            .put("set", set == null ? null : set.toJson())
            .put("images", images == null ? null : Codec.descriptor(images))
            .put("key", key == null ? null : key.toJson())
            .putText("subject", subject)
            .put("side", commitments.byField().isEmpty() ? null : commitments.toJson());
    if (change != null) {
      change.writeTo(out);
    }
    return out.build();
  }

  /// Reads an entry back.
  ///
  /// @throws JsonException if the bytes are not an event of this version; one of a later version is
  ///   named as that
  public static Event decode(byte[] bytes) {
    var view = JsonReader.object(bytes);
    try {
      long version = view.needNumber("v");
      if (version != VERSION) {
        throw new JsonException(
            "the event has version %d; this Tagtrail reads %d".formatted(version, VERSION));
      }
      var facts = view.nested("facts", Facts::fromJson);
      var commitments = view.nested("side", Commitments::fromJson);
      var event =
          new Event(
              view.needParsed("kind", EventKind::parse),
              new Stream(view.text("application"), view.text("environment")),
              view.needTime("time"),
              view.needText("request"),
              view.nested("intent", Intent::fromJson),
              Change.readFrom(view),
              view.nested("settlement", Settlement::fromJson),
              view.nested("stop", Stop::fromJson),
              facts == null ? Facts.NONE : facts,
              view.nested("decision", Decision::fromJson),
              view.objects("approvals", Approval::fromJson),
              view.nested("set", SetMembership::fromJson),
              view.nested("images", Codec::descriptor),
              view.nested("key", RequestKey::fromJson),
              view.parsed("subject", Digest::parse),
              commitments == null ? Commitments.NONE : commitments);
      view.done();
      return event;
    } catch (IllegalArgumentException e) {
      throw new JsonException("not an event: " + e.getMessage(), e);
    }
  }

  /// Starts an event of a kind.
  public static Builder of(EventKind kind, Stream stream, String request) {
    return new Builder(kind, stream, request);
  }

  /// Builds an event part by part; what is not set is not there. Its time is set when it is
  /// appended.
  public static final class Builder {
    private final EventKind kind;
    private final Stream stream;
    private final String request;
    private @Nullable Intent intent;
    private @Nullable Change change;
    private @Nullable Settlement settlement;
    private @Nullable Stop stop;
    private Facts facts = Facts.NONE;
    private @Nullable Decision decision;
    private List<Approval> approvals = List.of();
    private @Nullable SetMembership set;
    private @Nullable Descriptor images;
    private @Nullable RequestKey key;
    private @Nullable Digest subject;
    private Commitments commitments = Commitments.NONE;

    private Builder(EventKind kind, Stream stream, String request) {
      this.kind = kind;
      this.stream = stream;
      this.request = request;
    }

    /// Takes over everything that an authorisation already said about the move.
    public Builder from(Event authorisation) {
      facts = authorisation.facts;
      decision = authorisation.decision;
      approvals = authorisation.approvals;
      set = authorisation.set;
      images = authorisation.images;
      key = authorisation.key;
      commitments = authorisation.commitments;
      return this;
    }

    public Builder intent(Intent value) {
      intent = value;
      return this;
    }

    public Builder change(@Nullable Change value) {
      change = value;
      return this;
    }

    public Builder settlement(Settlement value) {
      settlement = value;
      return this;
    }

    public Builder stop(Stop value) {
      stop = value;
      return this;
    }

    public Builder facts(Facts value) {
      facts = value;
      return this;
    }

    public Builder decision(Decision value) {
      decision = value;
      return this;
    }

    public Builder approvals(List<Approval> value) {
      approvals = value;
      return this;
    }

    public Builder set(@Nullable SetMembership value) {
      set = value;
      return this;
    }

    public Builder images(@Nullable Descriptor value) {
      images = value;
      return this;
    }

    public Builder key(@Nullable RequestKey value) {
      key = value;
      return this;
    }

    /// What a refusal, a retention loss, an approval or a policy change is about: a bundle's or a
    /// policy's digest.
    public Builder subject(Digest value) {
      subject = value;
      return this;
    }

    public Builder commitments(Commitments value) {
      commitments = value;
      return this;
    }

    public Event build() {
      return new Event(
          kind,
          stream,
          Instant.EPOCH,
          request,
          intent,
          change,
          settlement,
          stop,
          facts,
          decision,
          approvals,
          set,
          images,
          key,
          subject,
          commitments);
    }
  }
}
