package io.tagtrail.bundle.model;

import io.tagtrail.core.model.Text;

/// Texts of a bundle, cut to what may be shown. Of one of megabytes no more is gone through than
/// there is room for.
public final class Clipped {
  private Clipped() {}

  public static String of(String text, int bytes) {
    // Nearly all are plain: they are not walked twice.
    if (Text.fits(text, bytes)) {
      return text;
    }
    var bare = text.strip();
    return Text.clipped(bare.length() > bytes ? bare.substring(0, bytes + 1) : bare, bytes);
  }
}
