package io.tagtrail.cli.runbook;

import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.model.Location;

/// What to do, by what is wrong.
final class Procedures {
  private final Inquiry inquiry;
  private final String alias;

  Procedures(Inquiry inquiry) {
    this.inquiry = inquiry;
    this.alias = inquiry.alias().toString();
  }

  /// Ledger, registry, clusters: three answers that must be one.
  Runbook.Section truth() {
    var sheet = new Sheet("See what is true: ledger, registry, cluster");
    if (inquiry.server() != null) {
      sheet.say("Ask this server:").run("export", "TAGTRAIL_SERVER=" + inquiry.server());
    }
    sheet.say("All three in one answer; the problem comes first:").run("tagtrail", "get", alias);
    var location = inquiry.location();
    if (location != null) {
      sheet
          .say("The registry by itself; it must print the digest that the ledger says:")
          .run("crane", "digest", location.toString());
    }
    clusters(sheet);
    return sheet.section();
  }

  private void clusters(Sheet sheet) {
    var consumers = inquiry.status().clusters();
    if (consumers.isEmpty()) {
      sheet
          .say(
              "Whether Flux took it: the revision must end in @ and that digest, READY be True,"
                  + " SUSPENDED be False; first of sources, then of what is applied:")
          .run("flux", "get", "sources", "oci", "--all-namespaces")
          .run("flux", "get", "kustomizations", "--all-namespaces")
          .run("flux", "get", "helmreleases", "--all-namespaces");
      return;
    }
    sheet.say(
        "Whether Flux took it, cluster by cluster: the revision must end in @ and that digest.");
    for (var consumer : consumers) {
      look(sheet, consumer);
    }
    var first = consumers.getFirst();
    sheet
        .say(
            "Flux looks once in each interval. To have it look now (it reads the tag, and nothing"
                + " else changes):")
        .run(
            "flux",
            "--context",
            first.cluster(),
            "-n",
            first.source().namespace(),
            "reconcile",
            "source",
            "oci",
            first.source().name());
  }

  private static void look(Sheet sheet, Consumption consumer) {
    var source = consumer.source();
    sheet.fact(
        "CLUSTER",
        "%s: %s has %s%s"
            .formatted(
                consumer.cluster(),
                source.shown(),
                source.consumed() == null ? "nothing yet" : Labels.digest(source.consumed()),
                source.suspended() ? ", SUSPENDED" : ""));
    sheet.run(
        "kubectl",
        "--context",
        consumer.cluster(),
        "-n",
        source.namespace(),
        "get",
        "ocirepository",
        source.name(),
        "-o",
        "jsonpath={.status.artifact.revision}");
  }

  Runbook.Section stop() {
    var sheet =
        new Sheet("Stop what would come next")
            .say("Nothing goes forward here; rollbacks do (--all: they do not either):")
            .run("tagtrail", "hold", alias, "--reason", "…");
    var governed = inquiry.status().state().governed();
    if (governed != null) {
      sheet
          .say("The bundle that is live now must go nowhere, in no environment:")
          .run(
              "tagtrail",
              "block",
              inquiry.alias().application(),
              alias + "#" + governed.sequence(),
              "--reason",
              "…");
    }
    return sheet
        .say("When it is over:")
        .run("tagtrail", "unhold", alias, "--reason", "…")
        .section();
  }

  Runbook.Section movedOutside() {
    var governed = inquiry.status().state().governed();
    var sheet =
        new Sheet("If the tag was moved outside")
            .say(
                "Somebody moved it without Tagtrail. Put it on record first, then find out who and"
                    + " why: the registry's log has the client, this the time:")
            .run("tagtrail", "check", alias)
            .run("tagtrail", "history", alias);
    if (governed == null) {
      return sheet.say("Then take it into the ledger as it is:").run(adopt()).section();
    }
    return sheet
        .say("Either back to what was governed:")
        .run("tagtrail", "rollback", alias, "--to", "#" + governed.sequence(), "--reason", "…")
        .say("or, where it is right as it is, make it governed (asks what a promotion asks):")
        .run(adopt())
        .say("Then see to it that it cannot happen again:")
        .run("tagtrail", "doctor", alias, "--trial")
        .section();
  }

  private String[] adopt() {
    return new String[] {"tagtrail", "adopt", alias, "--reason", "…"};
  }

  Runbook.Section unfinished() {
    var sheet =
        new Sheet("If a move is unfinished")
            .say(
                "It was authorised, and nobody knows yet whether the tag moved. Settling reads the"
                    + " registry until it is known, and writes nothing to it. A rollback does not wait"
                    + " for it.")
            .run("tagtrail", "settle", alias);
    var intent = inquiry.status().state().intent();
    if (intent != null && inquiry.status().rules().write() == Intent.Write.CALLER) {
      sheet
          .say("The job that was to write it is gone? Then:")
          .run("tagtrail", "cancel", alias, Long.toString(intent.index()));
    }
    return sheet.section();
  }

  Runbook.Section registryAway() {
    Location location = inquiry.location();
    var sheet =
        new Sheet("If the registry does not answer")
            .say(
                "What runs goes on running: Flux keeps what it has. Moves are refused or stay"
                    + " unfinished; nothing is called safe. The ledger answers all the same:")
            .run("tagtrail", "get", alias, "--offline");
    if (location != null) {
      sheet
          .say("Is it the registry, the network, or a credential? Without any of ours:")
          .run(
              "curl",
              "-sS",
              "-o",
              "/dev/null",
              "-w",
              "%{http_code}\\n",
              "https://" + location.repository().registry() + "/v2/")
          .say("200 or 401: it is there, and the credential is in question.");
    }
    return sheet
        .say("When it is back, before anything else:")
        .run("tagtrail", "check", alias)
        .section();
  }
}
