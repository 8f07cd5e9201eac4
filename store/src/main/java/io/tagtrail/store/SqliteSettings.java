package io.tagtrail.store;

import java.nio.file.Path;

/// A ledger in a folder.
public record SqliteSettings(Path folder, Options options) implements LedgerSettings {
  public static SqliteSettings of(Path folder) {
    return new SqliteSettings(folder, Options.DEFAULTS);
  }

  @Override
  public String shown() {
    return folder.toString();
  }
}
