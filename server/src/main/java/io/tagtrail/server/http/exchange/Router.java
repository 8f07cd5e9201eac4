package io.tagtrail.server.http.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds the route of a request. No path of the API holds an escape, a parameter, an empty or a dot
/// segment: such a path is simply none of them, and nothing is decoded before it is compared.
public final class Router {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final List<Route> routes;

  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public List<Route> routes() {
    return routes;
  }

  /// What came of looking.
  public sealed interface Match {
    record Found(Route route, Map<String, String> variables) implements Match {}

    /// The path is one, the method is not.
    ///
    /// @param allow the value of the Allow header
    record OtherMethod(String allow) implements Match {}

    record None() implements Match {}
  }

  /// HEAD is GET without its body.
  public Match match(String method, String path) {
    if (!path.startsWith("/") || path.length() > 1_024) {
      return new Match.None();
    }
    var segments = Template.split(path);
    if (!segments.stream().allMatch(segment -> SEGMENT.matcher(segment).matches())) {
      return new Match.None();
    }
    var others = new ArrayList<Route>();
    for (var route : routes) {
      var variables = route.path().match(segments);
      if (variables != null) {
        if (route.method().equals(method) || (method.equals("HEAD") && hasHead(route))) {
          return new Match.Found(route, variables);
        }
        others.add(route);
      }
    }
    return others.isEmpty() ? new Match.None() : new Match.OtherMethod(allow(others));
  }

  /// A stream has no end that HEAD could leave out.
  private static boolean hasHead(Route route) {
    return route.method().equals("GET") && route.access() != Route.Access.STREAM;
  }

  private static String allow(List<Route> routes) {
    var methods = new TreeSet<String>();
    for (var route : routes) {
      methods.add(route.method());
      if (hasHead(route)) {
        methods.add("HEAD");
      }
    }
    return String.join(", ", methods);
  }
}
