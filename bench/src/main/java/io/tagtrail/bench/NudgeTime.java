package io.tagtrail.bench;

import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.ApiClient;
import io.tagtrail.bench.world.Databases;
import io.tagtrail.bench.world.Folders;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.bench.world.ServerHome;
import io.tagtrail.bench.world.ServerProcess;
import io.tagtrail.bench.world.Shelf;
import io.tagtrail.bench.world.ToldReceiver;
import io.tagtrail.flux.event.BodySignature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// From the commit of a move to the call of a Receiver, beside a bare POST of the same body to the
/// same receiver.
final class NudgeTime implements Benchmark {
  private static final byte[] KEY = "token of the receiver".getBytes(StandardCharsets.UTF_8);
  private static final int CALLS = 10;

  @Override
  public void run(Settings settings, Report report) throws Exception {
    report
        .line(
            "`tagtrail serve` in a process of its own, one receiver of the type generic-hmac in this "
                + "one; a promotion by API, then its call, then the next. From the event's time (taken "
                + "as the append begins, so that the commit's own way to the disk is in it, and cut "
                + "to whole milliseconds, which adds half of one on average) to the moment that the "
                + "receiver has the whole body. Beside it, in rounds of 10 in turn, a POST of the "
                + "same bytes, signed anew, on an open connection, from before the signing to the "
                + "same moment.")
        .table(
            "registry",
            "ledger",
            "n",
            "commit → call p50",
            "p99",
            "bare POST p50",
            "p99",
            "ratio of p50",
            "load after");
    var registries = Registries.all(settings.tiny());
    settings.withEach(databases -> {
      var name = registries.names().getFirst();
      var folder = settings.work().resolve("round");
      try (var served = registries.start(name, folder.resolve("registry"))) {
        measure(settings.in(folder), databases, served, report);
      }
      databases.drop("nudge");
      Folders.delete(folder);
    });
  }

  private static void measure(Settings settings, Databases databases, Served served, Report report)
      throws Exception {
    int rounds = settings.rounds(30, 1);
    int warm = settings.size(20, 1);
    var shelf = new Shelf(served.host(), 1, false);
    shelf.stock((warm + rounds) * CALLS);
    var calls = new Samples();
    var bare = new Samples();
    try (var receiver = new ToldReceiver()) {
      var home = home(settings, databases, served, receiver);
      try (var server = ServerProcess.start(new Programs(settings.root()).deployed(), home);
          var client = new ApiClient(server.uri(), home.token());
          var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        for (int round = -warm; round < rounds; round++) {
          var body = new byte[0];
          for (int i = 0; i < CALLS; i++) {
            client.promote(Shelf.application(0), shelf.governed(0).digest());
            var told = receiver.next();
            body = told.body();
            if (round >= 0) {
              calls.add(told.sinceEvent().toNanos());
            }
          }
          for (int i = 0; i < CALLS; i++) {
            long took = post(http, receiver, body);
            if (round >= 0) {
              bare.add(took);
            }
          }
        }
      }
    }
    report.row(
        served.name(),
        databases.name(),
        Integer.toString(calls.size()),
        Report.ms(calls.median()),
        Report.ms(calls.percentile(99)),
        Report.ms(bare.median()),
        Report.ms(bare.percentile(99)),
        Report.times(calls.over(bare)),
        Machine.load());
  }

  private static ServerHome home(
      Settings settings, Databases databases, Served served, ToldReceiver receiver)
      throws Exception {
    var folder = settings.work().resolve("server");
    Files.createDirectories(folder);
    Files.write(folder.resolve("token"), KEY);
    return ServerHome.make(
        folder,
        databases,
        "nudge",
        served.host(),
        List.of(Shelf.application(0)),
        """
        flux:
          receivers:
            - {name: bench, type: generic-hmac, url: "%s", secretFile: token, on: "*/*"}
        """
            .formatted(receiver.uri()));
  }

  private static long post(HttpClient http, ToldReceiver receiver, byte[] body)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    var request =
        HttpRequest.newBuilder(receiver.uri())
            .header("Content-Type", "application/json")
            .header(BodySignature.HEADER, BodySignature.of(body, KEY))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException("the receiver answered " + answer.statusCode());
    }
    return receiver.next().nanos() - began;
  }
}
