package io.tagtrail.cli;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;

/// The verbs by name. Only those that a call needs are made: each class that is not loaded is time
/// that a person does not wait.
final class Verbs {
  /// All of them, in the order in which the help shows them.
  static final List<String> NAMES =
      List.of(
          "get",
          "history",
          "list",
          "diff",
          "resolve",
          "search",
          "verify",
          "readiness",
          "retention",
          "doctor",
          "runbook",
          "promote",
          "rollback",
          "confirm",
          "cancel",
          "approve",
          "adopt",
          "hold",
          "unhold",
          "block",
          "unblock",
          "check",
          "clusters",
          "sentinel",
          "settle",
          "entries",
          "policy",
          "can-i",
          "whoami",
          "login",
          "logout",
          "token",
          "serve",
          "up",
          "agent",
          "init",
          "config",
          "keys",
          "ledger",
          "demo",
          "registry",
          "completion",
          "version");

  private Verbs() {}

  static CommandLine commandLine(Session session, TagtrailCommand top, Collection<String> names) {
    var commandLine = new CommandLine(top);
    for (var name : names) {
      commandLine.addSubcommand(name, make(session, name));
    }
    return commandLine;
  }

  private static Object make(Session session, String name) {
    return switch (name) {
      case "get" -> new GetCommand(session);
      case "history" -> new HistoryCommand(session);
      case "list" -> new ListCommand(session);
      case "diff" -> new DiffCommand(session);
      case "resolve" -> new ResolveCommand(session);
      case "search" -> new SearchCommand(session);
      case "verify" -> new VerifyCommand(session);
      case "doctor" -> new DoctorCommand(session);
      case "runbook" -> new RunbookCommand(session);
      case "readiness" -> new ReadinessCommand(session);
      case "retention" ->
          new CommandLine(new RetentionCommand(session))
              .addSubcommand("lint", new RetentionLintCommand(session));
      case "promote" -> new PromoteCommand(session);
      case "rollback" -> new RollbackCommand(session);
      case "confirm" -> new ConfirmCommand(session);
      case "cancel" -> new CancelCommand(session);
      case "approve" -> new ApproveCommand(session);
      case "adopt" -> new AdoptCommand(session);
      case "hold" -> new HoldCommand(session);
      case "unhold" -> new UnholdCommand(session);
      case "block" -> new BlockCommand(session);
      case "unblock" -> new UnblockCommand(session);
      case "check" -> new CheckCommand(session);
      case "clusters" -> new ClustersCommand(session);
      case "sentinel" ->
          new CommandLine(new SentinelCommand(session))
              .addSubcommand("status", new SentinelStatusCommand(session))
              .addSubcommand("resume", new SentinelResumeCommand(session));
      case "settle" -> new SettleCommand(session);
      case "entries" -> new EntriesCommand(session);
      case "policy" ->
          new CommandLine(new PolicyCommand(session))
              .addSubcommand("show", new PolicyShowCommand(session))
              .addSubcommand("test", new PolicyTestCommand(session));
      case "can-i" -> new CanICommand(session);
      case "whoami" -> new WhoAmICommand(session);
      case "login" -> new LoginCommand(session);
      case "logout" -> new LogoutCommand(session);
      case "token" ->
          new CommandLine(new TokenCommand(session))
              .addSubcommand("create", new TokenCreateCommand(session))
              .addSubcommand("list", new TokenListCommand(session))
              .addSubcommand("revoke", new TokenRevokeCommand(session));
      case "serve" -> new ServeCommand(session);
      case "up" -> new UpCommand(session);
      case "agent" -> new AgentCommand(session);
      case "init" -> new InitCommand(session);
      case "config" ->
          new CommandLine(new ConfigCommand(session))
              .addSubcommand("check", new ConfigCheckCommand(session))
              .addSubcommand("apply", new ConfigApplyCommand(session))
              .addSubcommand("schema", new ConfigSchemaCommand(session));
      case "keys" ->
          new CommandLine(new KeysCommand(session))
              .addSubcommand("create", new KeysCreateCommand(session))
              .addSubcommand("show", new KeysShowCommand(session))
              .addSubcommand("rotate", new KeysRotateCommand(session))
              .addSubcommand("resign", new KeysResignCommand(session));
      case "ledger" ->
          new CommandLine(new LedgerCommand(session))
              .addSubcommand("head", new LedgerHeadCommand(session))
              .addSubcommand("check", new LedgerCheckCommand(session))
              .addSubcommand("rebuild", new LedgerRebuildCommand(session))
              .addSubcommand("erase", new LedgerEraseCommand(session))
              .addSubcommand("copy", new LedgerCopyCommand(session));
      case "demo" -> new DemoCommand(session);
      case "registry" -> new RegistryCommand(session);
      case "completion" -> new CompletionCommand(session);
      case "version" -> new VersionCommand(session);
      default -> throw new IllegalArgumentException("no such verb: " + name);
    };
  }
}
