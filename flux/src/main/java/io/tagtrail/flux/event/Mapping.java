package io.tagtrail.flux.event;

import io.tagtrail.core.model.InvalidValueException;
import java.util.List;
import java.util.Set;

/// Where in a registry's notification what is asked for stands. Each place is a list of pointers,
/// of which the first that points to something counts; it is looked up in the item first, then in
/// the whole document.
///
/// @param wrapped a text in base64 that holds the real document, as Pub/Sub wraps it; where there
///   is none, the document itself is taken
/// @param items the list of what changed, or one object; where there is none, the document itself
///   is the only item
/// @param repository the repository's path
/// @param reference a whole reference instead, with its registry: `host/repository:tag`
/// @param tag the tag, or a list of tags
/// @param action what happened
/// @param actions the actions that count; empty: all
public record Mapping(
    List<Pointer> wrapped,
    List<Pointer> items,
    List<Pointer> repository,
    List<Pointer> reference,
    List<Pointer> tag,
    List<Pointer> digest,
    List<Pointer> action,
    Set<String> actions) {
  public Mapping {
    wrapped = List.copyOf(wrapped);
    items = List.copyOf(items);
    repository = List.copyOf(repository);
    reference = List.copyOf(reference);
    tag = List.copyOf(tag);
    digest = List.copyOf(digest);
    action = List.copyOf(action);
    actions = Set.copyOf(actions);
    if (repository.isEmpty() && reference.isEmpty()) {
      throw new InvalidValueException("a mapping says where the repository or the reference is");
    }
    if (action.isEmpty() && !actions.isEmpty()) {
      throw new InvalidValueException("actions go with action, where they stand");
    }
  }

  /// A mapping of pointers alone, each an empty list or one.
  static Mapping of(
      List<String> wrapped,
      List<String> items,
      List<String> repository,
      List<String> reference,
      List<String> tag,
      List<String> digest,
      List<String> action,
      String... actions) {
    return new Mapping(
        pointers(wrapped),
        pointers(items),
        pointers(repository),
        pointers(reference),
        pointers(tag),
        pointers(digest),
        pointers(action),
        Set.of(actions));
  }

  private static List<Pointer> pointers(List<String> texts) {
    return texts.stream().map(Pointer::parse).toList();
  }
}
