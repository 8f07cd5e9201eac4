package io.tagtrail.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;

/// The public half of an EC private key. Java cannot derive it, and a PKCS #8 file need not hold
/// it. But an ECDH agreement with the curve's generator gives its x (done by Java's own
/// constant-time arithmetic); of the two points with that x, the right one verifies what the
/// private key signs.
final class PublicHalf {
  private PublicHalf() {}

  /// Its SubjectPublicKeyInfo.
  static byte[] of(ECPrivateKey key) {
    try {
      var curve = key.getParams().getCurve();
      var prime = ((ECFieldFp) curve.getField()).getP();
      var x = new BigInteger(1, agreement(key));
      var square =
          x.modPow(BigInteger.valueOf(3), prime)
              .add(curve.getA().multiply(x))
              .add(curve.getB())
              .mod(prime);
      // The prime of P-256 is 3 modulo 4, so this is a square root.
      var y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
      for (var each : List.of(y, prime.subtract(y))) {
        var candidate = point(key, x, each);
        if (verifies(key, candidate)) {
          return candidate.getEncoded();
        }
      }
      throw new IllegalStateException("a private key does not verify what it signs");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has ECDH and ECDSA on P-256", e);
    }
  }

  private static byte[] agreement(ECPrivateKey key) throws GeneralSecurityException {
    var generator = key.getParams().getGenerator();
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(point(key, generator.getAffineX(), generator.getAffineY()), true);
    return agreement.generateSecret();
  }

  private static PublicKey point(ECPrivateKey key, BigInteger x, BigInteger y)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), key.getParams()));
  }

  private static boolean verifies(ECPrivateKey key, PublicKey candidate)
      throws GeneralSecurityException {
    var message = new byte[] {'t', 'a', 'g'};
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update(message);
    var verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(candidate);
    verifier.update(message);
    return verifier.verify(signer.sign());
  }
}
