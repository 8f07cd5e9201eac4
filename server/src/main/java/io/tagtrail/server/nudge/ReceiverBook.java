package io.tagtrail.server.nudge;

import io.tagtrail.core.model.Alias;
import io.tagtrail.flux.receiver.Receiver;
import io.tagtrail.server.config.FluxConfig;
import io.tagtrail.server.config.ReceiverConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The receivers of a configuration. Secrets are read when a receiver is about to be called: one in
/// a file may have been exchanged.
final class ReceiverBook {
  private final FluxConfig config;
  private final Map<String, String> env;

  ReceiverBook(FluxConfig config, Map<String, String> env) {
    this.config = config;
    this.env = env;
  }

  /// Those that are told when an alias moved.
  List<ReceiverConfig> of(Alias alias) {
    return config.receivers().stream().filter(receiver -> receiver.takes(alias)).toList();
  }

  /// @throws io.tagtrail.server.config.ConfigException if a secret of it is not where it is to be
  Receiver open(ReceiverConfig config) {
    var secret = config.secret();
    var text =
        secret == null ? null : secret.read("the secret of the receiver " + config.name(), env);
    var proof =
        text == null
            ? new Receiver.Proof.ByAddress()
            : config.type() == ReceiverConfig.Type.GENERIC_OIDC
                ? new Receiver.Proof.Bearer(text)
                : new Receiver.Proof.Signature(text.getBytes(StandardCharsets.UTF_8));
    return new Receiver(config.name(), config.address(env), proof, config.ca(), config.timeout());
  }
}
