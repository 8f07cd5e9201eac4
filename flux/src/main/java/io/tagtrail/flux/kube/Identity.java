package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A client certificate with its key.
record Identity(List<X509Certificate> chain, PrivateKey key) {
  Identity {
    chain = List.copyOf(chain);
  }

  /// @param what it is, for messages
  /// @throws InvalidValueException if one of them is none
  static Identity of(byte[] certificate, byte[] key, String what) {
    return new Identity(
        Pem.certificates(certificate, "the client certificate of " + what), Pem.key(key, what));
  }

  /// Never the key.
  @Override
  public String toString() {
    return "certificate of " + chain.getFirst().getSubjectX500Principal();
  }
}
