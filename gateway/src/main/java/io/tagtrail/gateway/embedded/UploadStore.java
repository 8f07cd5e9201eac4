package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.gateway.protocol.ChunkRange;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Uploads in progress: a folder each, so that they outlive a restart. What nobody touched for a
/// day is thrown away, at start and then now and again.
final class UploadStore {
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
  private static final long WAIT_SECONDS = 10;

  private final Layout layout;
  private final BlobStore blobs;
  private final Clock clock;
  private final Map<UUID, UploadSession> sessions = new ConcurrentHashMap<>();
  private volatile Instant nextSweep;

  UploadStore(Layout layout, BlobStore blobs, Clock clock) {
    this.layout = layout;
    this.blobs = blobs;
    this.clock = clock;
    this.nextSweep = clock.instant();
  }

  UUID start(RepositoryName name, @Nullable String algorithm) {
    sweepWhenDue();
    var id = UUID.randomUUID();
    try {
      Files.createDirectory(layout.upload(id));
      Files.createFile(data(id));
      Files.writeString(about(id), name + "\n" + (algorithm == null ? "sha256" : algorithm));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return id;
  }

  /// How many bytes have arrived.
  Outcome<Long> size(RepositoryName name, UUID id) {
    try {
      return locked(name, id, session -> new Outcome.Done<>(session.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a chunk and returns the new size; see [UploadSession#append].
  Outcome<Long> append(RepositoryName name, UUID id, InputStream body, @Nullable ChunkRange range)
      throws IOException {
    return locked(name, id, session -> session.append(body, range));
  }

  /// Appends the last chunk, if there is one, and makes a blob of the upload. Where the digest is
  /// another one, the upload is thrown away: nothing says which of its bytes are wrong.
  Outcome<Digest> finish(
      RepositoryName name, UUID id, InputStream body, @Nullable ChunkRange range, Digest digest)
      throws IOException {
    return locked(
        name,
        id,
        session ->
            switch (session.append(body, range)) {
              case Outcome.Refused<Long>(OciError error) -> new Outcome.Refused<>(error);
              case Outcome.Done<Long> _ -> commit(id, session, digest);
            });
  }

  private Outcome<Digest> commit(UUID id, UploadSession session, Digest digest) {
    if (!session.matches(digest)) {
      discard(id, session);
      return Outcome.refused(
          ErrorCode.DIGEST_INVALID,
          ("the %d bytes that arrived do not have the digest %s; the upload was thrown away, start"
                  + " again")
              .formatted(session.size(), digest));
    }
    session.force();
    blobs.add(session.name, digest, session.data());
    discard(id, session);
    return new Outcome.Done<>(digest);
  }

  Outcome<UUID> cancel(RepositoryName name, UUID id) {
    try {
      return locked(
          name,
          id,
          session -> {
            discard(id, session);
            return new Outcome.Done<>(id);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Something done to one upload, alone.
  private interface Step<T> {
    Outcome<T> on(UploadSession session) throws IOException;
  }

  private <T> Outcome<T> locked(RepositoryName name, UUID id, Step<T> step) throws IOException {
    var session = find(name, id);
    if (session.isEmpty()) {
      return unknown(name, id);
    }
    var found = session.get();
    if (!tryLock(found)) {
      return new Outcome.Refused<>(
          new OciError(
              ErrorCode.BLOB_UPLOAD_INVALID,
              409,
              "another request is writing to the upload " + id + "; ask for its range and go on"));
    }
    try {
      return found.isClosed() ? unknown(name, id) : step.on(found);
    } finally {
      found.lock.unlock();
    }
  }

  private static boolean tryLock(UploadSession session) {
    try {
      return session.lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> Outcome<T> unknown(RepositoryName name, UUID id) {
    return Outcome.refused(
        ErrorCode.BLOB_UPLOAD_UNKNOWN,
        "there is no upload %s in %s (any more); start again".formatted(id, name));
  }

  private Optional<UploadSession> find(RepositoryName name, UUID id) {
    return Optional.ofNullable(sessions.computeIfAbsent(id, this::load))
        .filter(session -> session.name.equals(name));
  }

  private @Nullable UploadSession load(UUID id) {
    try {
      if (!Files.exists(data(id)) || !Files.exists(about(id))) {
        return null;
      }
      var lines = Files.readAllLines(about(id));
      return lines.size() == 2
          ? new UploadSession(new RepositoryName(lines.get(0)), lines.get(1), data(id))
          : null;
    } catch (InvalidValueException e) {
      // A file that a crash cut short: the upload is as good as never begun, and the sweep will
      // find it.
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void discard(UUID id, UploadSession session) {
    session.close();
    remove(id);
  }

  private void remove(UUID id) {
    try {
      Files.deleteIfExists(data(id));
      Files.deleteIfExists(about(id));
      Files.deleteIfExists(layout.upload(id));
      sessions.remove(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data(UUID id) {
    return layout.upload(id).resolve("data");
  }

  private Path about(UUID id) {
    return layout.upload(id).resolve("about");
  }

  void sweepWhenDue() {
    var now = clock.instant();
    if (now.isBefore(nextSweep)) {
      return;
    }
    nextSweep = now.plus(BETWEEN_SWEEPS);
    try (var folders = Files.list(layout.uploads())) {
      for (var folder : folders.toList()) {
        sweep(folder, now.minus(ABANDONED));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sweep(Path folder, Instant before) throws IOException {
    try {
      var id = UUID.fromString(folder.getFileName().toString());
      var data = Files.exists(data(id)) ? data(id) : folder;
      if (Files.getLastModifiedTime(data).toInstant().isBefore(before)) {
        var session = sessions.get(id);
        if (session == null) {
          remove(id);
        } else if (session.lock.tryLock()) {
          try {
            discard(id, session);
          } finally {
            session.lock.unlock();
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Finished or cancelled this instant.
      return;
    } catch (IllegalArgumentException e) {
      throw new EmbeddedRegistryException(
          "the folder %s holds something that is no upload: %s; move it elsewhere"
              .formatted(layout.uploads(), folder.getFileName()),
          e);
    }
  }
}
