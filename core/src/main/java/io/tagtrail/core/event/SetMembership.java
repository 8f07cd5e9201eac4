package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;

/// The set that a move belongs to, where several aliases move together: its id, which of the set
/// this is, how many.
public record SetMembership(String id, long index, long size) {
  public SetMembership {
    Text.bounded("the set's id", id, 128);
    if (index < 0 || size < 1 || index >= size) {
      throw new InvalidValueException("not a place in a set: " + index + " of " + size);
    }
  }

  Json toJson() {
    return new ObjectBuilder().put("id", id).put("index", index).put("size", size).build();
  }

  static SetMembership fromJson(ObjectView view) {
    return new SetMembership(
        view.needText("id"), view.needNumber("index"), view.needNumber("size"));
  }
}
