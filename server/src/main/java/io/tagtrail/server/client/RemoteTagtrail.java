package io.tagtrail.server.client;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Checked;
import io.tagtrail.server.Found;
import io.tagtrail.server.Permission;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.Verification;
import io.tagtrail.server.Who;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.sentinel.SentinelStatus;
import io.tagtrail.server.wire.ApprovingTree;
import io.tagtrail.server.wire.AskTree;
import io.tagtrail.server.wire.CheckedTree;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.ComparedTree;
import io.tagtrail.server.wire.DeliveryTree;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.EvidenceTree;
import io.tagtrail.server.wire.FoundTree;
import io.tagtrail.server.wire.HeadTree;
import io.tagtrail.server.wire.OutcomeTree;
import io.tagtrail.server.wire.PermissionTree;
import io.tagtrail.server.wire.PolicyTree;
import io.tagtrail.server.wire.RulesTree;
import io.tagtrail.server.wire.SentinelTree;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.StatusReader;
import io.tagtrail.server.wire.StopTree;
import io.tagtrail.server.wire.TargetTree;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.server.wire.VerificationTree;
import io.tagtrail.server.wire.WhoTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tagtrail over a server. What a local ledger throws, this throws too; beside it
/// [io.tagtrail.server.wire.UnauthenticatedException] and [ServerException].
public final class RemoteTagtrail implements Tagtrail {
  /// The most that the server gives in one answer.
  private static final int PAGE = 500;

  private final Api api;

  /// What was heard of entries, so that [#tell] needs no request of its own.
  private final Map<Long, Told> heard = new ConcurrentHashMap<>();

  private final Map<Alias, Optional<Location>> places = new ConcurrentHashMap<>();

  private RemoteTagtrail(Api api) {
    this.api = api;
  }

  /// Nothing is sent before the first question.
  ///
  /// @param ca certificates in PEM that are trusted instead of the system's; null for the system's
  public static RemoteTagtrail at(ServerAddress server, @Nullable Path ca, TokenSource tokens) {
    return new RemoteTagtrail(new Api(new Http(server, ca, tokens)));
  }

  /// What else the server can be asked, which no local ledger answers.
  public ServerTokens tokens() {
    return new ServerTokens(api);
  }

  /// The entries as they come.
  public EventStream events() {
    return new EventStream(api);
  }

  @Override
  public Alias alias(String text) {
    if (text.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      return Alias.parse(text);
    }
    if (!text.startsWith("oci://") && (text.indexOf(':') < 0 || text.indexOf('/') < 0)) {
      return Alias.parse(text);
    }
    return read(
        api.get("/alias?text=" + Api.encoded(text)),
        view -> view.needParsed("alias", Alias::parse));
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    var known = places.get(alias);
    if (known != null) {
      return known;
    }
    var view = api.get("/alias?text=" + Api.encoded(alias.toString()));
    return read(view, each -> placed(alias, each));
  }

  private Optional<Location> placed(Alias alias, ObjectView view) {
    var place = Optional.ofNullable(view.parsed("configured", Location::parse));
    places.put(alias, place);
    return place;
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask) {
    if (source.startsWith("oci-layout:")) {
      throw new InvalidValueException(
          "a server cannot read a folder of this machine: push the bundle to a registry first, and"
              + " promote it from there");
    }
    var body = new ObjectBuilder().put("source", source);
    return move(alias, "promote", allowOlder ? body.put("allowOlder", true) : body, ask);
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) {
    return move(alias, "rollback", new ObjectBuilder().put("to", to), ask);
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask) {
    return move(alias, "adopt", new ObjectBuilder().put("previous", previous), ask);
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) {
    return move(alias, "adopt", new ObjectBuilder().put("takeOver", true), ask);
  }

  @Override
  public SentinelStatus sentinel() {
    return read(api.get("/sentinel"), SentinelTree::read);
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    return read(post("/sentinel/resume", new ObjectBuilder(), ask), SentinelTree::read);
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) {
    return move(alias, "relocate", new ObjectBuilder(), ask);
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) {
    return move(alias, "confirm", new ObjectBuilder().put("intent", intent), ask);
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) {
    return move(alias, "cancel", new ObjectBuilder().put("intent", intent), ask);
  }

  private Outcome move(Alias alias, String verb, ObjectBuilder body, Ask ask) {
    return read(
        post(path(alias) + "/" + verb, body, ask), view -> OutcomeTree.read(view, this::hear));
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    var body = new ObjectBuilder().put("scope", scope.label()).put("until", until);
    return stop(path(alias) + "/hold", body, ask);
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    return stop(path(alias) + "/unhold", new ObjectBuilder(), ask);
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    return stop(path(application) + "/block", new ObjectBuilder().put("bundle", bundle), ask);
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    return stop(path(application) + "/unblock", new ObjectBuilder().put("bundle", bundle), ask);
  }

  private Stops.Result stop(String path, ObjectBuilder body, Ask ask) {
    return read(post(path, body, ask), view -> StopTree.read(view, this::hear));
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    var body = new ObjectBuilder().put("requester", requester).putText("ttl", ttl);
    if (bundle == null) {
      body.put("owed", true);
    } else {
      body.put("bundle", bundle);
    }
    return read(
        post(path(alias) + "/approve", body, ask), view -> ApprovingTree.read(view, this::hear));
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    return read(api.get(path(alias) + "?ask=" + ask), this::status);
  }

  @Override
  public List<Status> board(boolean ask) {
    return read(api.get("/aliases?ask=" + ask), view -> Trees.read(view, "aliases", this::status));
  }

  /// The board of one application, without those of all others.
  public List<Status> board(String application, boolean ask) {
    var path = "/aliases?ask=%s&application=%s".formatted(ask, Alias.application(application));
    return read(api.get(path), view -> Trees.read(view, "aliases", this::status));
  }

  private Status status(ObjectView view) {
    var status = new StatusReader(this::hear).read(view);
    placed(status.state().alias(), view);
    return status;
  }

  @Override
  public Optional<Told> entry(long index) {
    var known = heard.get(index);
    return known == null ? one("/entries/" + index) : Optional.of(known);
  }

  @Override
  public Told tell(Entry entry) {
    return entry(entry.index()).orElseGet(() -> new Told(entry, null, null, false));
  }

  @Override
  public Optional<Told> resolve(String address) {
    return one("/resolve?address=" + Api.encoded(address));
  }

  private Optional<Told> one(String path) {
    return api.find(path).map(view -> read(view, EntryTree::read)).map(this::hear);
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    return pages(
        limit,
        before,
        (from, most) ->
            "%s/history?everything=%s%s&limit=%d"
                .formatted(
                    path(alias),
                    everything,
                    from == Long.MAX_VALUE ? "" : "&before=" + from,
                    most));
  }

  @Override
  public List<Told> entries(long from, int limit) {
    return pages(limit, from, (next, most) -> "/entries?from=%d&limit=%d".formatted(next, most));
  }

  private interface Page {
    String path(long from, int most);
  }

  private List<Told> pages(int limit, long first, Page page) {
    var all = new ArrayList<Told>();
    long from = first;
    while (all.size() < limit) {
      var view = api.get(page.path(from, Math.min(PAGE, limit - all.size())));
      var some = read(view, each -> Trees.read(each, "entries", EntryTree::read));
      some.forEach(this::hear);
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
  public List<Found> search(String what, int limit) {
    var path = "/search?what=%s&limit=%d".formatted(Api.encoded(what), Math.min(limit, PAGE));
    var found = read(api.get(path), view -> Trees.read(view, "found", FoundTree::read));
    found.forEach(each -> hear(each.told()));
    return found;
  }

  @Override
  public Compared diff(String range) {
    return read(api.get("/diff?range=" + Api.encoded(range)), ComparedTree::read);
  }

  @Override
  public Verification verify(Alias alias, boolean registry) {
    return read(api.get(path(alias) + "/verify?registry=" + registry), VerificationTree::read);
  }

  @Override
  public Evidence evidence(Alias alias) {
    return read(
        api.get(path(alias) + "/doctor"), view -> EvidenceTree.read(view.needObject("evidence")));
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) {
    if (alias == null) {
      var report = read(api.get("/readiness"), Report::fromJson);
      if (!look) {
        return report;
      }
      // One after another: a request for all of them would last too long.
      Stream.concat(report.aliases().stream().map(each -> each.alias()), report.missing().stream())
          .forEach(each -> readiness(each, true));
      return read(api.get("/readiness"), Report::fromJson);
    }
    var path = path(alias) + "/readiness";
    return read(
        look ? api.post(path, new ObjectBuilder().build(), null, null) : api.get(path),
        Report::fromJson);
  }

  @Override
  public List<Target> targets(Alias alias) {
    return read(api.get(path(alias) + "/targets"), TargetTree::readAll);
  }

  @Override
  public Checked check(Alias alias) {
    return read(
        api.post(path(alias) + "/check", new ObjectBuilder().build(), null, null),
        CheckedTree::read);
  }

  @Override
  public List<Alias> unfinished() {
    return read(
        api.get("/unfinished"), view -> view.texts("aliases").stream().map(Alias::parse).toList());
  }

  @Override
  public Delivery.Report deliver(int limit) {
    return read(
        api.post("/deliver", new ObjectBuilder().put("limit", limit).build(), null, null),
        DeliveryTree::read);
  }

  @Override
  public long pending() {
    return read(api.get("/head"), HeadTree::pending);
  }

  @Override
  public LogHead head() {
    return read(api.get("/head"), HeadTree::read);
  }

  @Override
  public boolean report(ClusterReport report) {
    return api.put("/clusters/" + report.cluster(), report.toJson());
  }

  @Override
  public List<ClusterSeen> clusters() {
    return read(api.get("/clusters"), view -> Trees.read(view, "clusters", ClusterTree::readSeen));
  }

  @Override
  public boolean forgetCluster(String cluster) {
    return api.remove("/clusters/" + ClusterReport.name(cluster));
  }

  @Override
  public Rules rules(Alias alias) {
    return read(api.get(path(alias) + "/rules"), RulesTree::read);
  }

  @Override
  public PolicyPreview previewPolicy() {
    return read(api.get("/policy"), PolicyTree::read);
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    return read(post("/policy", new ObjectBuilder(), ask), PolicyTree::readApplied)
        .map(this::hear)
        .map(Told::entry);
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    return read(
        api.get("/can-i" + (alias == null ? "" : "?alias=" + Api.encoded(alias.toString()))),
        PermissionTree::readAll);
  }

  @Override
  public Who whoAmI() {
    return read(api.get("/whoami"), WhoTree::read);
  }

  @Override
  public void close() {
    api.close();
  }

  private ObjectView post(String path, ObjectBuilder body, Ask ask) {
    Json.Obj document = AskTree.into(body, ask).build();
    return api.post(path, document, ask.request(), ask.idempotencyKey());
  }

  private Told hear(Told told) {
    heard.put(told.entry().index(), told);
    return told;
  }

  private static String path(Alias alias) {
    return "/aliases/" + alias.application() + "/" + alias.environment();
  }

  private static String path(String application) {
    return "/applications/" + Alias.application(application);
  }

  /// Reads a document; one that cannot be read comes from another version, or from no Tagtrail.
  private <T> T read(ObjectView view, Function<ObjectView, T> how) {
    return read(() -> how.apply(view));
  }

  private <T> T read(Supplier<T> how) {
    try {
      return how.get();
    } catch (JsonException | InvalidValueException | ArithmeticException e) {
      throw new ServerException(
          0,
          false,
          "the answer of %s cannot be read, most likely because it is of another version than this tagtrail: %s"
              .formatted(api.http().server(), e.getMessage()),
          e);
    }
  }
}
