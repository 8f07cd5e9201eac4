package io.tagtrail.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.ErrorBody;
import io.tagtrail.oci.http.Failures;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The body of a refusal, which may quote what it was sent.
final class FailureFuzz {
  private static final String SECRET = "s3cr3t-of-the-caller";
  private static final int READ = 8 << 10;
  // Wide, since a first call loads and instruments classes; a pattern that tries all ways takes
  // hours.
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final URI ADDRESS = URI.create("https://ghcr.io/v2/acme/shop/manifests/prod");

  @FuzzTest
  void an_error_is_told_in_safe_words_without_the_secret_and_soon(byte[] bytes) {
    // A fuzzer does not guess the secret: `<s>` stands for it.
    var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("<s>", SECRET);
    var body = text.getBytes(StandardCharsets.ISO_8859_1);
    var ask =
        Ask.of("PUT", ADDRESS, READ, Duration.ofSeconds(1))
            .header("Authorization", "Bearer " + SECRET);
    var type = text.startsWith("{") ? "application/json" : "text/plain";
    var headers = HttpHeaders.of(Map.of("Content-Type", List.of(type)), (name, value) -> true);
    var answer =
        new Answer(
            ask,
            403,
            headers,
            Arrays.copyOf(body, Math.min(body.length, READ)),
            body.length > READ);
    long start = System.nanoTime();
    var failure = Failures.status(answer);
    assertThat(ErrorBody.codes(answer)).doesNotContainNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    Documents.check(failure);
    assertThat(failure).hasMessageNotContaining(SECRET);
  }
}
