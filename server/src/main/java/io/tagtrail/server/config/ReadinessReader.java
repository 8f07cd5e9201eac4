package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Window;
import io.tagtrail.server.retention.RetentionKind;
import io.tagtrail.server.retention.RulesFile;
import java.time.DateTimeException;
import java.time.ZoneId;

/// Reads `readiness:`.
final class ReadinessReader {
  private ReadinessReader() {}

  static ReadinessConfig read(YamlView view, Reading reading) {
    var enabled = view.flag("enabled", true);
    var every = view.parsed("every", Durations::parse, ReadinessConfig.USUAL_EVERY);
    var rehearsal = rehearsal(view.mapping("rehearsal"), reading);
    int requests = view.number("requests", ReadinessConfig.USUAL_REQUESTS);
    int atOnce = view.number("atOnce", ReadinessConfig.USUAL_AT_ONCE);
    var retention =
        view.mappings("retention").stream().map(each -> retention(each, reading)).toList();
    view.done();
    return view.checked(
        () -> new ReadinessConfig(enabled, every, rehearsal, requests, atOnce, retention));
  }

  private static Window rehearsal(YamlView view, Reading reading) {
    var usual = ReadinessConfig.USUAL.rehearsal();
    var cron = view.text("cron");
    var zone = view.parsed("zone", ReadinessReader::zone, usual.zone());
    view.done();
    return cron == null && zone.equals(usual.zone())
        ? usual
        : view.checked(() -> {
          var window = ReadinessConfig.daily(cron == null ? "0 3 * * *" : cron, zone);
          reading.expressions().window(window);
          return window;
        });
  }

  private static String zone(String text) {
    try {
      return ZoneId.of(text).getId();
    } catch (DateTimeException e) {
      throw new InvalidValueException("not a time zone, as in Europe/Berlin or UTC", e);
    }
  }

  private static RetentionConfig retention(YamlView view, Reading reading) {
    var name = view.text("file");
    var kind = view.parsed("kind", RetentionKind::parse);
    var repositories =
        view.parsed(
            "repositories",
            text -> Text.bounded("a glob of repositories", text, Gates.GLOB_BYTES),
            "*");
    view.done();
    if (kind == RetentionKind.NONE && name == null) {
      return new RetentionConfig(null, repositories, RulesFile.none());
    }
    if (name == null || kind == RetentionKind.NONE) {
      throw view.error(
          "needs a file, with the registry's rules of retention, or {kind: none} where it has none");
    }
    var file = reading.path(name);
    var text = reading.further(file);
    return view.checked(
        "file", () -> new RetentionConfig(file, repositories, RulesFile.read(text, kind)));
  }
}
