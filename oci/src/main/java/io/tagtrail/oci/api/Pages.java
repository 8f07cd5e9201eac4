package io.tagtrail.oci.api;

import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.http.Hosts;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Follows `Link: <…>; rel="next"` from page to page (RFC 8288), on the registry's own host only,
/// and never to a page that was seen before.
final class Pages {
  private static final int MAX_PAGES = 10_000;
  private static final Pattern NEXT =
      Pattern.compile(
          "<([^<>]{1,4096})>\\s*;[^<]*rel\\s*=\\s*\"?next\"?", Pattern.CASE_INSENSITIVE);

  private final Session session;
  private final Repository repository;
  private final Set<URI> seen = new HashSet<>();
  private @Nullable Ask next;

  Pages(Session session, Repository repository, Ask first) {
    this.session = session;
    this.repository = repository;
    this.next = first;
    this.seen.add(first.uri());
  }

  /// The next page, good or not; null after the last one.
  @Nullable Answer next() {
    var ask = next;
    if (ask == null) {
      return null;
    }
    var answer = session.read(repository, ask);
    var link = answer.status() == 200 ? link(answer) : null;
    next = link == null ? null : ask.to(link);
    return answer;
  }

  private @Nullable URI link(Answer answer) {
    for (var header : answer.headers("Link")) {
      var matcher = NEXT.matcher(header);
      if (matcher.find()) {
        var from = answer.ask().uri();
        URI to;
        try {
          to = from.resolve(matcher.group(1).strip());
        } catch (IllegalArgumentException e) {
          throw Failures.lying(answer, "its Link is not an address");
        }
        if (to.getScheme() == null || !Hosts.sameHost(from, to)) {
          throw Failures.lying(answer, "its Link leads to another host");
        }
        if (!seen.add(to) || seen.size() > MAX_PAGES) {
          throw Failures.lying(answer, "its pages go round in circles, or are too many");
        }
        return to;
      }
    }
    return null;
  }
}
