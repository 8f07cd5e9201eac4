package io.tagtrail.server.http.endpoint;

import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.PermissionTree;
import io.tagtrail.server.wire.PolicyTree;
import io.tagtrail.server.wire.WhoTree;

/// The routes about who may what, and about the policy.
public final class AdminEndpoints {
  private AdminEndpoints() {}

  public static Answer whoAmI(Call call) {
    call.query().done();
    return Answer.json(WhoTree.of(call.tagtrail().whoAmI()));
  }

  public static Answer canI(Call call) {
    Tagtrail tagtrail = call.tagtrail();
    var alias = call.query().parsed("alias", tagtrail::alias);
    call.query().done();
    return Answer.json(PermissionTree.all(tagtrail.canI(alias)));
  }

  public static Answer policy(Call call) {
    call.query().done();
    return Answer.json(PolicyTree.of(call.tagtrail().controls().previewPolicy()));
  }

  public static Answer applyPolicy(Call call) {
    var ask = call.body(view -> Asks.plain(view, call, "a change of policy"));
    var tagtrail = call.tagtrail();
    return Answer.json(
        PolicyTree.applied(tagtrail.controls().applyPolicy(ask).map(tagtrail.trail()::tell)));
  }
}
