package io.tagtrail.core.model;

/// What names some content exactly: its media type, its digest, its size in bytes.
public record Descriptor(String mediaType, Digest digest, long size) {
  public static final int MEDIA_TYPE_BYTES = 255;

  public Descriptor {
    Text.bounded("the media type", mediaType, MEDIA_TYPE_BYTES);
    if (size < 0) {
      throw new InvalidValueException("a size cannot be negative: " + size);
    }
  }
}
