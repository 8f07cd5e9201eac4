package io.tagtrail.server.config;

/// Reads `ledger:`, which the environment variable `TAGTRAIL_LEDGER` overrules.
final class LedgerReader {
  private static final String DEFAULT = ".tagtrail";

  private LedgerReader() {}

  static LedgerConfig read(YamlView top, Reading reading) {
    var configured = configured(top, reading);
    var named = reading.env().get("TAGTRAIL_LEDGER");
    if (named == null || named.isBlank()) {
      return configured;
    }
    if (!LedgerConfig.Postgres.isUrl(named)) {
      return new LedgerConfig.Folder(reading.path(named), true);
    }
    // The variable names the place; how to log in there may stand in the file.
    return configured instanceof LedgerConfig.Postgres login
        ? new LedgerConfig.Postgres(named, login.user(), login.passwordEnv(), login.passwordFile())
        : new LedgerConfig.Postgres(named, null, null, null);
  }

  private static LedgerConfig configured(YamlView top, Reading reading) {
    if (!top.isMapping("ledger")) {
      var text = top.text("ledger");
      return top.checked("ledger", () -> named(text == null ? DEFAULT : text, reading));
    }
    var view = top.mapping("ledger");
    var url = view.text("url");
    var path = view.parsed("path", reading::path);
    boolean durable = view.flag("durable", false);
    var user = view.text("user");
    var passwordEnv = view.text("passwordEnv");
    var passwordFile = view.parsed("passwordFile", reading::path);
    view.done();
    if (url == null) {
      if (user != null || passwordEnv != null || passwordFile != null) {
        throw top.error("ledger", "has a user or a password, which go with a url (postgresql://…)");
      }
      return new LedgerConfig.Folder(path == null ? reading.path(DEFAULT) : path, durable);
    }
    if (path != null || view.has("durable")) {
      throw top.error("ledger", "has a url: path and durable go with a folder");
    }
    return top.checked(
        "ledger", () -> new LedgerConfig.Postgres(url, user, passwordEnv, passwordFile));
  }

  private static LedgerConfig named(String text, Reading reading) {
    return LedgerConfig.Postgres.isUrl(text)
        ? new LedgerConfig.Postgres(text, null, null, null)
        : new LedgerConfig.Folder(reading.path(text), false);
  }
}
