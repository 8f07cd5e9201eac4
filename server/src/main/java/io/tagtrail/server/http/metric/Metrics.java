package io.tagtrail.server.http.metric;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Everything that the server counts. Values of labels come from the code, the routes and the
/// configuration alone, never from a request: their number is bounded.
public final class Metrics {
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double[] REQUEST = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };
  private static final double[] APPEND = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Meter> meters = new CopyOnWriteArrayList<>();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  private final Counter requests =
      counter("tagtrail_http_requests", "Answered requests by route.", "method", "route", "status");
  private final Histogram requestSeconds =
      histogram(
          "tagtrail_http_request_seconds", "How long requests took, by route.", REQUEST, "route");
  private final Counter moves =
      counter(
          "tagtrail_moves",
          "Requests to move an alias, by what was asked, environment and outcome.",
          "kind",
          "environment",
          "outcome");
  private final Histogram phases =
      histogram(
          "tagtrail_move_phase_seconds",
          "How long moves took from the phase before to the end of this one.",
          REQUEST,
          "phase");
  private final Counter refusedChecks =
      counter("tagtrail_refused_checks", "Checks that refused a move, by name.", "check");
  private final Counter signatures =
      counter(
          "tagtrail_signatures",
          "Signings of authorised moves, by environment and kind: done, failed. A rollback goes on"
              + " unsigned.",
          "environment",
          "kind",
          "result");
  private final Histogram signatureSeconds =
      histogram(
          "tagtrail_signature_seconds",
          "How long the signing of a move took, what the bundle carries looked at first.",
          REQUEST);
  private final Counter refusals =
      counter(
          "tagtrail_refusals",
          "Refusals by what became of them: queued, then recorded, repeated or failed; quota,"
              + " unreadable, ungoverned, dropped.",
          "result");
  private final Counter authentications =
      counter("tagtrail_authentications", "Looks at credentials, by result.", "result");
  private final Counter limited =
      counter("tagtrail_limited_requests", "Requests that a limit turned away.", "limit");
  private final Counter appends =
      counter("tagtrail_ledger_appends", "Appends to the ledger, by result.", "result");
  private final Histogram appendSeconds =
      histogram("tagtrail_ledger_append_seconds", "How long appends took.", APPEND);
  private final Counter background =
      counter(
          "tagtrail_background_work",
          "Rounds of the background work, by what it was and its result.",
          "work",
          "result");
  private final Counter nudges =
      counter(
          "tagtrail_nudges",
          "Calls of receivers, by their name and result: taken, refused, away, superseded, expired.",
          "receiver",
          "result");
  private final Histogram nudgeSeconds =
      histogram(
          "tagtrail_nudge_seconds",
          "How long after the commit a receiver took a call, by its name.",
          REQUEST,
          "receiver");
  private final Counter hooks =
      counter(
          "tagtrail_hook_calls",
          "Notifications, by the hook's name and result: heard, unknown, unreadable, rejected.",
          "hook",
          "result");
  private final Counter sentinelLooks =
      counter("tagtrail_sentinel_looks", "Looks of the sentinel at tags, by result.", "result");
  private final Counter sentinelAnswers =
      counter(
          "tagtrail_sentinel_answers",
          "What the sentinel found moved outside, and answers to it, by environment.",
          "environment",
          "answer");
  private final Counter reloads =
      counter(
          "tagtrail_reloads",
          "Attempts to take changed files anew, by what and result.",
          "what",
          "result");

  public Metrics(String version) {
    var build =
        Info.builder()
            .name("tagtrail_build_info")
            .help("What runs.")
            .labelNames("version", "java")
            .register(registry);
    meters.add(new Meter("tagtrail_build_info", "gauge", List.of("version", "java")));
    build.setLabelValues(version, Runtime.version().toString());
    JvmMetrics.register(this);
  }

  /// A value that is asked for when the metrics are.
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
    meters.add(new Meter(name, "gauge", List.of()));
  }

  /// A sum that is asked for when the metrics are.
  ///
  /// @param name without `_total`
  void counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
    meters.add(new Meter(name + "_total", "counter", List.of()));
  }

  /// Values with labels that are asked for when the metrics are.
  ///
  /// @param values each by the values of its labels, in their order
  public void gauges(
      String name, String help, List<String> labels, Supplier<Map<List<String>, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels.toArray(String[]::new))
        .callback(callback ->
            values.get().forEach((of, value) -> callback.call(value, of.toArray(String[]::new))))
        .register(registry);
    meters.add(new Meter(name, "gauge", labels));
  }

  public void request(String method, String route, int status, double seconds) {
    requests.labelValues(method, route, Integer.toString(status)).inc();
    requestSeconds.labelValues(route).observe(seconds);
  }

  public void move(String kind, String environment, String outcome) {
    moves.labelValues(kind, environment, outcome).inc();
  }

  public void phase(String phase, double seconds) {
    phases.labelValues(phase).observe(seconds);
  }

  public void refusedBy(String check) {
    refusedChecks.labelValues(check).inc();
  }

  public void signature(String environment, String kind, String result, double seconds) {
    signatures.labelValues(environment, kind, result).inc();
    signatureSeconds.observe(seconds);
  }

  public void refusal(String result) {
    refusals.labelValues(result).inc();
  }

  public void authentication(String result) {
    authentications.labelValues(result).inc();
  }

  public void limited(String limit) {
    limited.labelValues(limit).inc();
  }

  public void append(String result, double seconds) {
    appends.labelValues(result).inc();
    appendSeconds.observe(seconds);
  }

  public void background(String work, String result) {
    background.labelValues(work, result).inc();
  }

  /// @param seconds since the commit
  public void nudge(String receiver, String result, double seconds) {
    nudges.labelValues(receiver, result).inc();
    if (result.equals("taken")) {
      nudgeSeconds.labelValues(receiver).observe(seconds);
    }
  }

  public void hook(String name, String result) {
    hooks.labelValues(name, result).inc();
  }

  public void sentinelLook(String result) {
    sentinelLooks.labelValues(result).inc();
  }

  /// Begins the counts that alerts ask about: `increase` does not see a count that begins at one.
  public void sentinelWatches(String environment) {
    for (var answer : List.of("before", "foreign", "ledger-behind")) {
      sentinelAnswers.initLabelValues(environment, answer);
    }
  }

  /// As [#sentinelWatches], of an environment that signs.
  public void signs(String environment) {
    for (var kind : List.of("promotion", "rollback")) {
      signatures.initLabelValues(environment, kind, "failed");
    }
  }

  /// As [#sentinelWatches], of a receiver.
  public void tells(String receiver) {
    for (var result : List.of("refused", "away", "expired")) {
      nudges.initLabelValues(receiver, result);
    }
  }

  /// As [#sentinelWatches], of a hook.
  public void listens(String hook) {
    for (var result : List.of("rejected", "unreadable")) {
      hooks.initLabelValues(hook, result);
    }
  }

  public void sentinelAnswer(String environment, String answer) {
    sentinelAnswers.labelValues(environment, answer).inc();
  }

  public void reload(String what, String result) {
    reloads.labelValues(what, result).inc();
  }

  /// All of them, in Prometheus' text format 0.0.4.
  public byte[] text() {
    var out = new ByteArrayOutputStream(16 << 10);
    try {
      writer.write(out, registry.scrape(), EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// All of them, as they were registered; more may follow until the server is up.
  public List<Meter> meters() {
    return List.copyOf(meters);
  }

  private Counter counter(String name, String help, String... labels) {
    meters.add(new Meter(name + "_total", "counter", List.of(labels)));
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }

  private Histogram histogram(String name, String help, double[] bounds, String... labels) {
    meters.add(new Meter(name, "histogram", List.of(labels)));
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(bounds)
        .labelNames(labels)
        .withoutExemplars()
        .register(registry);
  }
}
