package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.server.sentinel.Look;
import io.tagtrail.server.sentinel.SentinelStatus;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.Comparator;

/// What watches for outside moves, and what it saw.
public final class SentinelPage {
  private SentinelPage() {}

  /// The newest look at each alias, what is wrong first.
  ///
  /// @param server whether a server answered, which knows whether it watches
  public static void write(Page page, SentinelStatus status, Instant now, boolean server) {
    var table = new Table("ALIAS", "LOOKED", "THE TAG IS");
    status.looks().stream()
        .sorted(Comparator.comparing(SentinelPage::isUsual).thenComparing(Look::alias))
        .forEach(look -> {
          var at = look.at();
          table.row(
              isUsual(look) ? Style.PLAIN : Style.RED,
              look.alias().toString(),
              at == null ? "-" : Ages.both(at, now),
              words(look.result()));
          if (look.detail() != null) {
            table.note(look.detail());
          }
        });
    if (!status.looks().isEmpty()) {
      page.table(table);
    }
    line(page, status, now, server);
  }

  /// In a line or two.
  public static void line(Page page, SentinelStatus status, Instant now, boolean server) {
    if (!status.watching()) {
      page.line(
          Style.DIM,
          server
              ? "sentinel: this server does not watch the tags"
              : "sentinel: who watches the tags is not known from here: ask the server, with --server");
    } else {
      var looked =
          status.looks().stream().map(Look::at).filter(java.util.Objects::nonNull).toList();
      var oldest = looked.stream().min(Comparator.naturalOrder());
      page.line(
          Style.DIM,
          "sentinel: %d of %d tags looked at by the process that answers%s%s"
              .formatted(
                  looked.size(),
                  status.looks().size(),
                  oldest.map(at -> ", the oldest look " + Ages.both(at, now)).orElse(""),
                  status.processes() > 1
                      ? "; %d processes share the looking".formatted(status.processes())
                      : ""));
    }
    if (!status.restoring()) {
      page.line(
          Style.RED,
          "sentinel: NOTHING IS BROUGHT BACK since %s: %s (tagtrail sentinel resume --reason …)"
              .formatted(
                  status.since(),
                  status.why() == null ? "ask whoever looks after the server" : status.why()));
    } else if (status.why() != null) {
      page.line(Style.DIM, "sentinel: resumed %s, %s".formatted(status.since(), status.why()));
    }
  }

  private static String words(Look.Result result) {
    return switch (result) {
      case NOT_YET -> "not looked at here yet";
      case AS_RECORDED -> "as recorded";
      case DIFFERS -> "not as recorded";
      case MOVED_OUTSIDE -> "moved outside";
      case UNFINISHED -> "being moved";
      case AWAY -> "unknown: no answer";
      case LEDGER_AWAY -> "unknown: no ledger";
    };
  }

  private static boolean isUsual(Look look) {
    return switch (look.result()) {
      case AS_RECORDED, NOT_YET, UNFINISHED -> true;
      case DIFFERS, MOVED_OUTSIDE, AWAY, LEDGER_AWAY -> false;
    };
  }
}
