package io.tagtrail.core.ledger;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The policy that is in force: its digest; its text is a document of the ledger under that digest.
public record PolicyState(long version, @Nullable Digest active) implements StreamState {
  public static final PolicyState EMPTY = new PolicyState(NEVER, null);

  @Override
  public PolicyState apply(Entry entry) {
    if (entry.event().kind() != EventKind.POLICY_CHANGE) {
      throw new BrokenChainException(
          "entry %d is a %s, which the ledger as a whole has not"
              .formatted(entry.index(), entry.event().kind().label()));
    }
    return new PolicyState(
        entry.index(), Objects.requireNonNull(entry.event().subject(), "a policy has a digest"));
  }

  @Override
  public Json toJson() {
    return new ObjectBuilder().put("version", version).putText("active", active).build();
  }

  static PolicyState fromJson(ObjectView view) {
    return new PolicyState(view.needNumber("version"), view.parsed("active", Digest::parse));
  }
}
