package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parser of [Route]. It reads from the end: a repository may have components called
/// `manifests` or `blobs`.
final class RouteParser {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern UPLOAD_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private RouteParser() {}

  static Route parse(String rawPath, @Nullable String rawQuery) {
    try {
      return route(segments(rawPath), Query.parse(rawQuery));
    } catch (RefusedException e) {
      return new Route.Refused(e.error());
    }
  }

  /// The decoded segments after the first slash; only the last can be empty, for a path that ends
  /// in a slash.
  private static List<String> segments(String rawPath) throws RefusedException {
    var raw = rawPath.split("/", -1);
    if (raw.length < 2 || !raw[0].isEmpty()) {
      throw noSuchEndpoint(rawPath);
    }
    var segments = new String[raw.length - 1];
    for (int i = 1; i < raw.length; i++) {
      var segment = PercentCoding.decode(raw[i]);
      boolean last = i == raw.length - 1;
      if ((segment.isEmpty() && !last)
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('/') >= 0
          || segment.indexOf('\\') >= 0) {
        throw RefusedException.of(
            ErrorCode.NAME_INVALID,
            "the path '%s' is not in its plain form (an empty or dot segment, or an escaped"
                    .formatted(rawPath)
                + " slash); nothing was changed");
      }
      segments[i - 1] = segment;
    }
    return List.of(segments);
  }

  private static Route route(List<String> path, Query query) throws RefusedException {
    int size = path.size();
    if (!path.getFirst().equals("v2")) {
      throw noSuchEndpoint(String.join("/", path));
    }
    if (size == 1 || (size == 2 && path.get(1).isEmpty())) {
      return new Route.Ping();
    }
    if (size == 2 && path.get(1).equals("_catalog")) {
      return new Route.Catalog(page(query));
    }
    if (size >= 5 && path.get(size - 3).equals("blobs") && path.get(size - 2).equals("uploads")) {
      return upload(name(path, size - 3), path.getLast(), query);
    }
    if (size < 4 || path.getLast().isEmpty()) {
      throw noSuchEndpoint(String.join("/", path));
    }
    var what = path.getLast();
    return switch (path.get(size - 2)) {
      case "manifests" -> new Route.Manifest(name(path, size - 2), reference(what), tags(query));
      case "blobs" -> new Route.Blob(name(path, size - 2), digest(what));
      case "referrers" ->
          new Route.Referrers(
              name(path, size - 2), digest(what), query.one("artifactType"), query.one("last"));
      case "tags" -> {
        if (!what.equals("list")) {
          throw noSuchEndpoint(String.join("/", path));
        }
        yield new Route.Tags(name(path, size - 2), page(query));
      }
      default -> throw noSuchEndpoint(String.join("/", path));
    };
  }

  private static Route upload(RepositoryName name, String id, Query query) throws RefusedException {
    var digest = optional(query.one("digest"));
    if (!id.isEmpty()) {
      if (!UPLOAD_ID.matcher(id).matches()) {
        throw RefusedException.of(
            ErrorCode.BLOB_UPLOAD_UNKNOWN, "there is no upload '" + id + "' in " + name);
      }
      return new Route.Upload(name, UUID.fromString(id), digest);
    }
    var algorithm = query.one("digest-algorithm");
    if (algorithm != null && !algorithm.equals("sha256") && !algorithm.equals("sha512")) {
      throw RefusedException.of(
          ErrorCode.DIGEST_INVALID,
          "the digest algorithm '" + algorithm + "' is not known; use sha256 or sha512");
    }
    var from = query.one("from");
    return new Route.Uploads(
        name,
        digest,
        algorithm,
        optional(query.one("mount")),
        from == null ? null : valid(ErrorCode.NAME_INVALID, RepositoryName::new, from));
  }

  private static RepositoryName name(List<String> path, int end) throws RefusedException {
    return valid(
        ErrorCode.NAME_INVALID, RepositoryName::new, String.join("/", path.subList(1, end)));
  }

  private static ManifestReference reference(String text) throws RefusedException {
    if (text.indexOf(':') >= 0) {
      return new ManifestReference.ByDigest(digest(text));
    }
    if (!Tag.isTag(text)) {
      // 404, as the specification's own suite asks for: no manifest can ever have that name.
      throw new RefusedException(
          new OciError(
              ErrorCode.MANIFEST_UNKNOWN, 404, "'" + text + "' is neither a tag nor a digest"));
    }
    return new ManifestReference.ByTag(new Tag(text));
  }

  private static List<Tag> tags(Query query) throws RefusedException {
    var tags = new LinkedHashSet<Tag>();
    for (var text : query.all("tag")) {
      tags.add(valid(ErrorCode.MANIFEST_INVALID, Tag::new, text));
    }
    return List.copyOf(tags);
  }

  private static @Nullable Digest optional(@Nullable String text) throws RefusedException {
    return text == null ? null : digest(text);
  }

  private static Digest digest(String text) throws RefusedException {
    return valid(ErrorCode.DIGEST_INVALID, Digest::parse, text);
  }

  private static Page page(Query query) throws RefusedException {
    var n = query.one("n");
    if (n != null && !NUMBER.matcher(n).matches()) {
      throw new RefusedException(
          new OciError(
              ErrorCode.UNSUPPORTED,
              400,
              "the page size '" + n + "' is not a number of at most nine digits"));
    }
    return new Page(n == null ? null : Integer.valueOf(n), query.one("last"));
  }

  private static <T> T valid(ErrorCode code, Function<String, T> parse, String text)
      throws RefusedException {
    try {
      return parse.apply(text);
    } catch (InvalidValueException e) {
      throw RefusedException.of(code, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException noSuchEndpoint(String path) {
    return new RefusedException(
        new OciError(
            ErrorCode.UNSUPPORTED, 404, "'" + path + "' is not an endpoint of a registry"));
  }
}
