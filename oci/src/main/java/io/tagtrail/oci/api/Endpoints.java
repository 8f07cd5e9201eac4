package io.tagtrail.oci.api;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.oci.json.Node;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All endpoints in one place; each is documented at its own class.
public final class Endpoints {
  private final ManifestGet manifestGet;
  private final ManifestHead manifestHead;
  private final ManifestPut manifestPut;
  private final BlobGet blobGet;
  private final BlobUpload blobUpload;
  private final TagList tagList;
  private final ReferrerList referrerList;

  public Endpoints(Session session) {
    manifestGet = new ManifestGet(session);
    manifestHead = new ManifestHead(session, manifestGet);
    manifestPut = new ManifestPut(session);
    blobGet = new BlobGet(session);
    blobUpload = new BlobUpload(session);
    tagList = new TagList(session);
    referrerList = new ReferrerList(session);
  }

  public Optional<Descriptor> head(Reference reference) {
    return manifestHead.head(reference);
  }

  public Optional<Manifest> manifest(Reference reference) {
    return manifestGet.get(reference);
  }

  /// One request, never repeated.
  public void putTag(Repository repository, Tag tag, Manifest manifest) {
    manifestPut.tag(repository, tag, manifest);
  }

  /// @return whether the registry took note of the manifest's subject
  public boolean putByDigest(Repository repository, Manifest manifest) {
    return manifestPut.byDigest(repository, manifest);
  }

  public OptionalLong blobSize(Repository repository, Digest digest) {
    return blobGet.size(repository, digest);
  }

  public Optional<InputStream> openBlob(Repository repository, Digest digest) {
    return blobGet.open(repository, digest);
  }

  public Optional<byte[]> smallBlob(Repository repository, Descriptor blob, int limit) {
    return blobGet.bytes(repository, blob, limit);
  }

  public boolean upload(
      Repository repository,
      Descriptor blob,
      @Nullable String from,
      Supplier<InputStream> open,
      LongConsumer moved) {
    return blobUpload.upload(repository, blob, from, open, moved);
  }

  public List<Tag> tags(Repository repository) {
    return tagList.list(repository);
  }

  public Optional<List<Node>> referrers(Repository repository, Digest subject) {
    return referrerList.list(repository, subject);
  }
}
