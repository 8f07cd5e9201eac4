package io.tagtrail.core.model;

import java.util.regex.Pattern;

/// A tag in a repository, by the grammar of the OCI distribution specification 1.1.
public record Tag(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  // What Flux accepts as a version (lenient: one to three numbers, optional v, pre-release and
  // build).
  private static final Pattern SEMVER =
      Pattern.compile("v?[0-9]+(\\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
  private static final String MARKER = ".tagtrail";
  private static final Pattern KEEP_NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern KEEP = Pattern.compile(".+\\.[0-9]+");

  public Tag {
    if (!FORM.matcher(value).matches()) {
      throw InvalidValueException.of(
          "a tag", value, "letters, digits, '_', '.', '-'; at most 128; no '.' or '-' first");
    }
  }

  public static boolean isTag(String text) {
    return FORM.matcher(text).matches();
  }

  /// Whether Flux would take this tag for a version: an environment tag must not be one, because a
  /// `semver` reference would then pick it up.
  public boolean isVersion() {
    return SEMVER.matcher(value).matches();
  }

  /// Whether it has the form of a keep-tag, `prod.42`.
  public boolean isKeepTag() {
    return KEEP.matcher(value).matches();
  }

  /// Whether it has the form of a marker, `prod.tagtrail`.
  public boolean isMarker() {
    return value.length() > MARKER.length() && value.endsWith(MARKER);
  }

  /// The tag beside this one that says which ledger governs it: `prod.tagtrail`.
  public Tag marker() {
    return new Tag(value + MARKER);
  }

  /// The number of a keep-tag of this tag: 42 of `prod.42`; -1 where the other is none, or has more
  /// than 9 digits, which is somebody's date or build and no sequence.
  public long keptBy(Tag other) {
    var text = other.value();
    if (!text.startsWith(value + ".")) {
      return -1;
    }
    var number = text.substring(value.length() + 1);
    return KEEP_NUMBER.matcher(number).matches() ? Long.parseLong(number) : -1;
  }

  /// The readable extra tag that keeps the bundle of this sequence from clean-up: `prod.42`.
  public Tag keep(long sequence) {
    return new Tag(value + "." + sequence);
  }

  @Override
  public String toString() {
    return value;
  }
}
