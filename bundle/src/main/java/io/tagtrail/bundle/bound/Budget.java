package io.tagtrail.bundle.bound;

/// What is left of what one bundle may take. One for all files of a bundle.
///
/// Memory is counted as a heap holds it (64 bits, compressed pointers), rounded up, with what a
/// comparison makes of each thing: what is counted here is never less than what is used.
public final class Budget {
  /// An object: its id, its digest, its entry in an inventory, its place in a comparison.
  private static final int OBJECT = 1_536;

  /// A file: its digest, its entries in maps and in an inventory.
  private static final int FILE = 768;

  /// A scalar with the text around its letters.
  private static final int SCALAR = 72;

  private static final int LIST = 80;
  private static final int ITEM = 10;
  private static final int MAPPING = 208;
  private static final int MEMBER = 56;
  private static final int ANCHOR = 192;

  /// What scanning a line takes for each of its bytes: windows of whole code points, and copies.
  private static final int SCANNING = 14;

  /// A text of so many letters is one node more: it is walked, too.
  private static final int LETTERS = 64;

  private final Limits limits;
  private int documents;
  private long nodes;
  private long memory;

  public Budget(Limits limits) {
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  /// @throws UnreadableException if there are more documents than a bundle may have
  public void document() {
    if (++documents > limits.documents()) {
      throw new UnreadableException(
          "it has more than %d YAML documents".formatted(limits.documents()));
    }
  }

  /// @param weight how many nodes more
  /// @throws UnreadableException if there are more than a bundle may have
  public void nodes(long weight) {
    nodes += weight;
    if (nodes > limits.nodes()) {
      throw new UnreadableException(
          "its YAML has more than %d nodes, each alias counted as what it stands for"
              .formatted(limits.nodes()));
    }
  }

  /// @return how many nodes it counts as
  public long scalar(String text) {
    held(SCALAR + letters(text));
    long weight = 1L + text.length() / LETTERS;
    nodes(weight);
    return weight;
  }

  public void list() {
    held(LIST);
    nodes(1);
  }

  public void mapping() {
    held(MAPPING);
    nodes(1);
  }

  public void item() {
    held(ITEM);
  }

  public void members(int count) {
    held((long) MEMBER * count);
  }

  public void anchor(String name) {
    held(ANCHOR + letters(name));
  }

  public void object() {
    held(OBJECT);
  }

  public void file(String path, long bytes) {
    held(FILE + 2 * letters(path) + bytes);
  }

  /// Bytes that are held.
  ///
  /// @throws UnreadableException if there is no room for them
  public void held(long bytes) {
    memory += bytes;
    if (memory > limits.memory()) {
      throw tooMuch();
    }
  }

  /// That a line of a file can be scanned beside all that is held.
  ///
  /// @throws UnreadableException if there is no room for it
  public void line(long bytes) {
    if (memory + SCANNING * bytes > limits.memory()) {
      throw tooMuch();
    }
  }

  private UnreadableException tooMuch() {
    return new UnreadableException(
        "it takes more than %d MiB of memory to look into".formatted(limits.memory() >> 20));
  }

  /// One letter beyond Latin makes all of a text twice as long.
  private static long letters(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return 2L * text.length();
      }
    }
    return text.length();
  }
}
