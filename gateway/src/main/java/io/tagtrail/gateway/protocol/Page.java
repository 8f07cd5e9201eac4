package io.tagtrail.gateway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of a sorted list is asked for.
///
/// @param limit the most entries, `n`; absent for all of them
/// @param last begin after this entry, which need not exist
public record Page(@Nullable Integer limit, @Nullable String last) {
  public static final Page ALL = new Page(null, null);

  public Page {
    if (limit != null && limit < 0) {
      throw new IllegalArgumentException("a page cannot hold less than nothing: " + limit);
    }
  }

  /// The entries of the page.
  ///
  /// @param sorted all entries, in the order of their code points
  public Slice of(List<String> sorted) {
    var rest =
        last == null ? sorted : sorted.stream().filter(entry -> entry.compareTo(last) > 0).toList();
    if (limit == null || rest.size() <= limit) {
      return new Slice(rest, false);
    }
    return new Slice(List.copyOf(rest.subList(0, limit)), limit > 0);
  }

  /// @param more whether there are further entries that may be asked for; never after a page of
  ///   nothing
  public record Slice(List<String> entries, boolean more) {}
}
