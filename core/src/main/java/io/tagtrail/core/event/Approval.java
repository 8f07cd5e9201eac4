package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An approval that a move consumed, or that was given: the entry of it, what it was bound to, who
/// gave it.
///
/// @param entry the index of the approval's own entry; null in that entry itself, but for an
///   approval that was owed: there it is the index of the rollback that owed it
/// @param approver a commitment to the approver's name, which is in the side record
/// @param bundle the digest that was approved
/// @param expected the digest that was live when it was given
/// @param expires when it can no longer be used
/// @param policy the digest of the policy under which it was given
/// @param requester a commitment to whose move was approved, which is in the side record
/// @param groups the approver's groups, of those that the policy names
public record Approval(
    @Nullable Long entry,
    FactStatus status,
    Digest approver,
    Digest bundle,
    @Nullable Digest expected,
    @Nullable Instant expires,
    @Nullable Digest policy,
    @Nullable Digest requester,
    List<String> groups) {
  public static final int MAX_GROUPS = 4;
  public static final int GROUP_BYTES = 128;

  public Approval {
    groups = List.copyOf(groups);
    if (groups.size() > MAX_GROUPS) {
      throw new InvalidValueException("an approval holds at most " + MAX_GROUPS + " groups");
    }
    groups.forEach(group -> Text.bounded("an approver's group", group, GROUP_BYTES));
  }

  /// One of before policies asked for approvals.
  public Approval(
      @Nullable Long entry,
      FactStatus status,
      Digest approver,
      Digest bundle,
      @Nullable Digest expected,
      @Nullable Instant expires) {
    this(entry, status, approver, bundle, expected, expires, null, null, List.of());
  }

  /// The same approval, naming its own entry.
  public Approval in(long index) {
    return new Approval(
        index, status, approver, bundle, expected, expires, policy, requester, groups);
  }

  /// Whether it can still be used at a time.
  public boolean holdsAt(Instant now) {
    return expires == null || now.isBefore(expires);
  }

  public Json toJson() {
    return new ObjectBuilder()
        .put("entry", entry)
        .put("status", status.label())
        .putText("approver", approver)
        .putText("bundle", bundle)
        .putText("expected", expected)
        .put("expires", expires)
        .putText("policy", policy)
        .putText("requester", requester)
        .putList("groups", groups, Json.Str::new)
        .build();
  }

  public static Approval fromJson(ObjectView view) {
    return new Approval(
        view.number("entry"),
        view.needParsed("status", FactStatus::parse),
        view.needParsed("approver", Digest::parse),
        view.needParsed("bundle", Digest::parse),
        view.parsed("expected", Digest::parse),
        view.time("expires"),
        view.parsed("policy", Digest::parse),
        view.parsed("requester", Digest::parse),
        view.texts("groups"));
  }
}
