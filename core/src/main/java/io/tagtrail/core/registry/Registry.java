package io.tagtrail.core.registry;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import java.util.List;
import java.util.Optional;

/// All registries, by the names of their repositories. Implementations pass `RegistryContract` in
/// the testkit.
///
/// Every method throws [RegistryException] when the registry does not answer, refuses, or lies: an
/// answer whose bytes do not have the digest that was asked for is a failure, never a result. "Not
/// there" is an empty result.
public interface Registry {
  /// What a tag (or a digest) resolves to now, by HEAD, or by GET where a registry's HEAD says too
  /// little. Never from a cache.
  Optional<Descriptor> head(Reference reference);

  /// The manifest that a tag or digest names, its bytes checked against the digest; at most 4 MiB.
  Optional<Manifest> fetch(Reference reference);

  /// Puts the manifest under the tag: the same bytes, the same media type, **one** request, never
  /// retried by any layer.
  ///
  /// @throws RegistryException with [RegistryException.Applied] set truthfully
  void put(Location location, Manifest manifest);

  /// Whether the whole tree of a manifest is at a repository: index, children, configs and layers.
  Presence inspect(Repository repository, Descriptor bundle, Progress progress);

  /// The manifest that a source names; empty where it is not there.
  Optional<Manifest> resolve(Source source);

  /// Copies a bundle whole and byte by byte to a repository: index → children → configs and layers,
  /// then referrers and the fallback tags of signatures. What is there already is not sent again;
  /// where the source's registry is the target's, blobs are mounted. Ends with the top manifest, by
  /// digest; writes no other tag than fallback ones.
  CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress);

  /// Attaches a referrer to a bundle, through the referrers API or the fallback tag, and returns
  /// its digest. Attaching the same again changes nothing.
  Digest attach(Repository repository, Descriptor subject, Referrer referrer);

  /// The referrers of a bundle, of one artifact type.
  List<Descriptor> referrers(Repository repository, Digest subject, String artifactType);

  /// The content of a referrer that [#attach] made: its only layer; empty where it is not there.
  Optional<Document> referrer(Repository repository, Digest manifest);

  /// All tags of a repository, in no promised order; empty where the repository is not there.
  List<Tag> tags(Repository repository);
}
