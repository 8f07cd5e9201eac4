package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.doctor.Judge;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Query;
import io.tagtrail.server.wire.DiagnosisTree;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.RulesTree;
import io.tagtrail.server.wire.StatusTree;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.server.wire.VerificationTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes that tell about aliases.
public final class ReadEndpoints {
  private static final int MAX_PAGE = 500;
  private static final int USUAL_PAGE = 50;

  private ReadEndpoints() {}

  public static Answer board(Call call) {
    boolean ask = call.query().flag("ask", false);
    var application = call.query().parsed("application", Alias::application);
    call.query().done();
    var tagtrail = call.tagtrail();
    var all =
        tagtrail.state().board(ask).stream()
            .filter(status ->
                application == null || status.state().alias().application().equals(application))
            .toList();
    return Answer.json(
        new ObjectBuilder()
            .put("aliases", Trees.list(all, status -> document(tagtrail, status)))
            .build());
  }

  public static Answer status(Call call) throws InterruptedException {
    boolean ask = call.query().flag("ask", true);
    call.query().done();
    return Aliases.with(
        call,
        alias -> {
          var status = call.tagtrail().state().status(alias, ask);
          var document = document(call.tagtrail(), status);
          return Tags.conditional(call, Tags.ofStatus(status, document), document);
        });
  }

  private static Json.Obj document(Tagtrail tagtrail, Status status) {
    return StatusTree.of(
        status, tagtrail.configured(status.state().alias()).orElse(null), tagtrail.trail()::tell);
  }

  public static Answer history(Call call) throws InterruptedException {
    boolean everything = call.query().flag("everything", false);
    long before = call.query().number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    int limit = limit(call.query());
    call.query().done();
    return Aliases.with(
        call,
        alias -> {
          var page = call.tagtrail().trail().history(alias, everything, before, limit);
          return Answer.json(page(page, page.size() < limit ? null : next(page, everything)));
        });
  }

  private static long next(List<Told> page, boolean everything) {
    var last = page.getLast().entry();
    return everything ? last.index() : last.event().needChange().sequence();
  }

  static int limit(Query query) {
    return (int) query.number("limit", USUAL_PAGE, 1, MAX_PAGE);
  }

  static Json.Obj page(List<Told> entries, @Nullable Long next) {
    return new ObjectBuilder()
        .put("entries", Trees.list(entries, EntryTree::of))
        .put("next", next)
        .build();
  }

  public static Answer verify(Call call) throws InterruptedException {
    boolean registry = call.query().flag("registry", false);
    call.query().done();
    return Aliases.with(
        call,
        alias ->
            Answer.json(
                VerificationTree.of(alias, call.tagtrail().trail().verify(alias, registry))));
  }

  public static Answer doctor(Call call) throws InterruptedException {
    call.query().done();
    return Aliases.with(
        call,
        alias -> {
          var evidence = call.tagtrail().safety().evidence(alias);
          return Answer.json(DiagnosisTree.of(evidence, Judge.judge(evidence)));
        });
  }

  public static Answer rules(Call call) throws InterruptedException {
    call.query().done();
    return Aliases.with(
        call, alias -> Answer.json(RulesTree.of(alias, call.tagtrail().controls().rules(alias))));
  }

  public static Answer alias(Call call) {
    var text = call.query().needText("text");
    call.query().done();
    var alias = call.tagtrail().alias(text);
    return Answer.json(
        new ObjectBuilder()
            .putText("alias", alias)
            .putText("configured", call.tagtrail().configured(alias).orElse(null))
            .build());
  }
}
