package io.tagtrail.server.http.metric;

import java.util.List;

/// A metric that a server serves, whether it has a value yet or not.
///
/// @param name as it stands in the text format, a counter's with its `_total`
/// @param type `counter`, `gauge` or `histogram`
/// @param labels their names, but for a histogram's `le`
public record Meter(String name, String type, List<String> labels) {
  public Meter {
    labels = List.copyOf(labels);
  }
}
