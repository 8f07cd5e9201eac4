package io.tagtrail.server.http.jetty;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.http.IoTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A certificate with its chain and its private key, from PEM files as cert-manager and others
/// write them.
final class PemKeys {
  static final char[] PASSWORD = "memory".toCharArray();
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemKeys() {}

  /// A key store in memory with the key and its chain, which belong together.
  ///
  /// @throws InvalidValueException naming the file and what is wrong; never what is in the key
  static KeyStore load(Path certificate, Path key) {
    try {
      var chain = chain(certificate);
      var secret = key(key);
      if (!belong(chain.getFirst().getPublicKey(), secret)) {
        throw new InvalidValueException(
            "the key in %s is not that of the first certificate in %s".formatted(key, certificate));
      }
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", secret, PASSWORD, chain.toArray(new Certificate[0]));
      return store;
    } catch (GeneralSecurityException e) {
      throw new InvalidValueException(
          "the certificate %s and the key %s cannot be used: %s"
              .formatted(certificate, key, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new InvalidValueException(
          "the certificate %s or the key %s cannot be read: %s"
              .formatted(certificate, key, IoTrouble.of(e)),
          e);
    }
  }

  private static List<X509Certificate> chain(Path file)
      throws IOException, GeneralSecurityException {
    var all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)));
    if (all.isEmpty()) {
      throw new InvalidValueException("there is no certificate (PEM) in " + file);
    }
    return all.stream().map(X509Certificate.class::cast).toList();
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    var found = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new InvalidValueException(
          file
              + " has no unencrypted PKCS #8 private key (-----BEGIN PRIVATE KEY-----); convert it"
              + " with: openssl pkcs8 -topk8 -nocrypt");
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (var algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // The form does not say which one it is; the next may be it.
      }
    }
    throw new InvalidValueException("the private key in " + file + " is not EC, RSA or EdDSA");
  }

  private static boolean belong(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
    var algorithm =
        switch (open.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "EdDSA";
        };
    try {
      var message = "tagtrail".getBytes(StandardCharsets.US_ASCII);
      var signer = Signature.getInstance(algorithm);
      signer.initSign(secret);
      signer.update(message);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(open);
      verifier.update(message);
      return verifier.verify(signer.sign());
    } catch (java.security.InvalidKeyException e) {
      return false;
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidValueException(file + " is larger than 1 MiB");
      }
      return bytes;
    }
  }
}
