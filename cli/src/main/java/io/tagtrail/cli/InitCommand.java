package io.tagtrail.cli;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail init APPLICATION LOCATION`
@Command(
    name = "init",
    description = "Makes tagtrail.yaml and its ledger here, where they are not there yet.",
    footer = {"", "As in: tagtrail init shop ghcr.io/acme/shop:{environment}"})
final class InitCommand extends Verb {
  private static final String PLACE = "{environment}";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "APPLICATION",
      description = "the first application; not needed where there is a tagtrail.yaml")
  @Nullable String application;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LOCATION",
      description = "registry/repository:tag, with {environment} where its name goes")
  @Nullable String location;

  @Option(
      names = "--environments",
      paramLabel = "NAME",
      split = ",",
      description = "in their order (dev,preprod,prod)")
  List<String> environments = List.of("dev", "preprod", "prod");

  @Option(names = "--ledger", paramLabel = "FOLDER", description = "where the ledger goes")
  @Nullable String ledger;

  @Mixin CallerOptions caller = new CallerOptions();

  InitCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (session().remote() == null && session().globals().config() == null) {
      refuseBadInput();
    }
    var made =
        session()
            .backend()
            .init(
                session().globals(),
                new Backend.Init(
                    session().context().workingDirectory(),
                    application,
                    location,
                    environments,
                    ledger == null ? null : folder(ledger),
                    caller.ask(session(), null, false)));
    session()
        .answer(
            page ->
                page.line((made.configWritten() ? "wrote " : "left as it is: ") + made.config())
                    .line(
                        (made.ledgerCreated() ? "made the ledger " : "left as it is: the ledger ")
                            + made.ledger()
                            + " ("
                            + made.origin()
                            + ")")
                    .line("next: look at it; then adopt the tags that are there, or promote:")
                    .command("tagtrail", "config", "check"),
            () ->
                new ObjectBuilder()
                    .putText("config", made.config())
                    .put("configWritten", made.configWritten())
                    .put("ledger", made.ledger())
                    .put("ledgerCreated", made.ledgerCreated())
                    .put("origin", made.origin())
                    .putText("policy", made.policy())
                    .build());
    return ExitCode.OK;
  }

  /// Before anything is written.
  private void refuseBadInput() {
    var pattern = location;
    if (application == null || pattern == null) {
      throw new InvalidValueException(
          "there is no tagtrail.yaml yet: name an application and its location, as in"
              + " tagtrail init shop ghcr.io/acme/shop:{environment}");
    }
    Alias.application(application);
    environments.forEach(Alias::environment);
    if (!pattern.contains(PLACE) && environments.size() > 1) {
      throw new InvalidValueException(
          "the location needs {environment} in it: two environments cannot share a tag");
    }
    environments.forEach(name -> Location.parse(pattern.replace(PLACE, name)));
  }

  private Path folder(String text) {
    try {
      return session().context().workingDirectory().resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidValueException("--ledger names no path: " + e.getReason(), e);
    }
  }
}
