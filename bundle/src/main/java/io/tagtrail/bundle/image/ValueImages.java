package io.tagtrail.bundle.image;

import io.tagtrail.bundle.model.ImageUse.Origin;
import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.core.model.Digest;
import java.math.BigDecimal;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The images in the values of a Helm chart, by the conventions that charts keep:
///
/// | values | image |
/// |---|---|
/// | `image: {registry, repository, tag, digest}` | of these parts |
/// | `image: registry/repository:tag`, `sidecarImage: …` | itself |
/// | `image: repository` beside `tag: …` or `imageTag: …` | of both |
/// | any mapping with `repository` and `tag` or `digest` | of these parts |
///
/// What stands below `enabled: false` is not installed, and is left out.
final class ValueImages {
  private static final Pattern KEY = Pattern.compile("image|.*(?:Image|[_-]image)");

  /// A reference as a text: no address of a web page, no file, no template.
  private static final Pattern REFERENCE =
      Pattern.compile("[A-Za-z0-9$][A-Za-z0-9._:@/${}-]*[A-Za-z0-9}]");

  private final @Nullable String appVersion;
  private final BiConsumer<String, Origin> found;

  /// @param appVersion what a chart puts where a tag is empty; null where it is not known
  ValueImages(@Nullable String appVersion, BiConsumer<String, Origin> found) {
    this.appVersion = appVersion;
    this.found = found;
  }

  void find(Value value) {
    switch (value) {
      case Value.Mapping mapping -> mapping(mapping);
      case Value.Items items -> items.values().forEach(this::find);
      case Value.Scalar scalar -> {
        // Only under a key does a text say that it is an image.
      }
    }
  }

  private void mapping(Value.Mapping mapping) {
    if (mapping.get("enabled") instanceof Value.Scalar enabled && enabled.isFalse()) {
      return;
    }
    mapping
        .entries()
        .forEach((key, child) -> {
          boolean image = KEY.matcher(key).matches();
          switch (child) {
            case Value.Mapping inner when isParts(inner, image) -> parts(inner);
            case Value.Mapping inner -> mapping(inner);
            case Value.Items items -> items.values().forEach(this::find);
            case Value.Scalar text -> {
              if (image) {
                text(mapping, key, text);
              }
            }
          }
        });
  }

  private static boolean isParts(Value.Mapping mapping, boolean image) {
    var repository = mapping.text("repository");
    return repository != null
        && isReference(repository)
        && (image || mapping.text("tag") != null || mapping.text("digest") != null);
  }

  private void parts(Value.Mapping mapping) {
    if (mapping.get("enabled") instanceof Value.Scalar enabled && enabled.isFalse()) {
      return;
    }
    var registry = mapping.text("registry");
    var repository = String.valueOf(mapping.text("repository")).strip();
    var name = registry == null || registry.isBlank() ? repository : registry + "/" + repository;
    var digest = mapping.text("digest");
    var tag = tag(mapping.get("tag"));
    if (tag == null && (digest == null || !Digest.isDigest(digest))) {
      whole(name);
      return;
    }
    var full = tag == null ? name : name + ":" + tag;
    found.accept(
        digest != null && Digest.isDigest(digest) ? full + "@" + digest : full, Origin.VALUES);
  }

  private void text(Value.Mapping around, String key, Value.Scalar scalar) {
    var text = scalar.text().strip();
    if (scalar.isNull() || scalar.isBool() || scalar.isNumber() || !isReference(text)) {
      return;
    }
    boolean named = key.equals("image");
    // `backgroundImage: sea` is none.
    if (!named && text.indexOf('/') < 0 && text.indexOf(':') < 0) {
      return;
    }
    var tag = tag(around.get(named ? "tag" : key + "Tag"));
    if (tag == null && named) {
      tag = tag(around.get("imageTag"));
    }
    if (tag != null && !hasTag(text)) {
      found.accept(text + ":" + tag, Origin.VALUES);
    } else {
      whole(text);
    }
  }

  /// A name without a tag gets the chart's `appVersion` by convention.
  private void whole(String name) {
    if (hasTag(name)) {
      found.accept(name, Origin.VALUES);
    } else {
      found.accept(appVersion == null ? name : name + ":" + appVersion, Origin.ASSUMED);
    }
  }

  private static boolean hasTag(String text) {
    return text.indexOf('@') >= 0 || text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
  }

  private static boolean isReference(String text) {
    return text.length() <= 512 && REFERENCE.matcher(text).matches() && !text.contains("//");
  }

  /// The tag as Helm's templates print it: `1.10` without quotes is the number 1.1.
  private static @Nullable String tag(@Nullable Value value) {
    if (!(value instanceof Value.Scalar scalar) || scalar.isNull() || scalar.text().isBlank()) {
      return null;
    }
    var text = scalar.text().strip();
    boolean fraction = scalar.isNumber() && text.matches("\\d{1,15}\\.\\d{1,15}");
    return fraction ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
  }
}
