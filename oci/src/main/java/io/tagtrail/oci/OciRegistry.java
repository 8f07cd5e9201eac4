package io.tagtrail.oci;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.api.Endpoints;
import io.tagtrail.oci.api.Session;
import io.tagtrail.oci.auth.Authorizer;
import io.tagtrail.oci.copy.Attacher;
import io.tagtrail.oci.copy.Copier;
import io.tagtrail.oci.copy.Layers;
import io.tagtrail.oci.copy.OciLayout;
import io.tagtrail.oci.copy.Referrers;
import io.tagtrail.oci.http.Hosts;
import io.tagtrail.oci.http.Wire;
import io.tagtrail.oci.tree.Inspector;
import io.tagtrail.oci.tree.Round;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All registries over HTTP, by the OCI distribution specification 1.1. One instance serves a whole
/// process: it keeps connections and tokens, and is safe for use by many threads.
public final class OciRegistry implements Registry, AutoCloseable {
  private final Wire wire;
  private final Endpoints endpoints;
  private final Referrers referrers;
  private final Inspector inspector;
  private final Copier copier;
  private final Attacher attacher;
  private final Layers layers;

  public OciRegistry(OciSettings settings) {
    var hosts = new Hosts(settings.hosts());
    wire = new Wire(hosts, settings.timeouts());
    var authorizer = new Authorizer(wire, hosts, settings.credentials(), System::nanoTime);
    endpoints = new Endpoints(new Session(wire, hosts, authorizer, settings.timeouts()));
    referrers = new Referrers(endpoints);
    inspector = new Inspector(endpoints);
    copier = new Copier(endpoints, referrers, inspector);
    attacher = new Attacher(endpoints, referrers);
    layers = new Layers(endpoints);
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    return endpoints.head(reference);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    return endpoints.manifest(reference);
  }

  @Override
  public void put(Location location, Manifest manifest) {
    endpoints.putTag(location.repository(), location.tag(), manifest);
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    return inspector.inspect(repository, bundle, progress);
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return switch (source) {
      case Source.InRegistry(var reference) -> endpoints.manifest(reference);
      case Source.InLayout(var folder, var tag, var digest) ->
          new OciLayout(Path.of(folder)).resolve(tag, digest);
    };
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    return copier.copy(source, bundle, target, progress);
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    return attacher.attach(repository, subject, referrer);
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    return referrers.list(repository, subject).stream()
        .filter(link -> artifactType.equals(link.artifactType()))
        .map(Referrers.Link::descriptor)
        .toList();
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    return attacher.read(repository, manifest);
  }

  @Override
  public List<Tag> tags(Repository repository) {
    return endpoints.tags(repository);
  }

  /// The same registries for a round of looking at many bundles: what they share is asked for once,
  /// and every request is counted.
  public Registry within(Round round) {
    return new InRound(this, inspector.within(round), round);
  }

  /// A small blob, its bytes checked against the descriptor; empty where it is not there.
  ///
  /// @param most bytes that it may have
  /// @throws io.tagtrail.core.registry.RegistryException if it has more, or is not what its digest
  ///   says
  public Optional<byte[]> blob(Repository repository, Descriptor blob, int most) {
    return endpoints.smallBlob(repository, blob, most);
  }

  /// Every manifest that is attached to a bundle, whatever its type says.
  public List<Descriptor> attached(Repository repository, Digest subject) {
    return referrers.list(repository, subject).stream().map(Referrers.Link::descriptor).toList();
  }

  /// Adds a layer to the manifest under a tag, and keeps what is there; see [Layers].
  public void addLayer(
      Repository repository, Tag tag, Document layer, Map<String, String> annotations) {
    layers.add(repository, tag, layer, annotations);
  }

  /// Ends the connections; what is under way fails.
  @Override
  public void close() {
    wire.close();
  }
}
