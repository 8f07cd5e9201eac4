package io.tagtrail.bundle.diff;

import java.util.Locale;

/// How something differs.
public enum Kind {
  ADDED("+"),
  REMOVED("-"),
  CHANGED("~");

  private final String mark;

  Kind(String mark) {
    this.mark = mark;
  }

  public String mark() {
    return mark;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Kind parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
