package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Tag;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The file name of a tag: the tag in lower case, and where it has capitals a plus sign and which
/// they are. Two tags that differ in case only would otherwise be one file where file names ignore
/// case, and moving one would move both.
final class TagFileName {
  private static final Pattern CAPITALS = Pattern.compile("[1-9a-f][0-9a-f]{0,31}");

  private TagFileName() {}

  static String of(Tag tag) {
    var value = tag.value();
    var capitals = BigInteger.ZERO;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 'A' && value.charAt(i) <= 'Z') {
        capitals = capitals.setBit(i);
      }
    }
    var lower = value.toLowerCase(Locale.ROOT);
    return capitals.signum() == 0 ? lower : lower + "+" + capitals.toString(16);
  }

  /// The tag of a file; empty for a file that is none of ours.
  static Optional<Tag> parse(String fileName) {
    int plus = fileName.indexOf('+');
    var letters = (plus < 0 ? fileName : fileName.substring(0, plus)).toCharArray();
    if (plus >= 0) {
      var mask = fileName.substring(plus + 1);
      if (!CAPITALS.matcher(mask).matches()) {
        return Optional.empty();
      }
      var capitals = new BigInteger(mask, 16);
      for (int i = 0; i < letters.length; i++) {
        if (capitals.testBit(i)) {
          letters[i] = Character.toUpperCase(letters[i]);
        }
      }
    }
    var value = new String(letters);
    return Tag.isTag(value) ? Optional.of(new Tag(value)) : Optional.empty();
  }
}
