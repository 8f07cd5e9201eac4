package io.tagtrail.oci.tree;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All that a manifest names, and what that names. Bounded in depth, in number and in bytes of
/// manifests: an index can name itself many times over in few bytes.
///
/// @param manifests the top first, each before its children
/// @param blobs each once
/// @param elsewhere layers that no registry need have; not looked for
/// @param missing manifests that were not there
public record Tree(
    List<Manifest> manifests,
    List<Descriptor> blobs,
    List<Descriptor> elsewhere,
    List<Descriptor> missing) {
  static final int MAX_DEPTH = 8;
  static final int MAX_PARTS = 10_000;
  private static final long MAX_MANIFEST_BYTES = 64L << 20;
  private static final int AT_ONCE = 8;

  public Tree {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
    elsewhere = List.copyOf(elsewhere);
    missing = List.copyOf(missing);
  }

  /// @param fetch gives the manifest of a descriptor, its bytes checked; empty where not there
  /// @throws RegistryException of the kind LYING where a part is not what names it says, REJECTED
  ///   beyond the bounds
  public static Tree of(Manifest top, Function<Descriptor, Optional<Manifest>> fetch) {
    return new Walk(fetch).from(top);
  }

  private static final class Walk {
    private final Function<Descriptor, Optional<Manifest>> fetch;
    private final Map<Digest, Descriptor> seen = new LinkedHashMap<>();
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Descriptor> blobs = new ArrayList<>();
    private final List<Descriptor> elsewhere = new ArrayList<>();
    private final List<Descriptor> missing = new ArrayList<>();
    private long manifestBytes;

    Walk(Function<Descriptor, Optional<Manifest>> fetch) {
      this.fetch = fetch;
    }

    Tree from(Manifest top) {
      seen.put(top.digest(), top.descriptor());
      var level = List.of(top);
      for (int depth = 1; !level.isEmpty(); depth++) {
        if (depth > MAX_DEPTH) {
          throw failed(Kind.REJECTED, top, "is nested deeper than " + MAX_DEPTH);
        }
        level = below(top, level);
      }
      return new Tree(manifests, blobs, elsewhere, missing);
    }

    private List<Manifest> below(Manifest top, List<Manifest> level) {
      var children = new ArrayList<Descriptor>();
      for (var manifest : level) {
        manifests.add(manifest);
        var contents = Contents.of(manifest);
        contents.children().stream().filter(each -> isNew(top, each)).forEach(children::add);
        contents.blobs().stream().filter(each -> isNew(top, each)).forEach(blobs::add);
        contents.elsewhere().stream().filter(each -> isNew(top, each)).forEach(elsewhere::add);
      }
      for (var child : children) {
        manifestBytes += child.size();
        if (manifestBytes > MAX_MANIFEST_BYTES) {
          throw failed(Kind.REJECTED, top, "names more than 64 MiB of manifests");
        }
      }
      var found = Parallel.map(children, AT_ONCE, fetch);
      var next = new ArrayList<Manifest>();
      for (int i = 0; i < children.size(); i++) {
        var child = children.get(i);
        if (found.get(i).isEmpty()) {
          missing.add(child);
        } else {
          next.add(same(top, child, found.get(i).get()));
        }
      }
      return next;
    }

    private boolean isNew(Manifest top, Descriptor part) {
      var before = seen.putIfAbsent(part.digest(), part);
      if (seen.size() > MAX_PARTS) {
        throw failed(Kind.REJECTED, top, "names more than " + MAX_PARTS + " parts");
      }
      if (before != null && before.size() != part.size()) {
        throw failed(Kind.LYING, top, "gives two sizes for " + part.digest());
      }
      return before == null;
    }

    private static Manifest same(Manifest top, Descriptor named, Manifest found) {
      if (!found.descriptor().equals(named)) {
        throw failed(
            Kind.LYING,
            top,
            "names %s as %s of %d bytes, but it is %s of %d"
                .formatted(
                    named.digest(),
                    named.mediaType(),
                    named.size(),
                    found.descriptor().mediaType(),
                    found.descriptor().size()));
      }
      return found;
    }

    private static RegistryException failed(Kind kind, Manifest top, String what) {
      return new RegistryException(
          kind, Applied.NO, 0, "the bundle " + top.digest() + " " + what, null);
    }
  }
}
