package io.tagtrail.bundle.bound;

/// What reading one bundle may take.
///
/// @param packed bytes of a layer as the registry has it
/// @param unpacked bytes of all files of a bundle together, and of one archive with its headers
/// @param ratio how many times larger than packed a layer may unpack, once it is beyond
///   [#RATIO_FREE] bytes
/// @param entries entries of an archive
/// @param pathBytes bytes of a path
/// @param yamlBytes bytes of one YAML file that is looked into; a larger one is a file only
/// @param documents YAML documents in a bundle
/// @param depth nesting of a YAML document
/// @param nodes YAML nodes in a bundle, each alias counted as all that it stands for and a long
///   text as more than one: whoever walks them walks no more
/// @param memory bytes of heap for all that is held of a bundle, and for what reading it needs
///   meanwhile, by [Budget]'s estimate, which is never too low
public record Limits(
    int packed,
    int unpacked,
    int ratio,
    int entries,
    int pathBytes,
    int yamlBytes,
    int documents,
    int depth,
    int nodes,
    int memory) {
  /// Below this many bytes a layer may unpack at any ratio: small text compresses well.
  public static final int RATIO_FREE = 4 << 20;

  public static final Limits USUAL =
      new Limits(16 << 20, 32 << 20, 200, 20_000, 1_024, 8 << 20, 10_000, 100, 1_000_000, 48 << 20);

  public Limits {
    if (packed < 1
        || unpacked < 1
        || ratio < 1
        || entries < 1
        || pathBytes < 1
        || yamlBytes < 1
        || documents < 1
        || depth < 1
        || nodes < 1
        || memory < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }
}
