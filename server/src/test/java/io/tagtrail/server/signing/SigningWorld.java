package io.tagtrail.server.signing;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Assurance.Signing;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A registry over HTTP, bundles in it, keys in files, and an environment that signs.
final class SigningWorld implements AutoCloseable {
  static final Alias PROD = Alias.parse("shop/prod");
  static final String ORIGIN = "ledger.example/team";
  static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

  final MemoryRegistry served;
  final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  final Repository repository;
  final Location location;
  final Bundle bundle = Artifacts.sample(1);
  final Bundle other = Artifacts.sample(2);
  final Map<String, KeysConfig.Key> keys = new LinkedHashMap<>();
  private final Path folder;
  Set<String> relied = Set.of();
  Assurance assurance = assurance(Form.BUNDLE, List.of());

  SigningWorld(Path folder, MemoryRegistry served) {
    this.folder = folder;
    this.served = served;
    repository = served.pusher().repository("acme/shop");
    location = Location.parse(repository + ":prod");
    served.pusher().push(repository, bundle);
    served.pusher().push(repository, other);
    key("prod");
  }

  /// A new key in files.
  KeysConfig.Key key(String name) {
    var made = KeyFiles.create(folder, name);
    var key =
        new KeysConfig.Key(null, made.privateFile(), made.publicFile(), List.of(made.key().pem()));
    keys.put(name, key);
    return key;
  }

  static Assurance assurance(Form form, List<String> verify) {
    return new Assurance(
        Assurance.Inside.OFF,
        Assurance.Outside.RECORD,
        List.of(new Signing("prod", "*", form)),
        verify);
  }

  void asks(Form form, String... verify) {
    assurance = assurance(form, List.of(verify));
  }

  KeyRing ring() {
    return new KeyRing(new KeysConfig(keys), Map.of());
  }

  RegistrySigner signer() {
    return new RegistrySigner(ORIGIN, ring(), registry, alias -> assurance, relied);
  }

  void sign() {
    sign(bundle.manifest(), 41);
  }

  void sign(Manifest manifest, long index) {
    signer().sign(authorisation(manifest, PROD, index), location, manifest, how());
  }

  Signing how() {
    return assurance.signing().getFirst();
  }

  static Entry authorisation(Manifest manifest, Alias alias, long index, Location location) {
    return new Entry(
        index,
        Event.of(EventKind.AUTHORISATION, alias.stream(), "request-" + index)
            .intent(
                new Intent(
                    EventKind.PROMOTION,
                    Intent.Write.SERVER,
                    NOW.plus(Duration.ofSeconds(30)),
                    NOW.plus(Duration.ofSeconds(40))))
            .change(
                new Change(index, location, manifest.descriptor(), null, null, null, null, null))
            .decision(new Decision(Digest.of(new byte[] {7}), List.of(), List.of()))
            .build()
            .at(NOW));
  }

  Entry authorisation(Manifest manifest, Alias alias, long index) {
    return authorisation(manifest, alias, index, location);
  }

  int bundles() {
    return new Carrying(registry).of(repository, bundle.digest()).bundles().size();
  }

  int signatures() {
    return new Carrying(registry).of(repository, bundle.digest()).signatures().size();
  }

  @Override
  public void close() {
    registry.close();
    served.close();
  }
}
