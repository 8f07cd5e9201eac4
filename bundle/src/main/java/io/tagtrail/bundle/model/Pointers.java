package io.tagtrail.bundle.model;

/// The pointers (RFC 6901) in one text that lead into `data` or `stringData`. Asked for places in
/// their order, it goes through the text once, however many pointers begin in it.
final class Pointers {
  private static final String[] NAMES = {"data", "stringData"};

  private final String text;

  /// The next end of a word and the next `/data` at or after the last place that was asked for.
  private int end = -1;

  private int data = -1;

  /// Letters that were looked at.
  private long work;

  Pointers(String text) {
    this.text = text;
  }

  /// @param start where its first `/` is, never before the one that was asked for last
  boolean isIntoData(int start) {
    if (end < start) {
      end = start;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      work += end - start;
    }
    if (data < start) {
      data = start;
      while (data < end && !isData(data)) {
        data++;
      }
      work += data - start;
    }
    return data < end;
  }

  long work() {
    return work;
  }

  private boolean isData(int at) {
    if (text.charAt(at) != '/') {
      return false;
    }
    for (var name : NAMES) {
      int after = at + 1 + name.length();
      if (text.startsWith(name, at + 1)
          && (after == text.length() || !isWord(text.charAt(after)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWord(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
