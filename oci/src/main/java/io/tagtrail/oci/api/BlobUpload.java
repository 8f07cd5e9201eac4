package io.tagtrail.oci.api;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.auth.Scope;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.http.Hosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `POST /v2/<name>/blobs/uploads/` (with a mount where that can work), then one `PUT` of the whole
/// blob with its length. Chunks are not used: a blob that fails is sent again from its start.
final class BlobUpload {
  private static final int MAX_BYTES = 64 << 10;

  private final Session session;

  BlobUpload(Session session) {
    this.session = session;
  }

  /// Puts a blob there.
  ///
  /// @param from a repository of the same registry that may have it, to mount it from
  /// @param open opens the bytes, again at every try
  /// @param moved told how many more bytes have passed
  /// @return whether the registry mounted it, and nothing passed through here
  boolean upload(
      Repository repository,
      Descriptor blob,
      @Nullable String from,
      Supplier<InputStream> open,
      LongConsumer moved) {
    return Retries.of(() -> {
      var uploads = session.uri(repository, "blobs/uploads/");
      if (from != null) {
        var mount = URI.create(uploads + "?mount=" + blob.digest() + "&from=" + from);
        var answer = post(Scope.mount(repository, from), mount);
        if (answer.status() == 201) {
          return true;
        }
        if (answer.status() == 202) {
          put(repository, blob, location(answer), open, moved);
          return false;
        }
        // Refused or not known here: an upload needs no more than the right to push.
      }
      var answer = post(Scope.push(repository), uploads);
      if (answer.status() != 202) {
        throw Failures.status(answer);
      }
      put(repository, blob, location(answer), open, moved);
      return false;
    });
  }

  private Answer post(Scope scope, URI uri) {
    var ask = Ask.of("POST", uri, MAX_BYTES, session.timeouts().request());
    return session.repeatable(scope, ask);
  }

  private void put(
      Repository repository,
      Descriptor blob,
      URI location,
      Supplier<InputStream> open,
      LongConsumer moved) {
    var separator = location.getRawQuery() == null ? "?" : "&";
    var target = URI.create(location + separator + "digest=" + blob.digest());
    var count = new AtomicLong();
    try (var stream =
        new CheckedStream(
            open.get(),
            blob,
            n -> {
              count.addAndGet(n);
              moved.accept(n);
            })) {
      var ask =
          Ask.of("PUT", target, MAX_BYTES, session.timeouts().stall())
              .body("application/octet-stream", publisher(stream, blob.size()), count::get);
      send(repository, blob, stream, ask);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(Repository repository, Descriptor blob, CheckedStream stream, Ask ask) {
    Answer answer;
    try {
      answer = session.streamed(Scope.push(repository), ask);
    } catch (RegistryException e) {
      if (stream.mismatch()) {
        throw new RegistryException(
            Kind.LYING,
            Applied.NO,
            0,
            "the source of blob %s gave other bytes than its digest says. It was not copied."
                .formatted(blob.digest()),
            e);
      }
      throw e;
    }
    switch (answer.status()) {
      case 200, 201, 202, 204 -> {
        var digest = answer.header("Docker-Content-Digest");
        if (digest != null && !digest.equals(blob.digest().toString())) {
          throw Failures.lying(
              answer, "it says that it stored %s, not %s".formatted(digest, blob.digest()));
        }
      }
      default -> throw Failures.status(answer);
    }
  }

  private static BodyPublisher publisher(InputStream stream, long size) {
    // A publisher of a known length must not be of length zero in the JDK's client.
    return size == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> stream), size);
  }

  /// Where the upload goes on. Only at the registry itself: our credentials go with it, and a blob
  /// must not be steered to an address that the registry makes up.
  private static URI location(Answer answer) {
    var text = answer.header("Location");
    var asked = answer.ask().uri();
    URI to;
    try {
      to = text == null ? null : asked.resolve(text);
    } catch (IllegalArgumentException e) {
      throw Failures.lying(answer, "its upload Location is not an address");
    }
    if (to == null || to.getScheme() == null || !Hosts.sameHost(asked, to)) {
      throw Failures.lying(
          answer,
          "its upload Location is missing, or is at another host or scheme than the registry"
              + " (behind a proxy, the registry must be told its outside address)");
    }
    return to;
  }
}
