package io.tagtrail.oci.tree;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.api.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks whether all of a bundle is at a repository: manifests by GET, since they must be read
/// anyway, and blobs by HEAD, their sizes compared. Eight requests at most are in flight.
///
/// Layers that are held elsewhere by their media type are not looked for and not counted.
public final class Inspector {
  private static final int AT_ONCE = 8;
  private static final int SHOWN = 5;

  private final Endpoints endpoints;
  private final @Nullable Round round;

  public Inspector(Endpoints endpoints) {
    this(endpoints, null);
  }

  private Inspector(Endpoints endpoints, @Nullable Round round) {
    this.endpoints = endpoints;
    this.round = round;
  }

  /// The same for a round of many bundles: a blob that they share is looked for once.
  public Inspector within(Round of) {
    return new Inspector(endpoints, of);
  }

  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    try {
      return look(repository, bundle, progress);
    } catch (RegistryException e) {
      var why = String.valueOf(e.getMessage());
      return switch (e.kind()) {
        case LYING -> new Presence.Broken(List.of(bundle.digest()), why);
        case UNAVAILABLE, DENIED, NOT_FOUND, REJECTED -> new Presence.Unknown(why);
      };
    }
  }

  private Presence look(Repository repository, Descriptor bundle, Progress progress) {
    ask(repository);
    var top = endpoints.manifest(Reference.of(repository, bundle.digest()));
    if (top.isEmpty()) {
      return new Presence.Broken(
          List.of(bundle.digest()), "the manifest " + bundle.digest() + " is not there");
    }
    if (!top.get().descriptor().equals(bundle)) {
      var found = top.get().descriptor();
      return new Presence.Broken(
          List.of(bundle.digest()),
          "the manifest is %s of %d bytes where %s of %d was expected"
              .formatted(found.mediaType(), found.size(), bundle.mediaType(), bundle.size()));
    }
    var tree =
        Tree.of(
            top.get(),
            child -> {
              ask(repository);
              return endpoints.manifest(Reference.of(repository, child.digest()));
            });
    var done = new AtomicInteger(tree.manifests().size());
    int total = tree.manifests().size() + tree.missing().size() + tree.blobs().size();
    progress.at("checking", done.get(), total);
    var problems =
        Parallel.map(
                tree.blobs(),
                AT_ONCE,
                blob -> {
                  var problem = problem(repository, blob);
                  progress.at("checking", done.incrementAndGet(), total);
                  return new Found(problem);
                })
            .stream()
            .map(Found::problem)
            .filter(Objects::nonNull);
    var all =
        Stream.concat(
                tree.missing().stream()
                    .map(child -> new Problem(child.digest(), "is not there (manifest)")),
                problems)
            .toList();
    return all.isEmpty() ? whole(tree, total) : broken(all, total);
  }

  private @Nullable Problem problem(Repository repository, Descriptor blob) {
    var size = size(repository, blob);
    if (size.isEmpty()) {
      return new Problem(blob.digest(), "is not there (" + blob.mediaType() + ")");
    }
    if (size.getAsLong() >= 0 && size.getAsLong() != blob.size()) {
      return new Problem(
          blob.digest(), "has %d bytes, not %d".formatted(size.getAsLong(), blob.size()));
    }
    return null;
  }

  private OptionalLong size(Repository repository, Descriptor blob) {
    var in = round;
    return in == null
        ? ask(repository, blob)
        : in.size(repository, blob.digest(), () -> ask(repository, blob));
  }

  private OptionalLong ask(Repository repository, Descriptor blob) {
    ask(repository);
    return endpoints.blobSize(repository, blob.digest());
  }

  private void ask(Repository repository) {
    if (round != null) {
      round.ask(repository);
    }
  }

  private static Presence whole(Tree tree, int parts) {
    long bytes =
        Stream.concat(
                tree.manifests().stream().map(manifest -> manifest.descriptor()),
                tree.blobs().stream())
            .mapToLong(Descriptor::size)
            .reduce(0, Math::addExact);
    return new Presence.Whole(parts, bytes);
  }

  private static Presence broken(List<Problem> problems, int parts) {
    var list = new ArrayList<>(problems.stream().limit(SHOWN).map(Problem::toString).toList());
    if (problems.size() > SHOWN) {
      list.add("and " + (problems.size() - SHOWN) + " more");
    }
    return new Presence.Broken(
        problems.stream().map(Problem::part).toList(),
        "%d of %d parts: %s"
            .formatted(problems.size(), parts, list.stream().collect(Collectors.joining("; "))));
  }

  private record Found(@Nullable Problem problem) {}

  private record Problem(Digest part, String what) {
    @Override
    public String toString() {
      return part + " " + what;
    }
  }
}
