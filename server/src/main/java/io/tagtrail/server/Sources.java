package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.registry.Source;

/// Reads what people type as the source of a promotion.
public final class Sources {
  private static final String LAYOUT = "oci-layout:";

  private Sources() {}

  /// @param target the alias that is to move: a short form (`:tag`, `@digest`) means its own
  ///   repository
  public static Aim parse(String text, boolean allowOlder, Alias target, Location location) {
    if (text.startsWith(LAYOUT)) {
      return new Aim.Promote(layout(text.substring(LAYOUT.length())), allowOlder);
    }
    if (text.startsWith(":")) {
      return inRegistry(
          new Reference(location.repository(), new Tag(text.substring(1)), null), allowOlder);
    }
    if (text.startsWith("@")) {
      return inRegistry(
          Reference.of(location.repository(), Digest.parse(text.substring(1))), allowOlder);
    }
    if (Digest.isDigest(text)) {
      return inRegistry(Reference.of(location.repository(), Digest.parse(text)), allowOlder);
    }
    if (looksLikeAlias(text)) {
      var from = Alias.parse(text);
      if (!from.application().equals(target.application())) {
        throw new InvalidValueException(
            "%s is another application than %s: promote its bundle by reference if that is meant"
                .formatted(from, target));
      }
      if (from.equals(target)) {
        throw new InvalidValueException(target + " cannot be promoted to itself");
      }
      return new Aim.PromoteFrom(from, allowOlder);
    }
    return inRegistry(Reference.parse(text), allowOlder);
  }

  private static Aim inRegistry(Reference reference, boolean allowOlder) {
    return new Aim.Promote(new Source.InRegistry(reference), allowOlder);
  }

  /// One slash, no scheme, nothing that a reference to a registry would have.
  private static boolean looksLikeAlias(String text) {
    return text.matches("[a-z0-9-]+/[a-z0-9-]+");
  }

  /// `folder`, `folder:tag` or `folder@sha256:…`; a colon in the folder's own name needs the digest
  /// form.
  private static Source layout(String rest) {
    int at = rest.lastIndexOf("@sha");
    if (at > 0) {
      return new Source.InLayout(rest.substring(0, at), null, Digest.parse(rest.substring(at + 1)));
    }
    int colon = rest.lastIndexOf(':');
    if (colon > 0 && Tag.isTag(rest.substring(colon + 1))) {
      return new Source.InLayout(
          rest.substring(0, colon), new Tag(rest.substring(colon + 1)), null);
    }
    if (rest.isBlank()) {
      throw new InvalidValueException(
          "oci-layout: needs a folder, as in oci-layout:./bundle:1.4.1");
    }
    return new Source.InLayout(rest, null, null);
  }
}
