package io.tagtrail.cli;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Told;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail resolve ADDRESS`. The JSON keys are those of `flux push artifact -o json`.
@Command(
    name = "resolve",
    description = "The bundle that an address names, as repository@digest.",
    footer = {
      "",
      "ADDRESS is shop/prod, 'shop/prod~1', 'shop/prod#42' or 'shop/prod@{2.hours.ago}'."
    })
final class ResolveCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ADDRESS", description = "a place in an alias's history")
  String address = "";

  ResolveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var told =
          tagtrail
              .trail()
              .resolve(address)
              .orElseThrow(
                  () -> new NotFoundException("nothing is at " + Text.clipped(address, 200)));
      var change = told.entry().event().needChange();
      var digest = change.digest();
      if (digest == null) {
        throw new NotFoundException(
            "the tag was gone at %s (#%d)"
                .formatted(Text.clipped(address, 200), change.sequence()));
      }
      var url = change.location().repository() + "@" + digest;
      session()
          .answer(
              page -> page.whole(url), () -> tree(told, change.location(), digest, url).build());
      return ExitCode.OK;
    }
  }

  /// The keep-tag names the bundle for good; the alias's own tag moves on.
  private static ObjectBuilder tree(Told told, Location location, Digest digest, String url) {
    var event = told.entry().event();
    var tag =
        event.kind().governs()
            ? location.keep(event.needChange().sequence()).tag()
            : location.tag();
    return new ObjectBuilder()
        .put("url", "oci://" + url)
        .putText("repository", location.repository())
        .putText("tag", tag)
        .putText("digest", digest)
        .put("sequence", event.needChange().sequence())
        .putText("alias", event.alias());
  }
}
