package io.tagtrail.flux.status;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.flux.kube.KubeObject;
import java.util.regex.Pattern;

/// What an OCIRepository follows. Of its references a digest comes before a version range, and that
/// before a tag; without any it is `latest`.
///
/// Source: source-controller, api/v1 OCIRepositoryRef.
public sealed interface Followed {
  /// A tag: what Tagtrail moves.
  record ByTag(Location location) implements Followed {}

  /// The newest version in a range.
  ///
  /// @param filter what tags must match as well; empty for nothing
  record ByVersion(Repository repository, String range, String filter) implements Followed {}

  /// One digest for good.
  record ByDigest(Repository repository, String digest) implements Followed {}

  /// Nothing that can be read.
  record Unclear(String why) implements Followed {}

  Pattern SCHEME = Pattern.compile("oci://.+");

  static Followed of(KubeObject source) {
    var url = source.text("spec", "url");
    if (url == null || !SCHEME.matcher(url).matches()) {
      return new Unclear("its url is not oci://registry/repository");
    }
    try {
      var repository = Repository.parse(url.replaceAll("/+$", ""));
      var digest = source.text("spec", "ref", "digest");
      if (digest != null) {
        return new ByDigest(repository, digest);
      }
      var range = source.text("spec", "ref", "semver");
      if (range != null) {
        var filter = source.text("spec", "ref", "semverFilter");
        return new ByVersion(repository, range, filter == null ? "" : filter);
      }
      var tag = source.text("spec", "ref", "tag");
      return new ByTag(repository.at(new Tag(tag == null ? "latest" : tag)));
    } catch (InvalidValueException e) {
      return new Unclear(String.valueOf(e.getMessage()));
    }
  }
}
