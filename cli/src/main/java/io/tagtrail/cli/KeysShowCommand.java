package io.tagtrail.cli;

import io.tagtrail.attest.VerificationKey;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.signing.KeyFiles;
import io.tagtrail.server.signing.KeyRing;
import io.tagtrail.server.wire.Trees;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail keys show NAME`
@Command(
    name = "show",
    description = "The public halves of a key that count; as the Secret that Flux verifies with.",
    footer = {"", "Of a private half that is here it only says which public half is its own."})
final class KeysShowCommand extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "of a key under keys:")
  String name = "";

  @Option(
      names = "--secret",
      description = "the Secret for spec.verify.secretRef of an OCIRepository")
  boolean secret;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "of the Secret: that of the OCIRepository (flux-system)")
  String namespace = "flux-system";

  @Option(
      names = "--secret-name",
      paramLabel = "NAME",
      description = "of the Secret (tagtrail-NAME)")
  @Nullable String secretName;

  KeysShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().refuseRemote("keys show");
    var environment = session().context().environment();
    var config = ConfigReader.read(session().globals().needConfig(), environment);
    var keys = new KeyRing(config.around().keys(), environment).counting(name);
    var roles = KeyRoles.of(name, config.around().keys(), environment);
    if (secret) {
      var manifest =
          KeyFiles.secret(secretName == null ? "tagtrail-" + name : secretName, namespace, keys);
      session()
          .answer(page -> manifest.lines().forEach(page::whole), () -> tree(keys, roles, config));
      return ExitCode.OK;
    }
    session()
        .answer(
            page -> {
              keys.forEach(key -> {
                var role = roles.of(key);
                page.row("key", key + (role == null ? "" : ": " + role.words()));
                key.pem().lines().forEach(page::whole);
              });
              page.row("signs in", String.join(", ", signsIn(config)));
              if (rotating(config)) {
                page.line(
                    "a next key waits, and is among these: tagtrail keys rotate %s --finish"
                        .formatted(name));
              }
            },
            () -> tree(keys, roles, config));
    return ExitCode.OK;
  }

  private Json tree(List<VerificationKey> keys, KeyRoles roles, Config config) {
    return new ObjectBuilder()
        .put("name", name)
        .put(
            "keys",
            Trees.list(
                keys,
                key ->
                    new ObjectBuilder()
                        .put("id", key.id())
                        .put("kind", key.schemes().title())
                        .put("publicKey", key.pem())
                        .put("role", roles.label(key))
                        .build()))
        .put("signsIn", Trees.list(signsIn(config), Json.Str::new))
        .put("rotating", rotating(config))
        .build();
  }

  private boolean rotating(Config config) {
    var key = config.around().keys().keys().get(name);
    return key != null && KeyFiles.hasNext(key);
  }

  private List<String> signsIn(Config config) {
    return config.policy().environments().values().stream()
        .filter(
            rules -> rules.assurance().signing().stream().anyMatch(each -> each.key().equals(name)))
        .map(rules -> rules.environment())
        .toList();
  }
}
