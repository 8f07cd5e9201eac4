package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A program that the kubeconfig names and that prints a credential, as `aws eks get-token` does.
/// It is run without a terminal, for a bounded time, and what it prints is bounded.
///
/// Source of the format: client.authentication.k8s.io/v1, ExecCredential.
final class ExecPlugin {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final String version;
  private final Json.@Nullable Obj cluster;
  private final Duration patience;
  private @Nullable Printed last;

  /// @param folder where it is run
  /// @param version the whole `apiVersion` that it is to speak
  /// @param cluster what it is told of the cluster; null for nothing
  ExecPlugin(
      List<String> command,
      Map<String, String> environment,
      Path folder,
      String version,
      Json.@Nullable Obj cluster,
      Duration patience) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.version = version;
    this.cluster = cluster;
    this.patience = patience;
  }

  /// What it printed.
  ///
  /// @param expires when it is to be asked again; null for when the cluster refuses
  record Printed(@Nullable String token, @Nullable Identity identity, @Nullable Instant expires) {
    boolean isGood(Instant now) {
      return expires == null || now.isBefore(expires.minusSeconds(10));
    }

    /// Never the secret.
    @Override
    public String toString() {
      return "a credential until " + expires;
    }
  }

  /// The credential: the one of last time while it is good.
  ///
  /// @throws InvalidValueException naming the program and what it did
  synchronized Printed credential(InstantSource clock) {
    var known = last;
    if (known != null && known.isGood(clock.instant())) {
      return known;
    }
    var printed = run();
    last = printed;
    return printed;
  }

  /// The next question runs it again.
  synchronized void forget() {
    last = null;
  }

  private Printed run() {
    Process process;
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("KUBERNETES_EXEC_INFO", info());
      process = builder.start();
    } catch (IOException e) {
      throw new InvalidValueException(
          name() + " of the kubeconfig cannot be run: is it installed, and on the PATH?", e);
    }
    try {
      process.getOutputStream().close();
      var out = drained(process.getInputStream());
      var err = drained(process.getErrorStream());
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InvalidValueException(
            "%s of the kubeconfig did not end within %d s"
                .formatted(name(), Math.max(1, patience.toSeconds())));
      }
      if (process.exitValue() != 0) {
        throw new InvalidValueException(
            "%s of the kubeconfig ended with %d: %s"
                .formatted(name(), process.exitValue(), said(err)));
      }
      return printed(out.get(5, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InvalidValueException(name() + " of the kubeconfig was interrupted", e);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new InvalidValueException(
          name() + " of the kubeconfig printed what cannot be read: " + cause(e), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Printed printed(byte[] bytes) {
    try {
      var credential = new KubeObject(KubeJson.object(bytes));
      if (!credential.kind().equals("ExecCredential")
          || !version.equals(credential.text("apiVersion"))) {
        throw new InvalidValueException(
            "%s of the kubeconfig printed no ExecCredential of %s".formatted(name(), version));
      }
      var certificate = credential.text("status", "clientCertificateData");
      var key = credential.text("status", "clientKeyData");
      var token = credential.text("status", "token");
      if (token == null && (certificate == null || key == null)) {
        throw new InvalidValueException(
            name() + " of the kubeconfig printed neither a token nor a certificate with its key");
      }
      return new Printed(
          token,
          certificate == null || key == null
              ? null
              : Identity.of(utf8(certificate), utf8(key), "what " + name() + " printed"),
          credential.time("status", "expirationTimestamp"));
    } catch (JsonException e) {
      // Not the parser's own words: they may quote the secret.
      throw new InvalidValueException(name() + " of the kubeconfig printed no JSON");
    }
  }

  private String info() {
    var spec = new ObjectBuilder().put("interactive", false).put("cluster", cluster).build();
    return new ObjectBuilder()
        .put("apiVersion", version)
        .put("kind", "ExecCredential")
        .put("spec", spec)
        .build()
        .canonical();
  }

  private String name() {
    return "the program " + Text.clipped(command.getFirst(), 200);
  }

  private static String said(FutureTask<byte[]> err) throws InterruptedException {
    try {
      var text = new String(err.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8);
      return text.isBlank() ? "it said nothing" : Text.clipped(text.replaceAll("\\s+", " "), 300);
    } catch (ExecutionException | TimeoutException e) {
      return "what it said cannot be read";
    }
  }

  private static FutureTask<byte[]> drained(InputStream in) {
    Callable<byte[]> read =
        () -> {
          var bytes = in.readNBytes(MAX_BYTES + 1);
          if (bytes.length > MAX_BYTES) {
            throw new IOException("more than 1 MiB");
          }
          return bytes;
        };
    var task = new FutureTask<>(read);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static String cause(Exception e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The command of a kubeconfig: a relative path counts from the file, a bare name from the PATH.
  static List<String> command(Path folder, String command, List<String> arguments) {
    var all = new ArrayList<String>();
    boolean relative = command.indexOf('/') >= 0 && !command.startsWith("/");
    all.add(relative ? folder.resolve(command).normalize().toString() : command);
    all.addAll(arguments);
    return all;
  }
}
