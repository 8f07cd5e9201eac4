package io.tagtrail.bench.world;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/// An issuer as GitLab is one (RS256, 2,048 bits), whose keys are in a file, and a token of one of
/// its pipelines.
public final class PipelineToken {
  public static final String ISSUER = "https://gitlab.bench.example";
  public static final String AUDIENCE = "tagtrail-bench";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair pair;

  private PipelineToken(KeyPair pair) {
    this.pair = pair;
  }

  public static PipelineToken issuer() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new PipelineToken(generator.generateKeyPair());
  }

  /// Writes the public key as a JSON Web Key Set.
  public void writeKeys(Path file) throws IOException {
    var key = (RSAPublicKey) pair.getPublic();
    Files.writeString(
        file,
        """
        {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"bench","n":"%s","e":"%s"}]}
        """
            .formatted(unsigned(key.getModulus()), unsigned(key.getPublicExponent())));
  }

  /// A token that holds for a day.
  public String token() throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    var signed =
        text("{\"alg\":\"RS256\",\"kid\":\"bench\",\"typ\":\"JWT\"}")
            + "."
            + text(
                """
                {"iss":"%s","aud":"%s","iat":%d,"nbf":%d,"exp":%d,\
                "sub":"project_path:acme/shop:ref_type:branch:ref:main",\
                "project_path":"acme/shop","project_id":"42","job_project_path":"acme/shop",\
                "pipeline_id":"1212","job_id":"1","ref":"main","ref_type":"branch",\
                "sha":"0123456789abcdef0123456789abcdef01234567"}\
                """
                    .formatted(ISSUER, AUDIENCE, now - 5, now - 5, now + 86_400));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String text(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int zero = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
    return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, zero, bytes.length));
  }
}
