package io.tagtrail.server.inside;

import io.tagtrail.core.history.Address;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;

/// Two places in histories that are compared:
///
/// | text | before | after |
/// |---|---|---|
/// | `shop/prod~1..shop/prod` | the bundle before | what is governed now |
/// | `shop/prod~3..~1` | of the same alias both | |
/// | `shop/prod#3..` | | what is governed now |
/// | `shop/preprod..shop/prod` | of one alias | of another |
/// | `shop/prod` | the bundle before | what is governed now |
public record Range(Address before, Address after) {
  private static final int BYTES = 300;

  /// @param now what relative times are counted from
  /// @throws InvalidValueException if it is no range
  public static Range parse(String text, Instant now) {
    if (!Text.fits(text, BYTES)) {
      throw new InvalidValueException(
          "not a range: '%s' (shop/prod~1..shop/prod)".formatted(Text.clipped(text, 60)));
    }
    int dots = text.indexOf("..");
    if (dots < 0) {
      var only = Address.parse(text, now);
      if (!(only.at() instanceof Address.At.Now)) {
        throw new InvalidValueException(
            "%s is one bundle, and two are compared: %s..%s".formatted(only, only, only.alias()));
      }
      return new Range(new Address(only.alias(), new Address.At.Back(1)), only);
    }
    var before = Address.parse(text.substring(0, dots), now);
    return new Range(before, end(before.alias(), text.substring(dots + 2), now));
  }

  private static Address end(Alias alias, String text, Instant now) {
    if (text.isEmpty()) {
      return new Address(alias, new Address.At.Now());
    }
    return "~#@".indexOf(text.charAt(0)) >= 0
        ? new Address(alias, Address.at(text, now))
        : Address.parse(text, now);
  }

  @Override
  public String toString() {
    return before + ".." + after;
  }
}
