package io.tagtrail.bench.world;

import java.util.regex.Pattern;

/// A request as a registry sees it, by what it is for: `HEAD tag`, `GET manifest by digest`.
public record Seen(String method, String what) {
  private static final Pattern ROUTE =
      Pattern.compile("/v2/.+/(manifests|blobs/uploads|blobs|referrers|tags)/?([^/?]*).*");

  static Seen of(String method, String target) {
    var route = ROUTE.matcher(target);
    if (!route.matches()) {
      return new Seen(method, target.startsWith("/v2/") ? "/v2/" : "something else");
    }
    var name = route.group(2);
    return new Seen(
        method,
        switch (route.group(1)) {
          case "manifests" -> manifest(name);
          case "blobs" -> "blob";
          case "blobs/uploads" -> target.contains("mount=") ? "upload (mount)" : "upload";
          case "referrers" -> "referrers";
          default -> "tag list";
        });
  }

  private static String manifest(String name) {
    if (name.startsWith("sha256:")) {
      return "manifest by digest";
    }
    if (name.startsWith("sha256-")) {
      return "fallback tag";
    }
    return name.matches(".+\\.[0-9]+") ? "keep-tag" : "tag";
  }

  @Override
  public String toString() {
    return method + " " + what;
  }
}
