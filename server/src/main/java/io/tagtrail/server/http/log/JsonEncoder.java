package io.tagtrail.server.http.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One JSON object a line: `time`, `level`, `logger`, `message`, the key-value pairs of the call,
/// and for an unexpected failure its class, message and where it came from. All text is bounded and
/// printable, so that nothing from outside can write a line of its own.
final class JsonEncoder extends EncoderBase<ILoggingEvent> {
  private static final int TEXT_BYTES = 4_000;
  private static final int FRAMES = 12;

  @Override
  public byte[] encode(ILoggingEvent event) {
    var out =
        new ObjectBuilder()
            .put("time", Instant.ofEpochMilli(event.getTimeStamp()))
            .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
            .put("logger", event.getLoggerName())
            .put("message", Text.clipped(event.getFormattedMessage(), TEXT_BYTES));
    var pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (var pair : pairs) {
        switch (pair.value) {
          case null -> {}
          case Long number -> out.put(pair.key, number);
          case Integer number -> out.put(pair.key, number);
          case Boolean flag -> out.put(pair.key, flag);
          default -> out.put(pair.key, Text.clipped(pair.value.toString(), TEXT_BYTES));
        }
      }
    }
    failure(event.getThrowableProxy(), out);
    return (out.build().canonical() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void failure(@Nullable IThrowableProxy failure, ObjectBuilder out) {
    if (failure == null) {
      return;
    }
    var frames = new ArrayList<String>();
    for (IThrowableProxy each = failure; each != null && frames.size() < FRAMES; ) {
      frames.add(each.getClassName() + ": " + Text.clipped(String.valueOf(each.getMessage()), 400));
      var trace = each.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(trace.length, FRAMES / 2); i++) {
        frames.add(trace[i].getSTEAsString());
      }
      each = each.getCause();
    }
    out.put("failure", String.join(" | ", frames));
  }

  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }
}
