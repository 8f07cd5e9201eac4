package io.tagtrail.oci.copy;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.Endpoints;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A repository as the source of a copy.
record RegistryContent(Endpoints endpoints, Referrers links, Repository repository)
    implements Content {
  @Override
  public Optional<Manifest> manifest(Descriptor descriptor) {
    return endpoints.manifest(Reference.of(repository, descriptor.digest()));
  }

  @Override
  public Optional<Manifest> tagged(Tag tag) {
    return endpoints.manifest(new Reference(repository, tag, null));
  }

  @Override
  public List<Descriptor> referrers(Digest subject) {
    return links.list(repository, subject).stream().map(Referrers.Link::descriptor).toList();
  }

  @Override
  public InputStream open(Descriptor blob) {
    return endpoints
        .openBlob(repository, blob.digest())
        .orElseThrow(() ->
            new RegistryException(
                Kind.NOT_FOUND,
                Applied.NO,
                404,
                "the blob %s (%s) is not at the source, %s. The copy is not whole."
                    .formatted(blob.digest(), blob.mediaType(), repository),
                null));
  }
}
