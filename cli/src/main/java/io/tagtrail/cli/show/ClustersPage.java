package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.Convergence;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What each cluster runs, against what it should run. Words carry it all; colours only repeat it.
public final class ClustersPage {
  private ClustersPage() {}

  /// A row for each source that follows the alias's tag; nothing where no cluster reports.
  public static void write(Page page, Status status) {
    var now = status.now();
    rows(
        page,
        status.clusters().isEmpty()
            ? List.of()
            : Convergence.all(status.clusters(), status.state().governedDigest(), status.asOf()),
        now == null ? null : now.event().time());
  }

  /// @param committed when the wanted bundle became the governed one; null where that is not known
  public static void rows(Page page, List<Convergence> all, @Nullable Instant committed) {
    var label = "CLUSTERS";
    for (var each : all) {
      page.row(label, style(each.state()), line(each, all, committed));
      label = "";
    }
  }

  private static String line(Convergence each, List<Convergence> all, @Nullable Instant committed) {
    var source = each.of().source();
    boolean several =
        all.stream().filter(other -> other.of().cluster().equals(each.of().cluster())).count() > 1;
    var name = several ? " (%s/%s)".formatted(source.namespace(), source.name()) : "";
    var verify = source.verify() == null ? "verify none" : "verify " + source.verify();
    return "%s%s %s: %s%s; %s"
        .formatted(
            each.of().cluster(),
            name,
            word(each.state()),
            each.text(),
            committed == null ? "" : lag(each, committed),
            verify);
  }

  private static String lag(Convergence each, Instant committed) {
    var applied = each.appliedAfter(committed);
    if (applied != null) {
      return ", %s after the move".formatted(Ages.length(applied));
    }
    var consumed =
        each.state() == Convergence.State.APPLYING ? each.consumedAfter(committed) : null;
    return consumed == null ? "" : ", taken %s after the move".formatted(Ages.length(consumed));
  }

  /// `same` for what runs what it should.
  public static String word(Convergence.State state) {
    return state == Convergence.State.APPLIED ? "SAME" : state.name();
  }

  /// In a table: `3 same`, `2/3 same`; the worst where none is the same.
  public static String brief(Status status) {
    Digest governed = status.state().governedDigest();
    if (status.clusters().isEmpty() || governed == null) {
      return "-";
    }
    var all = Convergence.all(status.clusters(), governed, status.asOf());
    long same = all.stream().filter(each -> each.state() == Convergence.State.APPLIED).count();
    if (same == all.size()) {
      return same + " same";
    }
    if (same > 0) {
      return "%d/%d same".formatted(same, all.size());
    }
    var words = all.stream().map(Convergence::state).distinct().toList();
    return "%d %s"
        .formatted(
            all.size(),
            words.size() == 1
                ? Objects.requireNonNull(words.getFirst()).name().toLowerCase(Locale.ROOT)
                : "not same");
  }

  private static Style style(Convergence.State state) {
    return switch (state) {
      case APPLIED -> Style.GREEN;
      case APPLYING, BEHIND, UNUSED, UNKNOWN -> Style.YELLOW;
      case UNVERIFIED, FAILING, SUSPENDED, SILENT -> Style.RED;
    };
  }
}
