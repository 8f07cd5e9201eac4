package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import java.util.ArrayList;

/// The JSON form of what holds for an alias, in the words of the policy's own document.
public final class RulesTree {
  private RulesTree() {}

  public static Json.Obj of(Alias alias, Rules rules) {
    return new ObjectBuilder().putText("alias", alias).put("rules", rules.toJson()).build();
  }

  public static Rules read(ObjectView view) {
    return readRules(view, "rules");
  }

  /// The rules under a member, read as the one environment of a policy; those that it comes after
  /// stand beside it with nothing to say.
  static Rules readRules(ObjectView view, String name) {
    var own = JsonReader.object(Trees.canonical(view, name));
    var environments = new ArrayList<Json>();
    environments.add(Trees.need(view, name));
    own.texts("after").forEach(earlier -> environments.add(Rules.usual(earlier).toJson()));
    var document =
        new ObjectBuilder().put("v", 1L).put("environments", new Json.Arr(environments)).build();
    return Policy.parse(new Document(Policy.MEDIA_TYPE, document.canonicalBytes()))
        .rules(own.needText("environment"));
  }
}
