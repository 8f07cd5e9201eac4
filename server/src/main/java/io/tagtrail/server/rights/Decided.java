package io.tagtrail.server.rights;

/// Whether somebody may.
///
/// @param why a phrase for people, about nothing but their own rights
public record Decided(boolean allowed, String why) {
  static Decided yes(String why) {
    return new Decided(true, why);
  }

  static Decided no(String why) {
    return new Decided(false, why);
  }
}
