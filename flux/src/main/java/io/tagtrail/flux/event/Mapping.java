package io.tagtrail.flux.event;

import io.tagtrail.core.model.InvalidValueException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
/// @param actions the actions that count, beside those of `deletes`; empty: all
/// @param deletes those of them that may take away any tag of a repository although they name none,
///   such as the deletion of a manifest. Where it is known what happened and that is none of them,
///   what has no tag does not count: registries tell of each blob too
public record Mapping(
    List<Pointer> wrapped,
    List<Pointer> items,
    List<Pointer> repository,
    List<Pointer> reference,
    List<Pointer> tag,
    List<Pointer> digest,
    List<Pointer> action,
    Set<String> actions,
    Set<String> deletes) {
  public Mapping {
    wrapped = List.copyOf(wrapped);
    items = List.copyOf(items);
    repository = List.copyOf(repository);
    reference = List.copyOf(reference);
    tag = List.copyOf(tag);
    digest = List.copyOf(digest);
    action = List.copyOf(action);
    deletes = Set.copyOf(deletes);
    actions = actions.isEmpty() ? Set.of() : both(actions, deletes);
    if (repository.isEmpty() && reference.isEmpty()) {
      throw new InvalidValueException("a mapping says where the repository or the reference is");
    }
    if (action.isEmpty() && !(actions.isEmpty() && deletes.isEmpty())) {
      throw new InvalidValueException("actions and deletes go with action, where they stand");
    }
  }

  /// A mapping by texts.
  ///
  /// @param actions those that count beside the deletes
  static Mapping of(
      List<String> wrapped,
      List<String> items,
      List<String> repository,
      List<String> reference,
      List<String> tag,
      List<String> digest,
      List<String> action,
      Set<String> actions,
      Set<String> deletes) {
    return new Mapping(
        pointers(wrapped),
        pointers(items),
        pointers(repository),
        pointers(reference),
        pointers(tag),
        pointers(digest),
        pointers(action),
        actions,
        deletes);
  }

  /// Whether what happened can concern any tag of the repository, although it names none.
  boolean concernsAll(String what) {
    return action.isEmpty() || deletes.contains(what);
  }

  private static Set<String> both(Set<String> actions, Set<String> deletes) {
    return Stream.concat(actions.stream(), deletes.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Pointer> pointers(List<String> texts) {
    return texts.stream().map(Pointer::parse).toList();
  }
}
