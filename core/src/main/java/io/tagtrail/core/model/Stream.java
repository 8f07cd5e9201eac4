package io.tagtrail.core.model;

import org.jspecify.annotations.Nullable;

/// What an entry is about, and what its writer compares and sets: an alias (`shop/prod`), an
/// application (`shop`, for what holds in all its environments, such as a block), or the whole
/// ledger (for policy).
public record Stream(@Nullable String application, @Nullable String environment) {
  public static final Stream LEDGER = new Stream(null, null);

  public Stream {
    if (application == null && environment != null) {
      throw new InvalidValueException("an environment without an application: " + environment);
    }
    if (application != null) {
      Alias.application(application);
    }
    if (environment != null) {
      Alias.environment(environment);
    }
  }

  public static Stream application(String application) {
    return new Stream(application, null);
  }

  /// The inverse of [#key()].
  public static Stream parse(String key) {
    if (key.isEmpty()) {
      return LEDGER;
    }
    return key.indexOf('/') < 0 ? application(key) : Alias.parse(key).stream();
  }

  /// The alias, where this is the stream of one.
  public @Nullable Alias alias() {
    return application != null && environment != null ? new Alias(application, environment) : null;
  }

  /// The unique text of it: `shop/prod`, `shop`, or the empty text for the ledger.
  public String key() {
    return application == null
        ? ""
        : environment == null ? application : application + "/" + environment;
  }

  @Override
  public String toString() {
    return application == null ? "the ledger" : key();
  }
}
