package io.tagtrail.oci.copy;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.api.Endpoints;
import io.tagtrail.oci.tree.Inspector;
import java.nio.file.Path;

/// Copies bundles: all that they name, all that is attached to them, and the top manifest last, so
/// that where it is, everything is. A copy that fails is simply begun again: what is there already
/// is found by HEAD and not sent.
public final class Copier {
  private final Endpoints endpoints;
  private final Referrers referrers;
  private final Inspector inspector;

  public Copier(Endpoints endpoints, Referrers referrers, Inspector inspector) {
    this.endpoints = endpoints;
    this.referrers = referrers;
    this.inspector = inspector;
  }

  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    var content = content(source);
    if (target.equals(content.repository())) {
      return CopyReport.NOTHING;
    }
    var copy = new Copy(endpoints, referrers, content, target, progress);
    copy.run(bundle);
    verify(target, bundle.descriptor());
    return copy.report();
  }

  private Content content(Source source) {
    return switch (source) {
      case Source.InRegistry(var reference) ->
          new RegistryContent(endpoints, referrers, reference.repository());
      case Source.InLayout layout -> new LayoutContent(new OciLayout(Path.of(layout.folder())));
    };
  }

  private void verify(Repository target, Descriptor bundle) {
    switch (inspector.inspect(target, bundle, Progress.SILENT)) {
      case Presence.Whole whole -> {}
      case Presence.Broken(var missing, var what) ->
          throw new RegistryException(
              Kind.LYING,
              Applied.UNKNOWN,
              0,
              "%s took all of %s, and now lacks some of it: %s. No tag was moved."
                  .formatted(target, bundle.digest(), what),
              null);
      case Presence.Unknown(var why) ->
          throw new RegistryException(
              Kind.UNAVAILABLE,
              Applied.UNKNOWN,
              0,
              "the copy of %s to %s could not be checked: %s"
                  .formatted(bundle.digest(), target, why),
              null);
    }
  }
}
