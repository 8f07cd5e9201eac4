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
    footer = {
      "",
      "As in: tagtrail init shop ghcr.io/acme/shop:{environment}",
      "or, from what Flux follows today, read with GET alone: tagtrail init --from-flux --dry-run",
      "or from a file: kubectl get"
          + " ocirepositories,kustomizations.kustomize.toolkit.fluxcd.io,helmreleases -A -o yaml"
          + " | tagtrail init --from-flux -"
    })
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

  @Option(
      names = "--from-flux",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description =
          "takes in the tags that Flux follows: of kubectl's YAML or JSON (- for standard input), else of the cluster")
  @Nullable String fromFlux;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "of the cluster for --from-flux; else KUBECONFIG, else ~/.kube/config")
  @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "which context of it; else its current one")
  @Nullable String kubeContext;

  @Option(
      names = "--dry-run",
      description = "with --from-flux: says what would be done, and writes nothing")
  boolean dryRun;

  @Mixin CallerOptions caller = new CallerOptions();

  InitCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var flux = fromFlux;
    if (flux != null) {
      return fromFlux(flux);
    }
    if (dryRun || kubeconfig != null || kubeContext != null) {
      throw new InvalidValueException("--dry-run, --kubeconfig and --context go with --from-flux");
    }
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
                    caller.ask(session(), null, false),
                    null));
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

  private ExitCode fromFlux(String from) throws InterruptedException {
    if (application != null || location != null) {
      throw new InvalidValueException("--from-flux finds applications and locations by itself");
    }
    session().lasting("reading what Flux follows");
    var objects = new FluxInput(session().context()).read(from, kubeconfig, kubeContext);
    var started =
        new FluxStart(session(), () -> caller.ask(session(), "taken from Flux", false), dryRun)
            .start(
                objects,
                new Backend.Init(
                    session().context().workingDirectory(),
                    null,
                    null,
                    List.of(),
                    ledger == null ? null : folder(ledger),
                    caller.ask(session(), null, false),
                    null));
    session().answer(page -> FluxStartPage.write(page, started), () -> FluxStart.tree(started));
    return started.code();
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
