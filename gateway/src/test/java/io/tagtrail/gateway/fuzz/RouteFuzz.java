package io.tagtrail.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.gateway.protocol.Page;
import io.tagtrail.gateway.protocol.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The target of a request: path, question mark, query.
final class RouteFuzz {
  @FuzzTest
  void a_target_is_refused_or_means_the_same_when_it_is_written_plainly(byte[] bytes) {
    var target = new String(bytes, StandardCharsets.ISO_8859_1);
    int mark = target.indexOf('?');
    var route =
        mark < 0
            ? Route.parse(target, null)
            : Route.parse(target.substring(0, mark), target.substring(mark + 1));
    if (route instanceof Route.Refused(var error)) {
      Refusals.check(error);
      return;
    }
    var query = new ArrayList<String>();
    var path = plain(route, query);
    assertThat(path).doesNotContain("%", "\\");
    assertThat(path.split("/")).doesNotContain(".", "..");
    assertThat(Route.parse(path, query.isEmpty() ? null : String.join("&", query)))
        .isEqualTo(route);
  }

  private static String plain(Route route, List<String> query) {
    return switch (route) {
      case Route.Ping() -> "/v2/";
      case Route.Catalog(var page) -> {
        add(page, query);
        yield "/v2/_catalog";
      }
      case Route.Blob(var name, var digest) -> "/v2/" + name + "/blobs/" + digest;
      case Route.Manifest(var name, var reference, var tags) -> {
        tags.forEach(tag -> add("tag", tag, query));
        yield "/v2/" + name + "/manifests/" + reference;
      }
      case Route.Uploads(var name, var digest, var algorithm, var mount, var from) -> {
        add("digest", digest, query);
        add("digest-algorithm", algorithm, query);
        add("mount", mount, query);
        add("from", from, query);
        yield "/v2/" + name + "/blobs/uploads/";
      }
      case Route.Upload(var name, var id, var digest) -> {
        add("digest", digest, query);
        yield "/v2/" + name + "/blobs/uploads/" + id;
      }
      case Route.Tags(var name, var page) -> {
        add(page, query);
        yield "/v2/" + name + "/tags/list";
      }
      case Route.Referrers(var name, var subject, var type, var last) -> {
        add("artifactType", type, query);
        add("last", last, query);
        yield "/v2/" + name + "/referrers/" + subject;
      }
      case Route.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static void add(Page page, List<String> query) {
    add("n", page.limit(), query);
    add("last", page.last(), query);
  }

  private static void add(String name, @Nullable Object value, List<String> query) {
    if (value != null) {
      var text = new StringBuilder();
      value.toString().chars().forEach(c -> text.append("%%%02X".formatted(c)));
      query.add(name + "=" + text);
    }
  }
}
