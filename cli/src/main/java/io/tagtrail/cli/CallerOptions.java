package io.tagtrail.cli;

import io.tagtrail.cli.env.Caller;
import io.tagtrail.cli.env.WebAddress;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Ask;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who asks: from the environment of GitHub Actions, GitLab CI or Jenkins, or the person at the
/// machine; flags win. All of it is claimed.
final class CallerOptions {
  @Option(
      names = "--mover",
      paramLabel = "NAME",
      description = "who asks (else from the environment)")
  @Nullable String mover;

  @Option(
      names = "--pipeline",
      paramLabel = "ID",
      description = "the pipeline run or release that asks (else from the environment)")
  @Nullable String pipeline;

  @Option(names = "--attempt", paramLabel = "N", description = "the attempt of that run")
  @Nullable Long attempt;

  @Option(names = "--run-url", paramLabel = "URL", description = "the address of that run")
  @Nullable String runUrl;

  /// Everything of a request but what it is for.
  Ask ask(Session session, @Nullable String reason, boolean dryRun) {
    var caller = Caller.of(session.context().environment());
    if (!caller.warnings().isEmpty()) {
      session.say(
          page -> caller.warnings().forEach(each -> page.line(Style.YELLOW, "warning: " + each)));
    }
    if (mover == null
        && caller.mover().status() == FactStatus.MISSING
        && session.remote() == null
        && session.isTable()) {
      session.say(page ->
          page.line(
              Style.YELLOW,
              "note: the record names nobody (USER is not set here): --mover NAME says who asks"));
    }
    if (reason != null) {
      Text.bounded("--reason", reason, SideRecord.VALUE_BYTES);
    }
    return new Ask(
        "cli-" + UUID.randomUUID(),
        mover(caller),
        person(caller),
        pipeline(caller.pipeline()),
        Facts.Builder.MISSING,
        null,
        reason,
        null,
        null,
        dryRun);
  }

  private Mover mover(Caller caller) {
    boolean workload = caller.mover().kind() == Mover.Kind.WORKLOAD;
    return mover == null || workload
        ? caller.mover()
        : new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);
  }

  private @Nullable String person(Caller caller) {
    return mover == null ? caller.person() : Text.bounded("--mover", mover, SideRecord.VALUE_BYTES);
  }

  /// Another run than the environment's has nothing of the environment's.
  private Facts.Pipeline pipeline(Facts.Pipeline own) {
    if (pipeline == null && attempt == null && runUrl == null) {
      return own;
    }
    if (pipeline == null && own.id() == null) {
      throw new InvalidValueException("--attempt and --run-url need a --pipeline ID");
    }
    if (runUrl != null && WebAddress.holdsPassword(runUrl)) {
      throw new InvalidValueException(
          "--run-url holds a user or password: the ledger would keep it for good");
    }
    boolean same = pipeline == null || pipeline.equals(own.id());
    return new Facts.Pipeline(
        FactStatus.CLAIMED,
        same ? own.provider() : null,
        same ? own.name() : null,
        pipeline == null ? own.id() : pipeline,
        attempt == null && same ? own.attempt() : attempt,
        same ? own.number() : null,
        runUrl == null && same ? own.url() : runUrl);
  }
}
