package io.tagtrail.oci.api;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `GET /v2/<name>/referrers/<digest>`.
final class ReferrerList {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_ENTRIES = 10_000;

  private final Session session;

  ReferrerList(Session session) {
    this.session = session;
  }

  /// The entries as they are; empty where the registry has no such API, and the fallback tag holds
  /// them. The artifact type is not passed on: not every registry filters by it.
  Optional<List<Node>> list(Repository repository, Digest subject) {
    var first =
        Ask.of(
                "GET",
                session.uri(repository, "referrers/" + subject),
                MAX_BYTES,
                session.timeouts().request())
            .header("Accept", MediaTypes.OCI_INDEX);
    var pages = new Pages(session, repository, first);
    var entries = new ArrayList<Node>();
    for (var answer = pages.next(); answer != null; answer = pages.next()) {
      switch (answer.status()) {
        case 200 -> {
          if (!MediaTypes.OCI_INDEX.equals(answer.mediaType())) {
            return Optional.empty(); // A page for people, or something else that knows no API.
          }
          entries.addAll(page(answer));
        }
        // 404 is what the specification says; the others are what registries and proxies say that
        // have never heard of it.
        case 400, 404, 405, 406, 501 -> {
          return Optional.empty();
        }
        default -> throw Failures.status(answer);
      }
      if (entries.size() > MAX_ENTRIES) {
        throw Failures.lying(answer, "more than " + MAX_ENTRIES + " referrers");
      }
    }
    return Optional.of(entries);
  }

  private static List<Node> page(Answer answer) {
    if (answer.cut()) {
      throw Failures.lying(answer, "a page of referrers is larger than 4 MiB");
    }
    try {
      return NodeReader.read(answer.body()).at("manifests").items();
    } catch (JsonException e) {
      throw Failures.lying(answer, "the list of referrers is " + e.getMessage());
    }
  }
}
