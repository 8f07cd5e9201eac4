package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.http.Timeouts;
import io.tagtrail.testkit.registry.Artifacts;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What most tests of the client begin with.
public final class Setup {
  public static final Manifest BUNDLE = Artifacts.sample(1).manifest();
  public static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofMillis(1_500),
          Duration.ofMillis(1_500),
          Duration.ofMillis(800));

  private Setup() {}

  public static OciSettings settings() {
    return OciSettings.anonymous().with(SHORT);
  }

  public static Repository repository(ScriptServer server) {
    return new Repository(server.host(), "acme/shop");
  }

  public static Location prod(ScriptServer server) {
    return repository(server).at(new Tag("prod"));
  }

  public static Reference prodTag(ScriptServer server) {
    return prod(server).reference();
  }

  public static RegistryException failure(ThrowingCallable work) {
    var caught = catchThrowableOfType(RegistryException.class, work);
    if (caught == null) {
      throw new AssertionError("nothing failed");
    }
    return caught;
  }

  /// The headers with which a registry serves this manifest.
  public static String[] headers(Manifest manifest) {
    return new String[] {
      "Content-Type: " + manifest.descriptor().mediaType(),
      "Docker-Content-Digest: " + manifest.digest(),
      "Content-Length: " + manifest.bytes().length
    };
  }
}
