package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.json.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a file of retention rules, of whichever registry.
public final class RulesFile {
  private RulesFile() {}

  /// @param kind whose rules it holds; null: as its contents tell
  /// @throws InvalidValueException if it holds none, or cannot be told
  public static RetentionRules read(String text, @Nullable RetentionKind kind) {
    var known = kind == null ? kindOf(text) : kind;
    return switch (known) {
      case ZOT -> ZotRules.read(need(text, "storage"));
      case HARBOR -> HarborRules.read(need(text, "rules"));
      case ECR -> EcrRules.read(Documents.read(text));
      case ACR -> AcrRules.read(text);
      case GAR -> GarRules.read(Documents.read(text));
      case GHCR -> GhcrRules.read(need(text, "jobs"));
      case GITLAB -> GitLabRules.read(Documents.read(text));
      case NONE -> NoRules.NONE;
    };
  }

  /// The rules of a registry that has none.
  public static RetentionRules none() {
    return NoRules.NONE;
  }

  private static Node need(String text, String key) {
    var node = Documents.read(text);
    if (!node.at(key).there()) {
      throw new InvalidValueException("it has no '%s' at its top".formatted(key));
    }
    return node;
  }

  /// @throws InvalidValueException if it looks like none of them
  static RetentionKind kindOf(String text) {
    if (!Commands.named(text, "acr purge").isEmpty()) {
      return RetentionKind.ACR;
    }
    return guess(Documents.read(text))
        .orElseThrow(() ->
            new InvalidValueException(
                "whose retention rules these are cannot be told: say it with --kind"));
  }

  private static Optional<RetentionKind> guess(Node node) {
    if (node.at("lifecyclePolicyText").there()) {
      return Optional.of(RetentionKind.ECR);
    }
    if (node.at("storage").there()) {
      return Optional.of(RetentionKind.ZOT);
    }
    if (node.at("jobs").there()) {
      return Optional.of(RetentionKind.GHCR);
    }
    for (var rule : node.at("rules").items()) {
      if (rule.at("rulePriority").there() || rule.at("selection").there()) {
        return Optional.of(RetentionKind.ECR);
      }
      if (rule.at("template").there()) {
        return Optional.of(RetentionKind.HARBOR);
      }
    }
    if (node.at("algorithm").there()) {
      return Optional.of(RetentionKind.HARBOR);
    }
    if (node.at("cleanupPolicies").there()
        || node.items().stream().anyMatch(item -> item.at("action").there())) {
      return Optional.of(RetentionKind.GAR);
    }
    if (node.at("container_expiration_policy").there()
        || node.at("container_expiration_policy_attributes").there()
        || node.at("keep_n").there()
        || node.at("older_than").there()
        || node.at("name_regex_keep").there()) {
      return Optional.of(RetentionKind.GITLAB);
    }
    if (node.at("retentionPolicy").there()
        || node.at("policies").at("retentionPolicy").there()
        || (node.at("days").there() && node.at("status").there())) {
      return Optional.of(RetentionKind.ACR);
    }
    return Optional.empty();
  }
}
