package io.tagtrail.bundle.inventory;

import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An image, and what its registry said of it.
///
/// @param image as it is written
/// @param digest what it resolved to, or was written with; null where that is not known
/// @param why what there is to say of it; null where it is there and that is all
/// @param in the first objects or files that name it
/// @param uses how many name it
/// @param assumed whether nothing but convention says its tag
public record ImageEntry(
    String image,
    State state,
    @Nullable Digest digest,
    @Nullable String why,
    List<String> in,
    long uses,
    boolean assumed) {
  public static final int SHOWN_USES = 8;
  private static final int WHY_BYTES = 300;

  /// What is known of an image.
  public enum State {
    /// Its registry has it.
    PRESENT,
    /// Its repository answers, and does not have it.
    GONE,
    /// Nobody could say.
    UNKNOWN,
    /// The configuration says not to ask.
    IGNORED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State parse(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  public ImageEntry {
    image = Text.clipped(image, ImageUse.IMAGE_BYTES);
    why = why == null ? null : Text.clipped(why, WHY_BYTES);
    in = in.stream().limit(SHOWN_USES).map(each -> Text.clipped(each, ImageUse.IN_BYTES)).toList();
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("image", image)
        .put("state", state.label())
        .putText("digest", digest)
        .put("why", why)
        .putList("in", in, Json.Str::new)
        .put("uses", uses)
        .put("assumed", assumed ? new Json.Bool(true) : null)
        .build();
  }

  static ImageEntry fromJson(ObjectView view) {
    return new ImageEntry(
        view.needText("image"),
        view.needParsed("state", State::parse),
        view.parsed("digest", Digest::parse),
        view.text("why"),
        view.texts("in"),
        view.needNumber("uses"),
        view.flag("assumed"));
  }
}
