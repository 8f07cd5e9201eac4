package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.server.config.Durations;
import io.tagtrail.server.wire.ApprovingTree;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail approve ALIAS BUNDLE`
@Command(
    name = "approve",
    description = "Approves one bundle for one alias, over what is live there now.",
    footer = {
      "",
      "An approval counts once, for one requester, until it expires or anything changes there.",
      "It never counts where the approver is the requester."
    })
final class ApproveCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BUNDLE",
      description = "a digest or its beginning, a release, 'shop/preprod', or a place as '#41'")
  @Nullable String bundle;

  @Option(
      names = "--owed",
      description = "gives what a rollback past a missing approval owes, instead of a bundle")
  boolean owed;

  @Option(
      names = "--for",
      paramLabel = "REQUESTER",
      description = "who is to move it: issuer|subject, or a name (who was refused last with it)")
  @Nullable String requester;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "how long it can be used, as 24h (as long as the policy says)")
  @Nullable String expires;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  @Mixin CallerOptions caller = new CallerOptions();

  ApproveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (owed == (bundle != null)) {
      throw new InvalidValueException(
          owed ? "--owed and a BUNDLE do not go together" : "say which BUNDLE, or --owed");
    }
    if (owed && (requester != null || expires != null)) {
      throw new InvalidValueException("--for and --expires do not go with --owed");
    }
    Duration ttl = expires == null ? null : Durations.parse(expires);
    var ask = caller.ask(session(), reason, false);
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      var result = tagtrail.controls().approve(target, bundle, requester, ttl, ask);
      if (session().isTable() && result instanceof Approving.Result.Refused refused) {
        session().say(page -> refused(page, target, refused));
      } else {
        session()
            .answer(
                page -> write(page, target, result),
                () -> ApprovingTree.of(target, result, tagtrail.trail()::tell));
      }
      return result instanceof Approving.Result.Refused ? ExitCode.REFUSED : ExitCode.OK;
    }
  }

  private void write(Page page, Alias target, Approving.Result result) {
    switch (result) {
      case Approving.Result.Recorded recorded -> {
        page.line(
            Style.BOLD,
            "%s for %s (entry %d)"
                .formatted(what(recorded.entry()), target, recorded.entry().index()));
        bound(page, recorded.entry());
      }
      case Approving.Result.There there ->
          page.line(
              "%s for %s by you already, %s (entry %d): nothing was written"
                  .formatted(
                      what(there.entry()),
                      target,
                      Labels.when(there.entry().event().time(), session().now()),
                      there.entry().index()));
      case Approving.Result.Refused refused -> refused(page, target, refused);
    }
  }

  private String what(Entry entry) {
    return owed
        ? "the owed approval was given"
        : Labels.digest(entry.event().subject()) + " is approved";
  }

  private void bound(Page page, Entry entry) {
    for (var approval : entry.event().approvals()) {
      if (owed) {
        page.indented(2, "forward moves go on");
        continue;
      }
      page.indented(2, "over %s".formatted(Labels.digest(approval.expected())));
      page.indented(2, requester == null ? "for who was refused last with it" : "for " + requester);
      if (approval.expires() != null) {
        page.indented(2, "until " + Labels.when(approval.expires(), session().now()));
      }
    }
  }

  private static void refused(Page page, Alias target, Approving.Result.Refused refused) {
    page.line(Style.RED, "refused: " + refused.why());
    page.line("nothing was recorded; next: see what is asked there, and who you are taken for:");
    page.command("tagtrail", "can-i", target.toString());
  }
}
