package io.tagtrail.cli;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Ask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail promote SOURCE ALIAS`
@Command(
    name = "promote",
    description = "Makes an alias a bundle, forward.",
    footer = {
      "",
      "SOURCE is one of:",
      "  oci://registry/repo:tag, oci://registry/repo@sha256:…",
      "  :tag or @digest at the alias's own repository",
      "  shop/preprod, what is governed-live at another alias",
      "  oci-layout:FOLDER, with :tag or @digest behind it"
    })
final class PromoteCommand extends Verb {
  private static final int KEY_BYTES = 256;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "the bundle")
  String source = "";

  @Parameters(index = "1", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(
      names = "--expect",
      paramLabel = "DIGEST",
      description = "what the alias must be now; take it when the pipeline starts")
  @Nullable String expect;

  @Option(names = "--allow-older", description = "lets an older bundle pass; needs a --reason")
  boolean allowOlder;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; for people")
  @Nullable String reason;

  @Option(names = "--release", paramLabel = "LABEL", description = "a label for people, as 1.4.1")
  @Nullable String release;

  @Option(names = "--builder", paramLabel = "ID", description = "who built the bundle")
  @Nullable String builder;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "a key of your own; else alias, bundle, pipeline and attempt are one")
  @Nullable String idempotencyKey;

  @Mixin ForwardOptions forward = new ForwardOptions();

  @Mixin WaitOptions waits = new WaitOptions();

  @Option(names = "--dry-run", description = "decides everything, changes nothing")
  boolean dryRun;

  @Mixin CallerOptions caller = new CallerOptions();

  PromoteCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    if (allowOlder && reason == null) {
      throw new InvalidValueException("--allow-older needs a --reason");
    }
    var wait = waits.of(session(), dryRun);
    var ask = ask();
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().moves(target);
      if (wait != null) {
        wait.announce(tagtrail);
      }
      session().lasting("promoting " + target);
      var writes = new CallerWrites(session(), tagtrail, target);
      var from = forward.noWrite ? source : writes.prepared(source, dryRun);
      var outcome = tagtrail.moves().promote(target, from, allowOlder, ask);
      if (!forward.noWrite) {
        outcome = writes.carriedOut(outcome, ask);
      }
      return new MoveReport(session(), tagtrail, target).of(outcome, wait);
    }
  }

  private Ask ask() {
    var ask = caller.ask(session(), reason, dryRun);
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        builder == null ? ask.builder() : new Facts.Builder(FactStatus.CLAIMED, builder),
        release == null ? null : Text.bounded("--release", release, Facts.RELEASE_BYTES),
        reason,
        expect == null ? null : Digest.parse(expect),
        idempotencyKey == null
            ? null
            : Text.bounded("--idempotency-key", idempotencyKey, KEY_BYTES),
        dryRun,
        forward.powers(reason));
  }
}
