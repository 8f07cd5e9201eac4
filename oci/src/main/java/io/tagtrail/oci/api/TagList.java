package io.tagtrail.oci.api;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.json.NodeReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /v2/<name>/tags/list`, page by page. Debian's registry ignores `n` and answers all at once,
/// so a page is bounded by bytes and not by number.
final class TagList {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_TAGS = 1_000_000;

  private final Session session;

  TagList(Session session) {
    this.session = session;
  }

  List<Tag> list(Repository repository) {
    var tags = new LinkedHashSet<Tag>();
    var pages =
        new Pages(
            session,
            repository,
            Ask.of(
                "GET",
                session.uri(repository, "tags/list?n=1000"),
                MAX_BYTES,
                session.timeouts().request()));
    for (var answer = pages.next(); answer != null; answer = pages.next()) {
      if (answer.status() == 404) {
        return List.of();
      }
      if (answer.status() != 200) {
        throw Failures.status(answer);
      }
      int before = tags.size();
      var page = page(answer);
      tags.addAll(page);
      if (tags.size() > MAX_TAGS) {
        throw Failures.lying(answer, "more than " + MAX_TAGS + " tags");
      }
      if (!page.isEmpty() && tags.size() == before) {
        throw Failures.lying(answer, "the pages of the tag list go round in circles");
      }
    }
    return List.copyOf(tags);
  }

  private static List<Tag> page(Answer answer) {
    if (answer.cut()) {
      throw Failures.lying(answer, "a page of the tag list is larger than 16 MiB");
    }
    try {
      var tags = new ArrayList<Tag>();
      for (var item : NodeReader.read(answer.body()).at("tags").items()) {
        @Nullable String text = item.text();
        if (text == null) {
          throw Failures.lying(answer, "the tag list holds something that is not a text");
        }
        tags.add(new Tag(text));
      }
      return tags;
    } catch (JsonException | InvalidValueException e) {
      throw Failures.lying(answer, "the tag list cannot be read: " + e.getMessage());
    }
  }
}
