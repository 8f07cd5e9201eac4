package io.tagtrail.core.registry;

/// What a copy did.
///
/// @param manifests manifests and indexes written
/// @param blobs blobs moved through this process
/// @param bytes bytes moved through this process
/// @param mounted blobs that the registry took over by itself
/// @param present parts that were there already
/// @param referrers referrers (and fallback tags) that went along
public record CopyReport(
    int manifests, int blobs, long bytes, int mounted, int present, int referrers) {
  public static final CopyReport NOTHING = new CopyReport(0, 0, 0, 0, 0, 0);
}
