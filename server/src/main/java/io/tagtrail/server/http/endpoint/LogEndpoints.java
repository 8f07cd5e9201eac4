package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Told;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.wire.ComparedTree;
import io.tagtrail.server.wire.DeliveryTree;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.FoundTree;
import io.tagtrail.server.wire.HeadTree;
import io.tagtrail.server.wire.Trees;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// The routes that tell about the log as a whole.
public final class LogEndpoints {
  private static final long BEYOND = 1L << 60;

  private final LongSupplier size;

  /// @param size how many entries the ledger has, seen by the server itself
  public LogEndpoints(LongSupplier size) {
    this.size = size;
  }

  public Answer entries(Call call) {
    // Beyond every index there is nothing, and nothing to add to.
    long from = Math.min(call.query().number("from", 0, 0, Long.MAX_VALUE), BEYOND);
    int limit = ReadEndpoints.limit(call.query());
    call.query().done();
    // A page is a range of indices, so that entries which the asker may not read leave no trace
    // but a shorter page.
    long end = Math.min(from + limit, size.getAsLong());
    var page =
        call.tagtrail().trail().entries(from, limit).stream()
            .filter(told -> told.entry().index() < from + limit)
            .toList();
    return Answer.json(ReadEndpoints.page(page, end < from + limit ? null : Long.valueOf(end)));
  }

  public static Answer entry(Call call) {
    call.query().done();
    var text = call.variable("index");
    if (!text.matches("0|[1-9][0-9]{0,15}")) {
      throw new InvalidValueException(
          "not the index of an entry: '%s'".formatted(Text.clipped(text, 40)));
    }
    var document =
        EntryTree.of(
            call.tagtrail()
                .trail()
                .entry(Long.parseLong(text))
                .orElseThrow(() -> none("there is no entry " + text)));
    return Tags.conditional(call, Tags.ofEntry(document), document);
  }

  public static Answer resolve(Call call) {
    var address = call.query().needText("address");
    call.query().done();
    return Answer.json(
        call.tagtrail()
            .trail()
            .resolve(address)
            .map((Told told) -> EntryTree.of(told))
            .orElseThrow(() -> none("there is nothing at " + address)));
  }

  public static Answer diff(Call call) {
    var range = call.query().needText("range");
    call.query().done();
    return Answer.json(ComparedTree.of(call.tagtrail().state().diff(range)));
  }

  public static Answer search(Call call) {
    var what = call.query().needText("what");
    int limit = ReadEndpoints.limit(call.query());
    call.query().done();
    return Answer.json(
        new ObjectBuilder()
            .put("found", Trees.list(call.tagtrail().trail().search(what, limit), FoundTree::of))
            .build());
  }

  public static Answer head(Call call) {
    call.query().done();
    var tagtrail = call.tagtrail();
    return Answer.json(HeadTree.of(tagtrail.trail().head(), tagtrail.upkeep().pending()));
  }

  public static Answer unfinished(Call call) {
    call.query().done();
    return Answer.json(
        new ObjectBuilder()
            .put(
                "aliases",
                Trees.list(
                    call.tagtrail().state().unfinished(),
                    (Alias alias) -> new Json.Str(alias.toString())))
            .build());
  }

  public static Answer deliver(Call call) {
    int limit =
        call.body(view -> {
          var given = view.number("limit");
          Asks.plain(view, call, "a delivery");
          long number = given == null ? 100 : given;
          if (number < 1 || number > 1_000) {
            throw new InvalidValueException("limit is 1 to 1000");
          }
          return (int) number;
        });
    var tagtrail = call.tagtrail();
    var document = new TreeMap<>(DeliveryTree.of(tagtrail.upkeep().deliver(limit)).members());
    document.put("pending", new Json.Num(tagtrail.upkeep().pending()));
    return Answer.json(new Json.Obj(document));
  }

  private static ProblemException none(String what) {
    return ProblemException.of(ProblemType.NOT_FOUND, what);
  }
}
