package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.model.ObjectId;
import java.util.List;
import java.util.Locale;

/// What differs between two bundles, from the one before to the one after.
///
/// @param hunks the texts of changed objects and of changed files that hold none, as unified diffs;
///   values of Secrets are not in them
/// @param lasting what going back, from after to before, does not undo
/// @param notes what could not be compared
public record Difference(
    List<FileChange> files,
    List<ObjectChange> objects,
    List<ImageChange> images,
    List<Hunk> hunks,
    List<Lasting> lasting,
    List<String> notes) {
  public Difference {
    files = List.copyOf(files);
    objects = List.copyOf(objects);
    images = List.copyOf(images);
    hunks = List.copyOf(hunks);
    lasting = List.copyOf(lasting);
    notes = List.copyOf(notes);
  }

  public boolean isNothing() {
    return files.isEmpty() && objects.isEmpty() && images.isEmpty();
  }

  public record FileChange(Kind kind, String path) {}

  /// @param file where it is afterwards, or was
  public record ObjectChange(Kind kind, ObjectId id, String apiVersion, String file) {}

  /// The images of one repository.
  ///
  /// @param before tags and digests that were named before and are not now
  /// @param after those that are named now and were not before
  public record ImageChange(String repository, List<String> before, List<String> after) {
    public ImageChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /// @param of the object or the file
  /// @param lines of a unified diff, from its first `@@` on
  public record Hunk(String of, List<String> lines) {
    public Hunk {
      lines = List.copyOf(lines);
    }
  }

  /// Something that stays as it is when the alias goes back.
  ///
  /// @param what a sentence
  /// @param objects what it is about, the first of them
  /// @param count how many it is about
  public record Lasting(Topic topic, String what, List<String> objects, long count) {
    public static final int SHOWN = 20;

    public Lasting {
      objects = objects.stream().limit(SHOWN).toList();
    }
  }

  /// What sort of thing lasts.
  public enum Topic {
    JOBS,
    CRDS,
    VOLUMES,
    PRUNED,
    HOOKS;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Topic parse(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}
