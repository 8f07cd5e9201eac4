package io.tagtrail.cli.out;

/// Quotes for a POSIX shell.
public final class Shell {
  private static final String PLAIN = "@%+=:,./-_";

  private Shell() {}

  /// The word as a shell reads it back unchanged.
  public static String quote(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars()
                .allMatch(c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || PLAIN.indexOf(c) >= 0);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
