package io.tagtrail.oci.auth;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.json.NodeReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs `docker-credential-<name> get` with the host on its standard input, as
/// docker/docker-credential-helpers describes. What it prints is never shown: it is a secret, or
/// may hold one.
public final class CredentialHelper {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int MAX_BYTES = 64 << 10;

  private final Duration timeout;
  private final String prefix;

  public CredentialHelper() {
    this(Duration.ofSeconds(10), "docker-credential-");
  }

  /// @param prefix what stands before the name of the program; a folder for tests
  CredentialHelper(Duration timeout, String prefix) {
    this.timeout = timeout;
    this.prefix = prefix;
  }

  /// The login; none where the helper says that it knows none.
  public Login get(String name, String registry) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "not the name of a credential helper: '" + Text.clipped(name, 80) + "' ([a-z0-9-]+)");
    }
    var host = registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
    Process process;
    try {
      process = new ProcessBuilder(prefix + name, "get").redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw failed(name, registry, "cannot be started (is it on the PATH?)", e);
    }
    try {
      return run(process, name, registry, host);
    } finally {
      process.destroyForcibly();
    }
  }

  private Login run(Process process, String name, String registry, String host) {
    long end = System.nanoTime() + timeout.toNanos();
    var output = new CompletableFuture<byte[]>();
    // A reader of its own: a helper that leaves a child behind keeps the pipe open for ever.
    Thread.ofVirtual()
        .start(() -> {
          try {
            output.complete(process.getInputStream().readNBytes(MAX_BYTES));
          } catch (IOException e) {
            output.completeExceptionally(e);
          }
        });
    IOException unread = null;
    try (var stdin = process.getOutputStream()) {
      stdin.write(host.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      unread = e; // It may answer without reading its input; its exit code tells.
    }
    try {
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw failed(name, registry, "did not answer within " + timeout.toSeconds() + " s", null);
      }
      var bytes = output.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return answer(process.exitValue(), bytes, name, registry, unread);
    } catch (TimeoutException e) {
      throw failed(name, registry, "left its output open", e);
    } catch (ExecutionException e) {
      throw failed(name, registry, "could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, registry, "was interrupted", e);
    }
  }

  private static Login answer(
      int exit, byte[] output, String name, String registry, @Nullable IOException unread) {
    if (exit != 0) {
      var said = new String(output, StandardCharsets.UTF_8);
      if (said.contains("credentials not found")) {
        return Login.None.NONE;
      }
      throw failed(name, registry, "ended with exit code " + exit, unread);
    }
    try {
      var json = NodeReader.read(output);
      var user = json.at("Username").text();
      var secret = json.at("Secret").text();
      if (user == null || secret == null) {
        throw failed(name, registry, "gave no Username and Secret", null);
      }
      if (secret.isEmpty()) {
        return Login.None.NONE;
      }
      return user.equals("<token>") ? new Login.Identity(secret) : new Login.Basic(user, secret);
    } catch (JsonException e) {
      throw failed(name, registry, "gave something that is not JSON", null);
    }
  }

  private static RegistryException failed(
      String name, String registry, String what, @Nullable Throwable cause) {
    var message =
        "the credential helper docker-credential-%s for %s %s. Nothing was sent to the registry."
            .formatted(name, registry, what);
    return new RegistryException(Kind.DENIED, Applied.NO, 0, message, cause);
  }
}
