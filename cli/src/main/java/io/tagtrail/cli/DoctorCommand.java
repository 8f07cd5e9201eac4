package io.tagtrail.cli;

import io.tagtrail.cli.doctor.DoctorMarkdown;
import io.tagtrail.cli.doctor.DoctorPage;
import io.tagtrail.cli.doctor.LoginSpec;
import io.tagtrail.cli.doctor.RunbookFile;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.flux.discovery.Rights;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.doctor.Diagnosis;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Judge;
import io.tagtrail.server.wire.DiagnosisTree;
import io.tagtrail.server.wire.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail doctor [ALIAS…]`
@Command(
    name = "doctor",
    description = "How safe an alias is: each item of the checklists, with evidence.",
    footer = {
      "",
      "Ends with 11 where more maturity is declared than is proven.",
      "A trial push sends a tag the bytes that it has already: where it is taken, nothing changes.",
      "A login (LOGIN) is user:password, env:NAME, file:PATH (also a dockerconfigjson) or docker.",
      "One that does not say which registry it is for is tried where the aliases have one alone."
    })
final class DoctorCommand extends Verb {
  @Parameters(index = "0..*", paramLabel = "ALIAS", description = "these alone; else all")
  List<String> aliases = new ArrayList<>();

  @Option(
      names = "--trial",
      description = "tries to push each tag's own bytes: as nobody, and with the logins given")
  boolean trial;

  @Option(
      names = "--trial-creds",
      paramLabel = "LOGIN",
      description = "an ordinary login, not the mover's, to try; never sent to a server")
  @Nullable String trialCreds;

  @Option(
      names = "--flux-creds",
      paramLabel = "LOGIN",
      description = "the login that Flux pulls with, to try; never sent to a server")
  @Nullable String fluxCreds;

  @Option(
      names = "--runbook",
      paramLabel = "FILE",
      description = "the runbook that the team keeps; else what tagtrail runbook prints is judged")
  @Nullable String runbook;

  @Option(
      names = "--cluster-rights",
      paramLabel = "CLUSTER=FILE",
      description =
          "what our credential may do there: the output of kubectl auth can-i --list with it; once for each cluster")
  List<String> clusterRights = new ArrayList<>();

  @Option(
      names = "--visible-references",
      description = "compliance demands that references are visible where they are used")
  boolean visible;

  DoctorCommand(Session session) {
    super(session);
  }

  @Override
  boolean isDocument() {
    return true;
  }

  @Override
  ExitCode run() throws InterruptedException {
    if (!trial && (trialCreds != null || fluxCreds != null)) {
      throw new InvalidValueException("a login is tried with --trial only");
    }
    var plain = login("--trial-creds", trialCreds);
    var flux = login("--flux-creds", fluxCreds);
    try (var tagtrail = session().open()) {
      var wanted =
          aliases.isEmpty()
              ? tagtrail.state().board(false).stream()
                  .map(status -> status.state().alias())
                  .toList()
              : aliases.stream().map(tagtrail::alias).toList();
      var looked = new ArrayList<Evidence>();
      for (var alias : wanted) {
        session().lasting("examining " + alias);
        looked.add(looked(tagtrail, alias));
      }
      if (trial) {
        looked.replaceAll(tried(tagtrail, looked, plain, flux));
      }
      var all = looked.stream().map(each -> new Examined(each, Judge.judge(each))).toList();
      answer(all);
      return all.stream().anyMatch(each -> each.diagnosis().exceeds())
          ? ExitCode.UNPROVEN
          : ExitCode.OK;
    }
  }

  private @Nullable LoginSpec login(String option, @Nullable String text) {
    return text == null
        ? null
        : LoginSpec.parse(
            option,
            text,
            session().context().environment(),
            session().context().workingDirectory());
  }

  private record Examined(Evidence evidence, Diagnosis diagnosis) {}

  private Evidence looked(Tagtrail tagtrail, Alias alias) throws InterruptedException {
    var asked = tagtrail.safety().evidence(alias);
    var evidence = session().remote() == null ? asked.besideServers() : asked;
    return evidence.seen(
        answering(tagtrail, evidence), page(tagtrail, evidence), access(evidence.asOf()), visible);
  }

  /// What tries the pushes. A server says where the tags are: a login goes to the one registry that
  /// is shown before, and to no other that it names.
  private UnaryOperator<Evidence> tried(
      Tagtrail tagtrail,
      List<Evidence> looked,
      @Nullable LoginSpec plain,
      @Nullable LoginSpec flux) {
    var hosts =
        looked.stream()
            .map(Evidence::location)
            .filter(Objects::nonNull)
            .map(location -> location.repository().registry())
            .distinct()
            .sorted()
            .toList();
    var shown = Text.clipped(String.join(", ", hosts), 200);
    if (hosts.isEmpty()) {
      return evidence -> evidence.with(new Trials(session(), tagtrail).of(evidence, null, null));
    }
    var host = hosts.getFirst();
    var bare = (plain != null && plain.bare()) || (flux != null && flux.bare());
    if (bare && hosts.size() > 1) {
      throw new InvalidValueException(
          "a login is for one registry, and the tags are at %d (%s): name aliases at one of them, or give a dockerconfigjson (file:PATH) or docker; no push was tried"
              .formatted(hosts.size(), shown));
    }
    session().say(page -> page.line("trying pushes at " + shown));
    var plainThere = plain == null ? null : plain.at(host);
    var fluxThere = flux == null ? null : flux.at(host);
    return evidence ->
        evidence.with(new Trials(session(), tagtrail).of(evidence, plainThere, fluxThere));
  }

  /// As somebody at this machine waits for it.
  private Evidence.Answering answering(Tagtrail tagtrail, Evidence evidence) {
    long began = System.nanoTime();
    tagtrail.state().status(evidence.alias(), false);
    return new Evidence.Answering(
        Duration.ofNanos(System.nanoTime() - began),
        evidence.answering().live(),
        evidence.answering().registryAnswers(),
        session().remote() == null ? "on this machine" : "from this machine, over the server");
  }

  private Evidence.Page page(Tagtrail tagtrail, Evidence evidence) {
    var file = runbook;
    if (file != null) {
      return RunbookFile.read(path("--runbook", file), file, evidence.alias());
    }
    var page = RunbookCommand.page(tagtrail, evidence.alias(), false, null);
    return RunbookFile.made(page.rollback(), page.made().head().size());
  }

  private List<Evidence.Access> access(Instant asOf) {
    var all = new ArrayList<Evidence.Access>();
    for (var text : clusterRights) {
      int mark = text.indexOf('=');
      if (mark < 1) {
        throw new InvalidValueException(
            "--cluster-rights is CLUSTER=FILE, with what kubectl auth can-i --list printed");
      }
      var file = path("--cluster-rights", text.substring(mark + 1));
      try {
        var printed = Files.readString(file);
        all.add(new Evidence.Access(text.substring(0, mark), asOf, Rights.writes(printed), null));
      } catch (IOException e) {
        throw new InvalidValueException(
            "--cluster-rights: %s cannot be read (%s)"
                .formatted(file.getFileName(), IoTrouble.of(e)),
            e);
      }
    }
    return all;
  }

  private Path path(String option, String text) {
    try {
      return session().context().workingDirectory().resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidValueException(option + " names no path: " + e.getReason(), e);
    }
  }

  private void answer(List<Examined> all) {
    session()
        .answer(
            page -> {
              if (all.isEmpty()) {
                page.line("there is no alias to examine");
              }
              if (all.size() > 1) {
                all.forEach(each -> page.line(DoctorPage.brief(each.diagnosis())));
                page.line("each with its evidence: tagtrail doctor ALIAS, or -o markdown");
                return;
              }
              all.forEach(each -> DoctorPage.write(page, each.diagnosis()));
            },
            () ->
                new ObjectBuilder()
                    .put(
                        "aliases",
                        Trees.list(
                            all, each -> DiagnosisTree.of(each.evidence(), each.diagnosis())))
                    .build(),
            () -> DoctorMarkdown.of(all.stream().map(Examined::diagnosis).toList()));
  }
}
