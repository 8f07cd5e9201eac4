package io.tagtrail.server.http;

import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.http.limit.Buckets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One line for each request that somebody may ask about later. What nobody's token was shown for
/// is logged a few times a second only: a flood must not fill the disk.
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.tagtrail.request");
  private static final String STRANGERS = "strangers";

  private final Buckets strangers = new Buckets(5, 50, 1, Time.system());

  void write(ApiHandler.Seen seen, int status, double seconds) {
    var call = seen.call;
    var asker = call == null ? null : call.asker();
    if (asker == null) {
      if (status < 400) {
        // Probes, documents, metrics: counted, not told.
        return;
      }
      if (!strangers.take(STRANGERS).isZero()) {
        return;
      }
    }
    line(status)
        .addKeyValue("request", seen.request)
        .addKeyValue("method", seen.method)
        .addKeyValue("route", seen.route)
        .addKeyValue("status", status)
        .addKeyValue("millis", Math.round(seconds * 1_000))
        .addKeyValue("identity", asker == null ? null : asker.identity().id())
        .addKeyValue("alias", call == null ? null : call.alias())
        .addKeyValue("outcome", call == null ? null : call.outcome())
        .log("request");
  }

  private static LoggingEventBuilder line(int status) {
    return status >= 500 ? LOG.atWarn() : LOG.atInfo();
  }
}
