package io.tagtrail.flux.kube;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The changes of one kind as they come, until the cluster ends it, it falls silent, or it is
/// closed.
final class Watch implements AutoCloseable {
  private static final int LINE_BYTES = 8 << 20;

  private final InputStream in;
  private final String apiVersion;
  private final String kind;
  private final byte[] buffer = new byte[32 << 10];
  private int from;
  private int to;

  Watch(InputStream in, String apiVersion, String kind) {
    this.in = in;
    this.apiVersion = apiVersion;
    this.kind = kind;
  }

  /// The next one; null where it ended.
  ///
  /// @throws KubeException where it broke or what came is no event
  @Nullable WatchEvent next() throws KubeException {
    try {
      for (var line = line(); line != null; line = line()) {
        if (line.length > 0) {
          return event(line);
        }
      }
      return null;
    } catch (PatientStream.SilentException e) {
      throw new KubeException(
          0, "the watch of %s fell silent: %s".formatted(kind, e.getMessage()), e);
    } catch (IOException e) {
      throw new KubeException(0, "the watch of %s broke: %s".formatted(kind, why(e)), e);
    } catch (JsonException e) {
      throw new KubeException(
          0, "the watch of %s brought what is no event: %s".formatted(kind, e.getMessage()), e);
    }
  }

  private WatchEvent event(byte[] line) {
    var event = new KubeObject(KubeReader.event(line));
    if (!(event.at("object") instanceof io.tagtrail.core.json.Json.Obj inner)) {
      throw new JsonException("an event without an object");
    }
    var object = new KubeObject(inner);
    return switch (String.valueOf(event.text("type"))) {
      case "ADDED", "MODIFIED" -> new WatchEvent.Set(object.of(apiVersion, kind));
      case "DELETED" -> new WatchEvent.Removed(object.of(apiVersion, kind));
      case "BOOKMARK" -> new WatchEvent.Bookmark(object.resourceVersion());
      case "ERROR" -> failed(object);
      default ->
          throw new JsonException(
              "an event of the type " + Text.clipped(String.valueOf(event.text("type")), 40));
    };
  }

  private static WatchEvent failed(KubeObject status) {
    var code = status.number("code");
    var reason = String.valueOf(status.text("reason"));
    boolean gone = reason.equals("Expired") || reason.equals("Gone");
    var message = status.text("message");
    return new WatchEvent.Failed(
        gone ? 410 : code == null ? 500 : Math.clamp(code, 0, 999),
        Text.clipped(message == null ? reason : message, 300));
  }

  private byte @Nullable [] line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      if (from == to) {
        from = 0;
        int n = in.read(buffer);
        to = Math.max(n, 0);
        if (n < 0) {
          // Half a line was cut off: it is not one, and the next watch brings it again.
          return null;
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      if (line.size() > LINE_BYTES) {
        throw new IOException("a line is longer than %d MiB".formatted(LINE_BYTES >> 20));
      }
      if (end < to) {
        from = end + 1;
        return line.toByteArray();
      }
      from = to;
    }
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
