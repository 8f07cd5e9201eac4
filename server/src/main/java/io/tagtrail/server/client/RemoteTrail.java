package io.tagtrail.server.client;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Found;
import io.tagtrail.server.Told;
import io.tagtrail.server.Trail;
import io.tagtrail.server.Verification;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.FoundTree;
import io.tagtrail.server.wire.HeadTree;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.server.wire.VerificationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The audit trail, over a server.
final class RemoteTrail implements Trail {
  /// The most that the server gives in one answer.
  private static final int PAGE = 500;

  private final Server server;

  RemoteTrail(Server server) {
    this.server = server;
  }

  @Override
  public Optional<Told> entry(long index) {
    var known = server.heard(index);
    return known == null ? one("/entries/" + index) : Optional.of(known);
  }

  @Override
  public Told tell(Entry entry) {
    return entry(entry.index()).orElseGet(() -> new Told(entry, null, null, false));
  }

  private Optional<Told> one(String path) {
    return server
        .api()
        .find(path)
        .map(view -> server.read(view, EntryTree::read))
        .map(server::hear);
  }

  @Override
  public List<Told> entries(long from, int limit) {
    return pages(limit, from, (next, most) -> "/entries?from=%d&limit=%d".formatted(next, most));
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    return pages(
        limit,
        before,
        (from, most) ->
            "%s/history?everything=%s%s&limit=%d"
                .formatted(
                    Server.path(alias),
                    everything,
                    from == Long.MAX_VALUE ? "" : "&before=" + from,
                    most));
  }

  private interface Page {
    String path(long from, int most);
  }

  private List<Told> pages(int limit, long first, Page page) {
    var all = new ArrayList<Told>();
    long from = first;
    while (all.size() < limit) {
      var view = server.api().get(page.path(from, Math.min(PAGE, limit - all.size())));
      var some = server.read(view, each -> Trees.read(each, "entries", EntryTree::read));
      some.forEach(server::hear);
      all.addAll(some);
      var next = view.number("next");
      // A page may be empty in the middle: of entries that this asker may not read.
      if (next == null) {
        break;
      }
      from = next;
    }
    return all;
  }

  @Override
  public Optional<Told> resolve(String address) {
    return one("/resolve?address=" + Api.encoded(address));
  }

  @Override
  public List<Found> search(String what, int limit) {
    var path = "/search?what=%s&limit=%d".formatted(Api.encoded(what), Math.min(limit, PAGE));
    var found = server.get(path, view -> Trees.read(view, "found", FoundTree::read));
    found.forEach(each -> server.hear(each.told()));
    return found;
  }

  @Override
  public Verification verify(Alias alias, boolean registry) {
    return server.get(Server.path(alias) + "/verify?registry=" + registry, VerificationTree::read);
  }

  @Override
  public LogHead head() {
    return server.get("/head", HeadTree::read);
  }
}
