package io.tagtrail.core.model;

/// Where an alias's tag lives: `registry/repository:tag`. A property of the alias that may change,
/// never its identity.
public record Location(Repository repository, Tag tag) {
  public static Location parse(String text) {
    var reference = Reference.parse(text);
    boolean named = text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
    if (!named || reference.tag() == null || reference.digest() != null) {
      throw InvalidValueException.of("a location", text, "registry/repository:tag");
    }
    return new Location(reference.repository(), reference.tag());
  }

  /// The readable tag that keeps the bundle of this sequence here.
  public Location keep(long sequence) {
    return new Location(repository, tag.keep(sequence));
  }

  /// Where the marker is that says which ledger governs this tag.
  public Location marker() {
    return new Location(repository, tag.marker());
  }

  public Reference reference() {
    return new Reference(repository, tag, null);
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
