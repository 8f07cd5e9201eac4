package io.tagtrail.cli;

import io.tagtrail.cli.show.CheckedPage;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Checked;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.CheckedTree;
import io.tagtrail.server.wire.Trees;
import java.util.ArrayList;
import java.util.List;

/// Looks at the tags of aliases, one after another; one whose registry fails does not hide the
/// others.
final class Looking {
  private final Session session;
  private final Tagtrail tagtrail;

  Looking(Session session, Tagtrail tagtrail) {
    this.session = session;
    this.tagtrail = tagtrail;
  }

  /// @throws io.tagtrail.core.model.InvalidValueException if one is neither configured nor in the
  ///   ledger; before any is looked at, so that nothing is found and then not told
  List<Alias> named(List<String> texts) {
    var aliases = texts.stream().map(tagtrail::alias).toList();
    aliases.forEach(alias -> tagtrail.trail().history(alias, true, Long.MAX_VALUE, 1));
    return aliases;
  }

  ExitCode at(List<Alias> aliases, String nothing) throws InterruptedException {
    var all = new ArrayList<Checked>();
    var code = ExitCode.OK;
    for (var alias : aliases) {
      session.lasting("looking at " + alias);
      var checked = look(alias);
      all.add(checked);
      code = code.worse(ExitCode.of(checked.result()));
    }
    session.answer(
        page -> {
          if (all.isEmpty()) {
            page.line(nothing);
          }
          all.forEach(each -> CheckedPage.write(page, each));
        },
        () -> new ObjectBuilder().put("checked", Trees.list(all, CheckedTree::of)).build());
    return code;
  }

  private Checked look(Alias alias) throws InterruptedException {
    try {
      return tagtrail.state().check(alias);
    } catch (RegistryException e) {
      return new Checked(alias, new Checked.Result.Away(String.valueOf(e.getMessage())));
    }
  }
}
