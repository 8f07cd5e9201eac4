package io.tagtrail.bundle.image;

import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.regex.Pattern;

/// Where custom resources of one kind name their images.
///
/// @param kind `Prometheus`, or with its API group `monitoring.coreos.com/Prometheus`
public record KindPaths(String kind, List<PathExpression> paths) {
  private static final Pattern FORM =
      Pattern.compile("(?:[a-z0-9.-]{1,253}/)?[A-Z][A-Za-z0-9]{0,62}");

  public KindPaths {
    paths = List.copyOf(paths);
    if (!FORM.matcher(kind).matches()) {
      throw new InvalidValueException(
          "not a kind: '%s' (Prometheus, or with its group monitoring.coreos.com/Prometheus)"
              .formatted(Text.clipped(kind, 120)));
    }
    if (paths.isEmpty()) {
      throw new InvalidValueException("the kind %s has no path".formatted(kind));
    }
  }

  boolean isOf(KubeObject object) {
    return kind.indexOf('/') < 0
        ? object.id().kind().equals(kind)
        : kind.equals(object.id().group() + "/" + object.id().kind());
  }
}
