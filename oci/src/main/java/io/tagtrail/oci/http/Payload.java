package io.tagtrail.oci.http;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// The body of an answer: read up to a bound, or left to be streamed.
sealed interface Payload {
  /// As much of an error's body as is ever read.
  int ERROR_LIMIT = 8 << 10;

  record Bytes(byte[] bytes, boolean cut) implements Payload {}

  record Streamed(InputStream stream) implements Payload {}

  /// Reads at most `limit` bytes of a good answer, and [#ERROR_LIMIT] of another.
  static BodyHandler<Payload> bounded(int limit) {
    return info -> new Bounded(good(info.statusCode()) ? limit : Math.min(limit, ERROR_LIMIT));
  }

  /// Streams a good answer.
  static BodyHandler<Payload> streamed() {
    return info ->
        good(info.statusCode())
            ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), Streamed::new)
            : new Bounded(ERROR_LIMIT);
  }

  private static boolean good(int status) {
    return status >= 200 && status < 300;
  }

  /// Stops reading at the bound, whatever length the answer claimed; the connection is closed then.
  final class Bounded implements BodySubscriber<Payload> {
    private final int limit;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Payload> done = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    Bounded(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<Payload> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Subscription next) {
      subscription = next;
      next.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (var buffer : buffers) {
        int room = limit - read.size();
        var chunk = new byte[Math.min(room, buffer.remaining())];
        buffer.get(chunk);
        read.writeBytes(chunk);
        if (buffer.hasRemaining()) {
          if (subscription != null) {
            subscription.cancel();
          }
          done.complete(new Bytes(read.toByteArray(), true));
          return;
        }
      }
    }

    @Override
    public void onError(Throwable problem) {
      done.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      done.complete(new Bytes(read.toByteArray(), false));
    }
  }
}
