package io.tagtrail.cli;

import io.tagtrail.cli.out.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The top of the command line: the options that every verb has.
@Command(
    name = "tagtrail",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionCommand.Text.class,
    description =
        "Moves environment tags in OCI registries as governed, recorded, provable events.",
    sortOptions = false,
    usageHelpAutoWidth = false,
    showEndOfOptionsDelimiterInUsageHelp = false)
final class TagtrailCommand {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "the configuration; else TAGTRAIL_CONFIG, else tagtrail.yaml here or in a folder above")
  @Nullable String config;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "asks this server instead of a local ledger; else TAGTRAIL_SERVER")
  @Nullable String server;

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "the variable with the token for the server; else TAGTRAIL_TOKEN, TAGTRAIL_TOKEN_FILE, the CI job's own, or tagtrail login")
  @Nullable String tokenEnv;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "PEM certificates to trust for the server; else TAGTRAIL_CA_FILE")
  @Nullable String caFile;

  @Option(
      names = "--insecure-http",
      scope = ScopeType.INHERIT,
      description = "allows plain http to a server that is not this machine")
  boolean insecureHttp;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      scope = ScopeType.INHERIT,
      description = "table, json or yaml; text and markdown where the answer is a document")
  Format format = Format.TABLE;

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "stack traces of failures")
  boolean debug;
}
