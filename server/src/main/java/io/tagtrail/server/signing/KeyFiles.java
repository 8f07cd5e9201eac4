package io.tagtrail.server.signing;

import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.VerificationKey;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.KeysConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files of a key: `NAME.key`, its private half, which only its owner may read, and `NAME.pub`,
/// the public halves that count, one PEM block after another. During a rotation there is
/// `NAME.next.key` too.
public final class KeyFiles {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFiles() {}

  /// What was written.
  ///
  /// @param ignoring the file that keeps private halves out of git; null where none was written
  public record Made(
      Path privateFile, Path publicFile, VerificationKey key, @Nullable Path ignoring) {}

  /// A new key under a name in a folder. Nothing that is there is written over. A folder that is
  /// made here begins with a `.gitignore` that keeps private halves out of git.
  ///
  /// @throws ConfigException if there is one already, or the folder cannot be written
  public static Made create(Path folder, String name) {
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")) {
      throw new InvalidValueException(
          "not the name of a key: lower-case letters, digits and hyphens, 40 at most");
    }
    var privateFile = folder.resolve(name + ".key");
    var publicFile = folder.resolve(name + ".pub");
    try {
      Path ignoring = null;
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ignoring = ignoring(folder);
      }
      if (Files.exists(publicFile)) {
        throw new FileAlreadyExistsException(publicFile.toString());
      }
      var key = SigningKey.create();
      secret(privateFile, key.privatePem());
      Files.writeString(publicFile, key.verification().pem(), StandardOpenOption.CREATE_NEW);
      return new Made(privateFile, publicFile, key.verification(), ignoring);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigException(
          "%s is there already: tagtrail keys rotate %s makes a new key beside it"
              .formatted(e.getFile(), name),
          e);
    } catch (IOException e) {
      throw cannot(folder, e);
    }
  }

  /// Null where somebody else was faster: theirs stays.
  private static @Nullable Path ignoring(Path folder) throws IOException {
    var file = folder.resolve(".gitignore");
    try {
      return Files.writeString(file, "*.key\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return null;
    }
  }

  /// The next key of a rotation: it is made, and its public half counts from now on. It does not
  /// sign yet. Where a rotation is under way already, the one that is there.
  ///
  /// @throws ConfigException if the key is not in files, or they cannot be written
  public static Made next(String name, KeysConfig.Key key) {
    var files = files(name, key);
    var nextFile = nextOf(files.privateFile());
    try {
      SigningKey next;
      if (Files.exists(nextFile)) {
        next = SigningKey.parse(Files.readString(nextFile));
      } else {
        next = SigningKey.create();
        secret(nextFile, next.privatePem());
      }
      publish(files.publicFile(), key, next.verification());
      return new Made(nextFile, files.publicFile(), next.verification(), null);
    } catch (IOException e) {
      throw cannot(nextFile, e);
    }
  }

  /// Whether the next key of a rotation is waiting.
  public static boolean hasNext(KeysConfig.Key key) {
    var file = key.file();
    return file != null && Files.exists(nextOf(file));
  }

  /// The public half of the next key of a rotation that is under way.
  ///
  /// @throws ConfigException if it is there and cannot be read
  public static Optional<VerificationKey> waiting(KeysConfig.Key key) {
    var file = key.file();
    if (file == null || !hasNext(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(SigningKey.parse(Files.readString(nextOf(file))).verification());
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read: %s".formatted(nextOf(file), IoTrouble.of(e)), e);
    }
  }

  /// The next key signs from now on. The private half of the one before it is gone then.
  ///
  /// @throws ConfigException if there is no next key, or the files cannot be written
  public static void finish(String name, KeysConfig.Key key) {
    var files = files(name, key);
    var nextFile = nextOf(files.privateFile());
    try {
      // Whoever was stopped in the middle finds it published already.
      publish(files.publicFile(), key, SigningKey.parse(Files.readString(nextFile)).verification());
      Files.move(
          nextFile,
          files.privateFile(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannot(nextFile, e);
    }
  }

  private record Place(Path privateFile, Path publicFile) {}

  private static Place files(String name, KeysConfig.Key key) {
    var privateFile = key.file();
    var publicFile = key.publicFile();
    if (privateFile == null || publicFile == null) {
      throw new ConfigException(
          ("the key %s is not in files, so it is not rotated here: make a new one where secrets are kept, add its"
                  + " public half to public, give both to the clusters (tagtrail keys show %s --secret), then exchange"
                  + " the private one and run tagtrail keys resign %s")
              .formatted(name, name, name));
    }
    return new Place(privateFile, publicFile);
  }

  private static Path nextOf(Path privateFile) {
    var name = String.valueOf(privateFile.getFileName());
    int dot = name.lastIndexOf('.');
    return privateFile.resolveSibling(
        dot > 0 ? name.substring(0, dot) + ".next" + name.substring(dot) : name + ".next");
  }

  /// Adds a public half to those that count, if it is not among them.
  private static void publish(Path publicFile, KeysConfig.Key key, VerificationKey next)
      throws IOException {
    boolean there =
        key.publics().stream().anyMatch(pem -> VerificationKey.parse(pem).id().equals(next.id()));
    if (there) {
      return;
    }
    if (key.publics().size() >= KeysConfig.MOST_PUBLIC) {
      throw new ConfigException(
          "%s holds %d public halves, which is all it may: remove those that no cluster needs any more"
              .formatted(publicFile, key.publics().size()));
    }
    var whole = Files.readString(publicFile);
    var fresh = publicFile.resolveSibling(publicFile.getFileName() + ".new");
    Files.writeString(fresh, whole.stripTrailing() + "\n" + next.pem());
    Files.move(
        fresh, publicFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Never readable by others, not for a moment; and never over a file that is there.
  private static void secret(Path file, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER))) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static ConfigException cannot(Path file, IOException e) {
    return new ConfigException("%s cannot be written: %s".formatted(file, IoTrouble.of(e)), e);
  }

  /// The Secret that `spec.verify.secretRef` of a source names: one entry that ends in `.pub` for
  /// each public half, any of which will do.
  public static String secret(String name, String namespace, List<VerificationKey> keys) {
    var text = new StringBuilder();
    text.append("apiVersion: v1\nkind: Secret\nmetadata:\n");
    text.append("  name: ").append(name).append('\n');
    text.append("  namespace: ").append(namespace).append('\n');
    text.append("type: Opaque\nstringData:\n");
    for (var key : keys) {
      text.append("  cosign-").append(key.id()).append(".pub: |\n");
      key.pem().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }
}
