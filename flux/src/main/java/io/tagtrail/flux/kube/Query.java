package io.tagtrail.flux.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// Parts of addresses.
final class Query {
  private Query() {}

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String of(String path, Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&", path + "?", ""));
  }
}
