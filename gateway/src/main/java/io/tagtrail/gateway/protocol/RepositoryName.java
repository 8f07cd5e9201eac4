package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Repository;

/// The name of a repository inside one registry, by the grammar `<name>` of the specification; at
/// most 255 characters. No component of it begins with an underscore or a dot, so it can be a
/// folder beside others that do.
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  public RepositoryName {
    // The one grammar lives in core, which knows repositories only together with their registry.
    var checked = new Repository("localhost", value);
    value = checked.path();
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
