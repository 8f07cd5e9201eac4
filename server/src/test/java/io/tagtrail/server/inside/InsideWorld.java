package io.tagtrail.server.inside;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Examiner.Examined;
import io.tagtrail.core.policy.Examiner.Subject;
import io.tagtrail.core.policy.Examiner.Use;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.Registries;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.SetClock;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A registry with bundles and images, and what looks into them.
final class InsideWorld implements AutoCloseable {
  static final Alias PROD = Alias.parse("shop/prod");

  final MemoryRegistry registry = MemoryRegistry.withReferrersApi();
  final InMemoryLedger ledger =
      new InMemoryLedger("ledger.example/inside", SetClock.at("2026-11-22T00:00:00Z"));
  final Config config;
  private final OciRegistry client;
  final Layers layers;
  final InsideExaminer examiner;

  /// @param environment what the environment says of what is inside: `inside: require`
  /// @param inside the section `inside:`, with its name; empty for none
  InsideWorld(Path folder, String environment, String inside) {
    var file = folder.resolve(ConfigReader.FILE_NAME);
    try {
      Files.writeString(
          file,
          """
          version: 1
          ledger: ledger
          location: %s/bundles/{application}:{environment}
          environments: {prod: {required: []%s}}
          applications: {shop: {}}
          %s
          """
              .formatted(host(), environment.isEmpty() ? "" : ", " + environment, inside));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    config = ConfigReader.read(file, Map.of());
    client = Registries.of(config, Map.of());
    layers = new Layers(client, client::blob, Limits.USUAL, config.around().inside().crds());
    examiner = InsideExaminer.of(config, ledger, client, layers, System::nanoTime);
  }

  String host() {
    return registry.uri().getAuthority();
  }

  /// Pushes an image, and another tag into its repository.
  Digest image(String name, String tag) {
    var repository = new Repository(host(), name);
    var image = Artifacts.image(tag.hashCode(), 1, 100);
    registry.pusher().push(repository, new Tag(tag), image);
    registry.pusher().push(repository, new Tag("other"), Artifacts.image(7, 1, 50));
    return image.digest();
  }

  void lose(String name, Digest digest) {
    registry.lose(name, digest);
  }

  static String pod(String image) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{image: \"%s\"}]}\n"
        .formatted(image);
  }

  /// Pushes a bundle with one file.
  Descriptor bundle(String yaml) {
    return push(
        Artifacts.flux(
            Map.of("web.yaml", yaml), "https://git.example/acme", "main", Instant.EPOCH));
  }

  Descriptor push(Bundle bundle) {
    registry.pusher().push(repository(), new Tag("b"), bundle);
    return bundle.descriptor();
  }

  Descriptor push(Manifest manifest) {
    registry.pusher().manifest(repository(), "b", manifest);
    return manifest.descriptor();
  }

  Repository repository() {
    return config.location(PROD).repository();
  }

  Examined examine(Descriptor bundle, Use use, @Nullable Descriptor recorded) {
    return examiner.examine(
        new Subject(PROD, config.policy().rulesOrUsual(PROD), repository(), bundle, use, recorded));
  }

  Check forward(Descriptor bundle) {
    return only(examine(bundle, Use.FORWARD, null));
  }

  static Check only(Examined examined) {
    if (examined.checks().size() != 1) {
      throw new AssertionError(examined.checks().toString());
    }
    return examined.checks().getFirst();
  }

  static Inventory inventory(Examined examined) {
    return Inventory.read(Objects.requireNonNull(examined.inventory()).bytes());
  }

  /// Keeps what was found, as the ledger does with an event.
  Descriptor record(Examined examined) {
    Document document = Objects.requireNonNull(examined.inventory());
    ledger.keep(document);
    return document.descriptor();
  }

  @Override
  public void close() {
    client.close();
    registry.close();
  }
}
