package io.tagtrail.flux.kube;

import io.tagtrail.testkit.peers.Command;
import java.nio.file.Files;
import java.nio.file.Path;

/// Certificates and keys as OpenSSL writes them.
final class TestKeys {
  private TestKeys() {}

  record Pem(byte[] certificate, byte[] key) {}

  /// Writes `cert.pem` and `key.pem` (PKCS #8), for 127.0.0.1 and the name kubernetes.
  static Pem selfSigned(Path folder, String algorithm) throws Exception {
    var key = folder.resolve("key.pem").toString();
    var certificate = folder.resolve("cert.pem").toString();
    if (algorithm.equals("ec")) {
      Command.ok(
          folder,
          "openssl",
          "genpkey",
          "-algorithm",
          "EC",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-out",
          key);
    } else {
      Command.ok(
          folder,
          "openssl",
          "genpkey",
          "-algorithm",
          "RSA",
          "-pkeyopt",
          "rsa_keygen_bits:2048",
          "-out",
          key);
    }
    Command.ok(
        folder,
        "openssl",
        "req",
        "-x509",
        "-new",
        "-key",
        key,
        "-subj",
        "/CN=test",
        "-days",
        "2",
        "-addext",
        "subjectAltName=DNS:kubernetes,IP:127.0.0.1",
        "-out",
        certificate);
    return new Pem(Files.readAllBytes(Path.of(certificate)), Files.readAllBytes(Path.of(key)));
  }

  /// The same key as PKCS #1 or SEC 1, as kubeadm, kind and k3s write it.
  static byte[] traditional(Path folder, String algorithm) throws Exception {
    var out = folder.resolve("traditional.pem");
    var tool = algorithm.equals("ec") ? "ec" : "rsa";
    if (tool.equals("rsa")) {
      Command.ok(
          folder,
          "openssl",
          "rsa",
          "-traditional",
          "-in",
          folder.resolve("key.pem").toString(),
          "-out",
          out.toString());
    } else {
      Command.ok(
          folder,
          "openssl",
          "ec",
          "-in",
          folder.resolve("key.pem").toString(),
          "-out",
          out.toString());
    }
    var pem = Files.readString(out);
    if (!pem.contains("BEGIN " + (tool.equals("ec") ? "EC" : "RSA") + " PRIVATE KEY")) {
      throw new AssertionError("not the traditional form: " + pem.lines().findFirst());
    }
    return Files.readAllBytes(out);
  }
}
