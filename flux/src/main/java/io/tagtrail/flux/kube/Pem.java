package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Certificates and keys of kubeconfigs. Clusters' own tools write keys in PKCS #1 and SEC 1, which
/// Java does not read: they are wrapped into PKCS #8 first (RFC 5208, 5915, 8017).
final class Pem {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final Pattern CURVE =
      Pattern.compile("-----BEGIN EC PARAMETERS-----([A-Za-z0-9+/=\\s]+)-----");
  private static final String EC_KEY = "06072a8648ce3d0201";
  private static final String RSA_KEY = "300d06092a864886f70d0101010500";

  /// The identifiers of P-256, P-384 and P-521, as they stand inside of a SEC 1 key.
  private static final List<String> CURVES =
      List.of("06082a8648ce3d030107", "06052b81040022", "06052b81040023");

  private Pem() {}

  /// @param what it is, for messages
  static List<X509Certificate> certificates(byte[] pem, String what) {
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (all.isEmpty()) {
        throw new InvalidValueException(what + " holds no certificate in PEM");
      }
      return all.stream().map(X509Certificate.class::cast).toList();
    } catch (GeneralSecurityException e) {
      throw new InvalidValueException(what + " is no certificate in PEM", e);
    }
  }

  /// @throws InvalidValueException naming the thing; never what is in the key
  static PrivateKey key(byte[] pem, String what) {
    var text = new String(pem, StandardCharsets.US_ASCII);
    var found = KEY.matcher(text);
    if (!found.find()) {
      throw new InvalidValueException(
          what + " has no unencrypted private key in PEM (PKCS #8, PKCS #1 or SEC 1)");
    }
    try {
      var der = Base64.getMimeDecoder().decode(found.group(2));
      var encoded =
          switch (found.group(1)) {
            case "RSA PRIVATE KEY" -> wrapped(RSA_KEY, der);
            case "EC PRIVATE KEY" -> wrapped(sequence(EC_KEY + curve(der, text, what)), der);
            default -> der;
          };
      return key(encoded, what, found.group(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("the private key of " + what + " is not base64", e);
    }
  }

  private static PrivateKey key(byte[] pkcs8, String what, String form) {
    var spec = new PKCS8EncodedKeySpec(pkcs8);
    for (var algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // The form does not say which one it is; the next may be it.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime has " + algorithm, e);
      }
    }
    throw new InvalidValueException(
        "the private key of %s (%s) is not EC, RSA or EdDSA".formatted(what, form));
  }

  private static String curve(byte[] sec1, String text, String what) {
    var inside = HexFormat.of().formatHex(sec1);
    var named = CURVE.matcher(text);
    if (named.find()) {
      inside += HexFormat.of().formatHex(Base64.getMimeDecoder().decode(named.group(1)));
    }
    for (var curve : CURVES) {
      if (inside.contains(curve)) {
        return curve;
      }
    }
    throw new InvalidValueException(
        "the private key of %s is on another curve than P-256, P-384 and P-521".formatted(what));
  }

  /// PKCS #8 around a key: version 0, the algorithm, the key as an octet string.
  private static byte[] wrapped(String algorithm, byte[] key) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {2, 1, 0});
    body.writeBytes(HexFormat.of().parseHex(algorithm));
    body.writeBytes(tagged(0x04, key));
    return tagged(0x30, body.toByteArray());
  }

  private static String sequence(String hex) {
    return HexFormat.of().formatHex(tagged(0x30, HexFormat.of().parseHex(hex)));
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.writeBytes(new byte[] {(byte) 0x81, (byte) length});
    } else {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
