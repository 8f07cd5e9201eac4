package io.tagtrail.server.identity;

import io.tagtrail.core.model.Digest;
import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a person's sign-ins are on their machine: one file a server, readable by them alone.
public final class SavedLogins {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final int MAX_BYTES = 128 * 1024;

  private final Path folder;

  /// What there is to send to a server.
  public sealed interface Bearer {
    /// @param token secret
    record Token(String token) implements Bearer {
      @Override
      public String toString() {
        return "Token[***]";
      }
    }

    /// Nobody signed in there.
    record None() implements Bearer {}

    /// The sign-in ended: `tagtrail login` again.
    record Ended(String why) implements Bearer {}
  }

  /// Makes the client that refreshes a sign-in.
  @FunctionalInterface
  public interface Client {
    DeviceLogin of(SavedLogin login);
  }

  public SavedLogins(Path folder) {
    this.folder = folder;
  }

  /// The user's folder for it: `$XDG_CONFIG_HOME/tagtrail/logins`, else
  /// `~/.config/tagtrail/logins`.
  public static SavedLogins of(Map<String, String> environment, Path home) {
    var configured = environment.get("XDG_CONFIG_HOME");
    // The specification says that a relative path there is to be ignored.
    boolean use = configured != null && !configured.isBlank() && Path.of(configured).isAbsolute();
    var base = use ? Path.of(String.valueOf(configured)) : home.resolve(".config");
    return new SavedLogins(base.resolve("tagtrail").resolve("logins"));
  }

  /// The sign-in at a server.
  ///
  /// @throws IOException if there is one that cannot be used: unreadable, damaged, or readable by
  ///   others
  public Optional<SavedLogin> read(URI server) throws IOException {
    var file = file(server);
    try {
      refuseIfShared(file);
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES);
      }
      var login = SavedLogin.parse(bytes);
      if (!canonical(login.server()).equals(canonical(server))) {
        throw new IOException("it is of another server");
      }
      return Optional.of(login);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(
          "the saved sign-in %s cannot be used: %s; 'tagtrail login' makes a new one"
              .formatted(file, IoTrouble.of(e)),
          e);
    }
  }

  /// Keeps a sign-in, in place of an older one, whole or not at all.
  public void write(SavedLogin login) throws IOException {
    makeFolder();
    var file = file(login.server());
    var next = Files.createTempFile(folder, "login", ".new");
    try {
      if (posix(next)) {
        Files.setPosixFilePermissions(next, FILE);
      }
      Files.write(next, login.toJson(), StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /// Forgets the sign-in at a server.
  ///
  /// @return whether there was one
  public boolean forget(URI server) throws IOException {
    return Files.deleteIfExists(file(server));
  }

  /// What to send to a server now; refreshed if it is about to end. Commands that run at once
  /// refresh once: many issuers take a refresh token back when they see it twice.
  ///
  /// @throws IOException if the issuer does not answer, or the file cannot be used
  public Bearer bearer(URI server, Instant now, Client client)
      throws IOException, InterruptedException {
    var login = read(server).orElse(null);
    if (login == null) {
      return new Bearer.None();
    }
    if (login.expires().minus(EARLY).isAfter(now)) {
      return new Bearer.Token(login.bearer());
    }
    try (var channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      var again = read(server).orElse(null);
      if (again == null) {
        return new Bearer.None();
      }
      return again.expires().minus(EARLY).isAfter(now)
          ? new Bearer.Token(again.bearer())
          : refreshed(again, now, client);
    }
  }

  private Bearer refreshed(SavedLogin login, Instant now, Client client)
      throws IOException, InterruptedException {
    var refresh = login.refresh();
    if (refresh == null) {
      return login.expires().isAfter(now)
          ? new Bearer.Token(login.bearer())
          : ended(login, "it expired at " + login.expires());
    }
    try (var device = client.of(login)) {
      return switch (device.refresh(refresh)) {
        case DeviceLogin.Polled.Granted(var tokens) -> {
          write(login.with(tokens));
          yield new Bearer.Token(tokens.bearer());
        }
        case DeviceLogin.Polled.Refused(var why) -> ended(login, why);
        case DeviceLogin.Polled.Expired(),
            DeviceLogin.Polled.Denied(),
            DeviceLogin.Polled.Pending(_) ->
            ended(login, "the issuer does not extend it");
      };
    }
  }

  private static Bearer ended(SavedLogin login, @Nullable String why) {
    return new Bearer.Ended(
        "the sign-in at %s ended: %s; run 'tagtrail login'".formatted(login.server(), why));
  }

  private Path file(URI server) {
    var name = Digest.of(canonical(server).getBytes(StandardCharsets.UTF_8)).shortHex();
    return folder.resolve(name + ".json");
  }

  /// Host names do not differ by case, and a slash at the end changes nothing.
  private static String canonical(URI server) {
    var host = String.valueOf(server.getHost()).toLowerCase(Locale.ROOT);
    var port = server.getPort() < 0 ? "" : ":" + server.getPort();
    var path = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("/+$", "");
    return server.getScheme() + "://" + host + port + path;
  }

  private void makeFolder() throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    var parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectories(folder);
    if (posix(folder)) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  private static void refuseIfShared(Path file) throws IOException {
    if (!posix(file)) {
      return;
    }
    var others = new HashSet<>(Files.getPosixFilePermissions(file));
    others.removeAll(FILE);
    if (!others.isEmpty()) {
      throw new IOException("others can read or change it (chmod 600 it if nobody did)");
    }
  }

  private static boolean posix(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix");
  }
}
