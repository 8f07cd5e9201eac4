package io.tagtrail.server.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key of an issuer. It signs with the JDK alone, so that what it makes does not come from the
/// library that is tested.
public record TestKey(String kid, String algorithm, KeyPair pair) {
  /// @param algorithm RS256, PS256, ES256, ES384 or EdDSA
  public static TestKey of(String kid, String algorithm) {
    try {
      var generator =
          switch (algorithm) {
            case "RS256", "PS256" -> rsa(2048);
            case "ES256" -> ec("secp256r1");
            case "ES384" -> ec("secp384r1");
            case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519");
            default -> throw new IllegalArgumentException(algorithm);
          };
      return new TestKey(kid, algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static TestKey weak(String kid) {
    try {
      return new TestKey(kid, "RS256", rsa(1024).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The public half (RFC 7517).
  public Map<String, Object> jwk() {
    var jwk = new LinkedHashMap<String, Object>();
    jwk.put("kid", kid);
    jwk.put("use", "sig");
    jwk.put("alg", algorithm);
    switch (pair.getPublic()) {
      case RSAPublicKey rsa -> {
        jwk.put("kty", "RSA");
        jwk.put("n", unsigned(rsa.getModulus(), 0));
        jwk.put("e", unsigned(rsa.getPublicExponent(), 0));
      }
      case ECPublicKey ec -> {
        int size = algorithm.equals("ES256") ? 32 : 48;
        jwk.put("kty", "EC");
        jwk.put("crv", algorithm.equals("ES256") ? "P-256" : "P-384");
        jwk.put("x", unsigned(ec.getW().getAffineX(), size));
        jwk.put("y", unsigned(ec.getW().getAffineY(), size));
      }
      default -> {
        var encoded = pair.getPublic().getEncoded();
        jwk.put("kty", "OKP");
        jwk.put("crv", "Ed25519");
        jwk.put("x", base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
      }
    }
    return jwk;
  }

  /// A token with this header and these claims, signed by this key.
  public String sign(Map<String, Object> header, String claims) {
    return signRaw(StrictJson.write(header), claims);
  }

  /// The same with a header that may be anything.
  String signRaw(String header, String claims) {
    var input =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    return input + "." + base64(signature(input));
  }

  /// The same with an HMAC: what somebody makes who takes a public text for a secret.
  public static String hmac(Map<String, Object> header, String claims, byte[] secret) {
    var input =
        base64(StrictJson.write(header).getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.getBytes(StandardCharsets.UTF_8));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] signature(String input) {
    try {
      var signer = signer();
      PrivateKey key = pair.getPrivate();
      signer.initSign(key);
      signer.update(input.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Signature signer() throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS256" -> Signature.getInstance("SHA256withRSA");
      case "PS256" -> {
        var pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield pss;
      }
      case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
      case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
      default -> Signature.getInstance("Ed25519");
    };
  }

  private static String unsigned(BigInteger number, int size) {
    var bytes = number.toByteArray();
    int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
    int length = Math.max(size, bytes.length - from);
    var out = new byte[length];
    System.arraycopy(bytes, from, out, length - (bytes.length - from), bytes.length - from);
    return base64(out);
  }

  private static KeyPairGenerator rsa(int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator;
  }

  private static KeyPairGenerator ec(String curve) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator;
  }
}
