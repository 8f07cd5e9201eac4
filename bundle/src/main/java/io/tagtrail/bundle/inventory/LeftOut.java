package io.tagtrail.bundle.inventory;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import org.jspecify.annotations.Nullable;

/// How many of each an inventory had no room for.
public record LeftOut(long files, long objects, long images) {
  public static final LeftOut NOTHING = new LeftOut(0, 0, 0);

  public boolean isNothing() {
    return equals(NOTHING);
  }

  @Nullable Json toJson() {
    return isNothing()
        ? null
        : new ObjectBuilder()
            .put("files", files)
            .put("objects", objects)
            .put("images", images)
            .build();
  }

  static LeftOut fromJson(ObjectView view) {
    return new LeftOut(
        view.needNumber("files"), view.needNumber("objects"), view.needNumber("images"));
  }
}
