package io.tagtrail.flux.receiver;

/// What the answers of notification-controller's receivers mean (1.9, `internal/server`), for the
/// person who has to mend it. Other webhooks answer what they like; the same words fit them.
final class Statuses {
  private Statuses() {}

  static String of(Receiver receiver, int status) {
    return switch (status) {
      case 400 -> refused(receiver.proof());
      case 401, 403 ->
          "who calls is not believed (a Receiver answers 400 for that: something before it did)";
      case 404 ->
          "no Receiver has that address: its token, name or namespace changed (kubectl get receiver"
              + " -o yaml, status.webhookPath)";
      case 413 -> "the body is too long for it, which ours never is for a Receiver of Flux";
      case 429 -> "it is called too often";
      case 500 -> "it failed, or could not annotate one of its spec.resources (its log says which)";
      case 502, 504 -> "what is before it does not reach it";
      case 503 -> "the Receiver is suspended, or not ready";
      default ->
          status >= 300 && status < 400
              ? "it redirects, and no redirect is followed: configure the address it is at"
              : "not what a Receiver answers";
    };
  }

  private static String refused(Receiver.Proof proof) {
    return switch (proof) {
      case Receiver.Proof.Signature _ ->
          "the signature was not believed: the token of the Receiver's Secret is not our secret, or"
              + " its type is not generic-hmac";
      case Receiver.Proof.Bearer _ ->
          "the token was not believed: its issuer is not among the Receiver's oidcProviders, its"
              + " audience or a validation does not fit, or it has expired";
      case Receiver.Proof.ByAddress _ -> "it wants a proof: its type is not generic";
    };
  }
}
