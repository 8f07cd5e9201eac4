package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.config.Right;

/// Where a server takes a bundle from for somebody. It reads registries with its own credentials,
/// and must not become a way to read what the asker cannot: a bundle comes from the alias's own
/// repository, from one of an alias that the asker may see, or from one that `server.copyFrom`
/// names.
final class Origins {
  private final Rights rights;
  private final Held held;

  Origins(Rights rights, Held held) {
    this.rights = rights;
    this.held = held;
  }

  /// @throws InvalidValueException if it is a folder: that would be one of the server's
  /// @throws ForbiddenException if the server copies nothing from there
  void check(Alias target, String source) {
    if (source.startsWith("oci-layout:")) {
      throw new InvalidValueException(
          "a server reads no folder: push the bundle to a registry, and promote it from there");
    }
    if (source.startsWith(":") || source.startsWith("@") || Digest.isDigest(source)) {
      return;
    }
    if (source.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      var from = Alias.parse(source);
      if (!held.may(Right.READ, from).allowed()) {
        throw Guard.unseen(from);
      }
      return;
    }
    var repository = Reference.parse(source).repository();
    if (!isOwn(target, repository) && !isReadable(repository) && !rights.copiesFrom(repository)) {
      // Of the repository: the right to promote to the alias is there.
      throw new ForbiddenException(
          Right.PROMOTE.label(), Text.clipped(repository.toString(), 200), refusal(repository));
    }
  }

  /// The same words whether there is such a repository or not: nothing was asked of its registry.
  private static String refusal(Repository repository) {
    return """
    bundles are not copied from %s for you: this server reads registries with its own credentials, \
    and copies from repositories of aliases that you may see and from those of server.copyFrom. \
    Whoever runs it can add to its configuration: server: {copyFrom: ["%s"]}. Or push the bundle \
    to the alias's repository yourself, and promote it by its digest\
    """
        .formatted(repository, Text.clipped(repository.toString(), 120));
  }

  private boolean isOwn(Alias target, Repository repository) {
    var location = rights.location(target);
    return location != null && location.repository().equals(repository);
  }

  private boolean isReadable(Repository repository) {
    return rights.aliases().stream()
        .filter(alias -> {
          var at = rights.location(alias);
          return at != null && at.repository().equals(repository);
        })
        .anyMatch(alias -> held.may(Right.READ, alias).allowed());
  }
}
