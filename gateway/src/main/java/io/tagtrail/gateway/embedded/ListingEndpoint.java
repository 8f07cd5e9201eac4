package io.tagtrail.gateway.embedded;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Page;
import io.tagtrail.gateway.protocol.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What lists: the tags (end-8), the referrers (end-12) and the catalog. Only GET and HEAD come
/// here.
final class ListingEndpoint {
  private final FolderStore store;

  ListingEndpoint(FolderStore store) {
    this.store = store;
  }

  Answer tags(Route.Tags route) {
    if (!store.isKnown(route.name())) {
      return Answer.error(
          OciError.of(ErrorCode.NAME_UNKNOWN, "there is no repository " + route.name()));
    }
    var slice = route.page().of(store.manifests().tags(route.name()));
    var json =
        new ObjectBuilder()
            .put("name", route.name().value())
            .put("tags", texts(slice.entries()))
            .build();
    return paged(Answer.json(json), "/v2/" + route.name() + "/tags/list", route.page(), slice);
  }

  Answer catalog(Route.Catalog route) {
    var slice = route.page().of(store.repositories());
    var json = new ObjectBuilder().put("repositories", texts(slice.entries())).build();
    return paged(Answer.json(json), "/v2/_catalog", route.page(), slice);
  }

  Answer referrers(Route.Referrers route) {
    var type = route.artifactType();
    var slice = store.referrers().list(route.name(), route.subject(), type, route.last());
    var index =
        new ObjectBuilder()
            .put("schemaVersion", 2L)
            .put("mediaType", ManifestShape.OCI_INDEX)
            .put("manifests", new Json.Arr(slice.entries()))
            .build();
    var answer =
        Answer.of(200)
            .with(new Answer.Body.Bytes(index.canonicalBytes()))
            .with("Content-Type", ManifestShape.OCI_INDEX);
    if (type != null) {
      answer = answer.with("OCI-Filters-Applied", "artifactType");
    }
    var next = slice.next();
    if (next == null) {
      return answer;
    }
    var filter = type == null ? "" : "&artifactType=" + encode(type);
    return link(
        answer,
        "/v2/%s/referrers/%s?last=%s%s".formatted(route.name(), route.subject(), next, filter));
  }

  private static Answer paged(Answer answer, String path, Page page, Page.Slice slice) {
    return slice.more()
        ? link(answer, path + "?n=" + page.limit() + "&last=" + encode(slice.entries().getLast()))
        : answer;
  }

  private static Answer link(Answer answer, String target) {
    return answer.with("Link", "<" + target + ">; rel=\"next\"");
  }

  private static Json texts(List<String> list) {
    return new Json.Arr(list.stream().<Json>map(Json.Str::new).toList());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
