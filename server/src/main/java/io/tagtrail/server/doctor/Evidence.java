package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.config.Maturity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that was looked at about one alias, and what it showed. What could not be looked at is null,
/// and its item is then unknown.
///
/// @param declared the level that configuration declares
/// @param visible whether somebody has declared that references must be visible where they are used
/// @param watch who looks for outside moves, and when last; null where nobody does
/// @param trials the pushes that were tried
/// @param page the runbook; null where nobody looked at it
public record Evidence(
    Alias alias,
    Instant asOf,
    @Nullable Location location,
    @Nullable Maturity declared,
    boolean visible,
    Trail trail,
    Place place,
    Answering answering,
    Back back,
    Retention retention,
    @Nullable Watch watch,
    Consumers consumers,
    Assured assured,
    List<Trial> trials,
    @Nullable Page page) {
  public Evidence {
    trials = List.copyOf(trials);
  }

  /// The record of the alias.
  ///
  /// @param governed whether it is in the ledger
  /// @param outside whether it is moved outside now
  /// @param unfinished whether a move has no outcome yet
  /// @param head the governed digest
  /// @param newest its newest changes, newest first
  /// @param lastSequence how many changes it has
  /// @param verified how many entries of it were proved against the ledger's root
  /// @param changes how many of them are changes
  /// @param problems what does not hold
  public record Trail(
      boolean governed,
      boolean outside,
      boolean unfinished,
      @Nullable Digest head,
      List<Seen> newest,
      long lastSequence,
      long verified,
      long changes,
      List<String> problems) {
    public Trail {
      newest = List.copyOf(newest);
      problems = List.copyOf(problems);
    }

    /// Those of a kind, newest first.
    public List<Seen> of(EventKind kind) {
      return newest.stream().filter(seen -> seen.kind() == kind).toList();
    }
  }

  /// One change, by what it holds.
  ///
  /// @param hasDigest whether it says what the tag became
  /// @param hasPrevious whether it says what it was before
  /// @param authorisation the entry that authorised it; null where none did
  public record Seen(
      long index,
      long sequence,
      EventKind kind,
      Instant time,
      boolean hasDigest,
      boolean hasPrevious,
      FactStatus mover,
      Mover.Kind moverKind,
      FactStatus pipeline,
      boolean hasPipelineId,
      FactStatus source,
      boolean hasRevision,
      @Nullable Long authorisation) {}

  /// Where the record is.
  ///
  /// @param kind `a folder`, `a PostgreSQL database`
  /// @param first the oldest entry of the alias; null before there is one
  /// @param witnesses how many others have signed the log's head
  public record Place(
      String kind,
      boolean durable,
      String origin,
      long size,
      Digest root,
      Instant newest,
      @Nullable Instant first,
      int witnesses) {}

  /// How long the answer took.
  ///
  /// @param recorded from the ledger alone
  /// @param live with the registry asked
  /// @param from where it was measured, for people
  public record Answering(
      @Nullable Duration recorded, @Nullable Duration live, boolean registryAnswers, String from) {}

  /// The way back.
  ///
  /// @param safe whether the target was found whole now; null where that is unknown
  /// @param target for people: what would be gone back to
  /// @param passedOver how many were rejected before it
  /// @param rehearsed what a dry run of the rollback ended as: `planned`, `refused` …; null where
  ///   none was run
  public record Back(
      @Nullable Boolean safe,
      @Nullable String target,
      String why,
      int passedOver,
      @Nullable String rehearsed) {}

  /// What is kept for how long.
  ///
  /// @param window how long after it was last live a bundle can be gone back to
  /// @param keep how many bundles back
  /// @param checked when all targets in the window were last looked at; null for never
  /// @param targets how many there are
  /// @param ready how many of them are whole, with their images
  /// @param lost why the others are not
  /// @param dying the bundles that a rule of the registry's will delete; what is known of rules
  /// @param rules whether the registry's retention rules are known; null where nobody gave them
  public record Retention(
      Duration window,
      int keep,
      @Nullable Instant checked,
      int targets,
      int ready,
      List<String> lost,
      List<String> dying,
      @Nullable Boolean rules) {
    public Retention {
      lost = List.copyOf(lost);
      dying = List.copyOf(dying);
    }
  }

  /// Who looks for outside moves.
  ///
  /// @param last when it last looked; null where that cannot be seen from where it was asked
  public record Watch(String by, @Nullable Instant last) {}

  /// Who reads the tag.
  ///
  /// @param sources what follows the tag
  /// @param access what our own credentials may do in clusters
  public record Consumers(List<Source> sources, List<Access> access) {
    public static final Consumers NONE = new Consumers(List.of(), List.of());

    public Consumers {
      sources = List.copyOf(sources);
      access = List.copyOf(access);
    }
  }

  /// An OCIRepository that follows the tag.
  ///
  /// @param verify who checks signatures there; null where nobody does
  public record Source(
      String cluster,
      String name,
      Instant heard,
      boolean stale,
      @Nullable Digest consumed,
      @Nullable String verify) {}

  /// What a credential of ours may do in a cluster besides reading.
  ///
  /// @param writes verb and resource; empty where it may only read
  /// @param problem why it cannot be said; null where it can
  public record Access(
      String cluster, Instant when, List<String> writes, @Nullable String problem) {
    public Access {
      writes = List.copyOf(writes);
    }
  }

  /// What policy and keys ask and give.
  ///
  /// @param required the facts without which a promotion is refused
  /// @param writtenByCaller whether the job writes the tag with its own right
  /// @param neighbours the other aliases with a tag in the same repository; of those that the asker
  ///   may not read, how many there are
  /// @param keys the keys that sign what is authorised here
  /// @param signed whether the current bundle carries such a signature; null where not looked
  /// @param provenance the gates that ask for provenance: signatures, sources, rules
  public record Assured(
      List<String> required,
      boolean writtenByCaller,
      List<String> neighbours,
      List<String> keys,
      @Nullable Boolean signed,
      List<String> provenance) {
    public Assured {
      required = List.copyOf(required);
      neighbours = List.copyOf(neighbours);
      keys = List.copyOf(keys);
      provenance = List.copyOf(provenance);
    }
  }

  /// The runbook that was looked at.
  ///
  /// @param from the file, or `tagtrail runbook`
  /// @param entries how many entries the ledger had when it was made; null where it does not say
  /// @param command its last rollback, or what it has in place of one
  /// @param governed whether that is a rollback of this alias by Tagtrail
  public record Page(String from, @Nullable Long entries, String command, boolean governed) {}

  /// Of its neighbours those alone that somebody may read, by name; the others counted.
  public Evidence naming(Predicate<Alias> readable) {
    var named =
        assured.neighbours().stream().filter(each -> readable.test(Alias.parse(each))).toList();
    int others = assured.neighbours().size() - named.size();
    if (others == 0) {
      return this;
    }
    var neighbours = new ArrayList<>(named);
    neighbours.add("%d that you may not read".formatted(others));
    var told =
        new Assured(
            assured.required(),
            assured.writtenByCaller(),
            neighbours,
            assured.keys(),
            assured.signed(),
            assured.provenance());
    return new Evidence(
        alias, asOf, location, declared, visible, trail, place, answering, back, retention, watch,
        consumers, told, trials, page);
  }

  /// With pushes that were tried.
  public Evidence with(List<Trial> more) {
    var all = new ArrayList<>(trials);
    all.addAll(more);
    return new Evidence(
        alias, asOf, location, declared, visible, trail, place, answering, back, retention, watch,
        consumers, assured, all, page);
  }

  /// As a local ledger is asked: whoever looks for outside moves does it in another process.
  public Evidence besideServers() {
    return new Evidence(
        alias,
        asOf,
        location,
        declared,
        visible,
        trail,
        place,
        answering,
        back,
        retention,
        watch == null ? new Watch("a server at this ledger, if there is one", null) : watch,
        consumers,
        assured,
        trials,
        page);
  }

  /// With what was seen where the asker is.
  public Evidence seen(
      Answering newAnswering, @Nullable Page newPage, List<Access> more, boolean demanded) {
    var access = new ArrayList<>(consumers.access());
    access.addAll(more);
    return new Evidence(
        alias,
        asOf,
        location,
        declared,
        visible || demanded,
        trail,
        place,
        newAnswering,
        back,
        retention,
        watch,
        new Consumers(consumers.sources(), access),
        assured,
        trials,
        newPage);
  }
}
