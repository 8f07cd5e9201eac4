package io.tagtrail.server.config;

import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Assurance.Inside;
import io.tagtrail.core.policy.Assurance.Outside;
import io.tagtrail.core.policy.Assurance.Signing;
import java.util.List;

/// Reads what an environment asks besides admission: `inside`, `outside`, `sign`, `verify`.
final class AssuranceReader {
  private AssuranceReader() {}

  static Assurance read(YamlView view) {
    var usual = Assurance.USUAL;
    var inside = view.parsed("inside", Inside::parse, usual.inside());
    var outside = view.parsed("outside", Outside::parse, usual.outside());
    List<Signing> signing =
        view.isList("sign")
            ? view.mappings("sign").stream().map(AssuranceReader::signing).toList()
            : view.isMapping("sign") ? List.of(signing(view.mapping("sign"))) : List.of();
    if (signing.isEmpty() && view.has("sign")) {
      throw view.error("sign", "must name a key, as in {key: prod}");
    }
    var verify = view.oneOrMore("verify", text -> text);
    return view.checked(
        () -> new Assurance(inside, outside, signing, verify == null ? List.of() : verify));
  }

  private static Signing signing(YamlView view) {
    var key = view.text("key");
    if (key == null) {
      throw view.error("needs a key, the name of one under keys:");
    }
    var repositories = view.text("repositories");
    var form = view.parsed("form", Form::parse, Form.BUNDLE);
    view.done();
    return view.checked(() -> new Signing(key, repositories == null ? "*" : repositories, form));
  }
}
