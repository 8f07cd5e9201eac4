package io.tagtrail.core.policy;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// So many people have to approve a move. Nobody counts for two rules.
///
/// @param count how many
/// @param group of which group; null: anybody who may approve
public record ApprovalRule(int count, @Nullable String group) {
  public ApprovalRule {
    if (count < 1 || count > Event.MAX_APPROVALS) {
      throw new InvalidValueException(
          "a rule of approvals asks for 1 to %d, not %d".formatted(Event.MAX_APPROVALS, count));
    }
    if (group != null) {
      Text.bounded("the group of approvers", group, Approval.GROUP_BYTES);
    }
  }

  /// For people: `2 of release-managers`.
  public String told() {
    return group == null ? Integer.toString(count) : count + " of " + group;
  }

  Json toJson() {
    return new ObjectBuilder().put("count", count).put("group", group).build();
  }

  static ApprovalRule fromJson(ObjectView view) {
    return new ApprovalRule(Gates.integer(view, "count"), view.text("group"));
  }
}
