package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.diff.Difference.FileChange;
import io.tagtrail.bundle.diff.Difference.Hunk;
import io.tagtrail.bundle.inventory.Hidden;
import io.tagtrail.bundle.model.BundleFile;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.yaml.YamlReader;
import io.tagtrail.bundle.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The texts of what changed. Objects are compared as what they mean, so that a moved key or
/// another way of quoting is no change; files that hold no objects as they are.
final class Hunks {
  private static final int MOST = 100;
  private static final int MOST_LINES = 4_000;
  private static final int TEXT_BYTES = 512 << 10;
  private static final int OBJECT_LINES = 20_000;

  /// Values of one object, each alias counted as what it stands for: its text is made whole.
  private static final int OBJECT_VALUES = 100_000;

  /// Letters of all that is shown.
  private static final int MOST_LETTERS = 1 << 20;

  private final Side before;
  private final Side after;
  private final List<Hunk> all = new ArrayList<>();
  private int lines;
  private int letters;
  private int left;

  Hunks(Side before, Side after) {
    this.before = before;
    this.after = after;
  }

  List<Hunk> of(List<Pair> pairs, List<FileChange> files, List<String> notes) {
    var old = before.contents();
    var now = after.contents();
    if (old == null || now == null) {
      return List.of();
    }
    for (var pair : pairs) {
      if (pair.kind() == Kind.CHANGED) {
        object(pair);
      }
    }
    var withObjects = new HashSet<>(filesOfObjects(before));
    withObjects.addAll(filesOfObjects(after));
    var hidden = new HashSet<>(Hidden.of(old));
    hidden.addAll(Hidden.of(now));
    for (var change : files) {
      if (change.kind() == Kind.CHANGED && !withObjects.contains(change.path())) {
        file(change.path(), hidden, notes);
      }
    }
    if (left > 0) {
      notes.add("%d more changed texts are not shown".formatted(left));
    }
    return all;
  }

  private void object(Pair pair) {
    var old = pair.before();
    var now = pair.after();
    if (old == null || now == null || old.tree() == null || now.tree() == null) {
      return;
    }
    if (isFull()) {
      return;
    }
    if (!Size.isWithin(OBJECT_VALUES, old.tree()) || !Size.isWithin(OBJECT_VALUES, now.tree())) {
      add(new Hunk(pair.any().id().toString(), List.of("(it differs: too large to show)")));
      return;
    }
    // An item of a list may be a Secret without a word of it in its own tree.
    boolean secret = pair.any().isSecret();
    add(
        pair.any().id().toString(),
        YamlText.lines(
            new Masked("(hidden: before)").of(old.tree(), now.tree(), secret), OBJECT_LINES),
        YamlText.lines(
            new Masked("(hidden: after)").of(now.tree(), old.tree(), secret), OBJECT_LINES));
  }

  private void file(String path, Set<String> hidden, List<String> notes) {
    var old = text(before, path);
    var now = text(after, path);
    if (old == null || now == null) {
      return;
    }
    if (hidden.contains(path)) {
      notes.add(path + " is not shown: it may hold the values of a Secret");
      return;
    }
    if (isFull()) {
      return;
    }
    add(path, lines(old), lines(now));
  }

  /// Whether there is no room for one more text, which then is not made: it is counted.
  private boolean isFull() {
    boolean full = all.size() >= MOST || lines >= MOST_LINES || letters >= MOST_LETTERS;
    if (full) {
      left++;
    }
    return full;
  }

  private void add(String of, List<String> old, List<String> now) {
    var diff = Unified.of(old, now);
    if (!diff.isEmpty()) {
      add(new Hunk(of, diff));
    }
  }

  private void add(Hunk hunk) {
    lines += hunk.lines().size();
    hunk.lines().forEach(line -> letters += line.length());
    all.add(hunk);
  }

  private static List<String> lines(String text) {
    return text.lines().map(YamlText::shown).toList();
  }

  /// The text of a file; null where it is none or too long to compare.
  private static @Nullable String text(Side side, String path) {
    var contents = side.contents();
    BundleFile file = contents == null ? null : contents.files().get(path);
    return file == null || file.bytes().length > TEXT_BYTES
        ? null
        : YamlReader.readable(file.bytes());
  }

  private static Set<String> filesOfObjects(Side side) {
    var contents = side.contents();
    return contents == null
        ? Set.of()
        : contents.objects().stream().map(KubeObject::file).collect(Collectors.toSet());
  }
}
