package io.tagtrail.cli;

import io.tagtrail.attest.VerificationKey;
import io.tagtrail.cli.out.Shell;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.server.signing.KeyFiles;
import io.tagtrail.server.signing.KeyRing;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail keys rotate NAME`
@Command(
    name = "rotate",
    description = "Makes the next key; with --finish it signs from then on, and signs the window.",
    footer = {
      "",
      "Two steps, so that Flux knows the next key before anything is signed with it alone:",
      "  tagtrail keys rotate NAME               the next key is made; the present one signs",
      "  tagtrail keys show NAME --secret | kubectl apply -f -      in every cluster",
      "  tagtrail keys rotate NAME --finish      it signs, and what can be gone back to is signed again",
      "Then remove the block of the key before from NAME.pub (it says which), and apply the Secret",
      "once more. No tag is touched.",
      "Stopped in the middle, run it again. Works on this machine, where the key's files are."
    })
final class KeysRotateCommand extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "of a key under keys:")
  String name = "";

  @Option(names = "--finish", description = "every cluster has the next key: use it")
  boolean finish;

  @Option(names = "--dry-run", description = "says what would be signed again")
  boolean dryRun;

  KeysRotateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().refuseRemote("keys rotate");
    var file = session().globals().needConfig();
    var environment = session().context().environment();
    var key = key(ConfigReader.read(file, environment).around().keys());
    if (finish) {
      if (!KeyFiles.hasNext(key)) {
        session()
            .say(page ->
                page.line(
                    Style.YELLOW,
                    "note: no rotation of %s is under way: what its present key has not signed yet is signed"
                        .formatted(name)));
      }
      if (KeyFiles.hasNext(key) && !dryRun) {
        KeyFiles.finish(name, key);
        session().say(page -> page.line("the next key of %s signs from now on".formatted(name)));
      }
      // A dry run before it counts what the present key has signed: the next one has signed
      // nothing.
      var code = new Windows(session(), name).sign(dryRun, KeyFiles.hasNext(key));
      if (code == ExitCode.OK && !dryRun) {
        old();
      }
      return code;
    }
    if (dryRun) {
      throw new ConfigException(
          "a dry run is of --finish: making the next key changes nothing yet");
    }
    var made = KeyFiles.next(name, key);
    session()
        .answer(
            page ->
                page.line(Style.GREEN, "the next key of %s is %s".formatted(name, made.key()))
                    .row("private", made.privateFile().toString())
                    .row(
                        "public",
                        made.publicFile() + " (it counts from now on; the present one signs)")
                    .line("next, in every cluster:")
                    .whole("tagtrail keys show %s --secret | kubectl apply -f -".formatted(name))
                    .line("and then:")
                    .whole("tagtrail keys rotate %s --finish".formatted(name)),
            () ->
                new ObjectBuilder()
                    .put("name", name)
                    .put("next", made.key().id())
                    .putText("private", made.privateFile())
                    .putText("public", made.publicFile())
                    .build());
    return ExitCode.OK;
  }

  /// What is left to do: the key before opens until its public half is gone everywhere.
  private void old() {
    var environment = session().context().environment();
    var keys = ConfigReader.read(session().globals().needConfig(), environment).around().keys();
    var key = key(keys);
    var before =
        KeyRoles.of(name, keys, environment).before(new KeyRing(keys, environment).counting(name));
    if (before.isEmpty() || !session().isTable()) {
      return;
    }
    var ids = before.stream().map(VerificationKey::id).collect(Collectors.joining(", "));
    session()
        .line(page ->
            page.line("the key before it (%s) opens until it is removed".formatted(ids))
                .line("next: leave the one that signs alone in %s:".formatted(key.publicFile()))
                .whole(
                    "openssl pkey -in %s -pubout -out %s"
                        .formatted(
                            Shell.quote(String.valueOf(key.file())),
                            Shell.quote(String.valueOf(key.publicFile()))))
                .line("and then, in every cluster:")
                .whole("tagtrail keys show %s --secret | kubectl apply -f -".formatted(name)));
  }

  private KeysConfig.Key key(KeysConfig keys) {
    var key = keys.keys().get(name);
    if (key == null) {
      throw new NotFoundException("there is no key %s under keys:".formatted(name));
    }
    return key;
  }
}
