package io.tagtrail.flux.status;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.discovery.Discovery;
import io.tagtrail.flux.discovery.FluxObjects;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import java.util.List;

/// Objects of any content, as kubectl would write them: what comes of them is a report that can be
/// written and read again, and proposals, or a word of what is wrong.
final class ReportFuzz {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @FuzzTest
  void a_report_of_any_objects_survives_its_own_wire(byte[] bytes) {
    FluxObjects read;
    try {
      read = FluxObjects.read(bytes, "the fuzzed file");
    } catch (InvalidValueException e) {
      return;
    }
    var sources = of(read, true);
    var report =
        new ClusterView("fuzz")
            .report(
                new ClusterView.Objects(sources, of(read, false)),
                NOW,
                NOW,
                failing -> LastEvent.of(sources, failing),
                null);
    var json = JsonReader.read(report.toJson().canonicalBytes());
    var again = ClusterReport.fromJson(new ObjectView("the report", (Json.Obj) json));
    if (!again.equals(report)) {
      throw new AssertionError("%s is read as %s".formatted(report, again));
    }
    var found = Discovery.of(read);
    if (found.aliases().size() + found.ungoverned().size() > sources.size()) {
      throw new AssertionError("more than there is: " + found);
    }
  }

  private static List<KubeObject> of(FluxObjects read, boolean sources) {
    return read.objects().stream().filter(each -> each.is(Kind.OCI_REPOSITORY) == sources).toList();
  }
}
