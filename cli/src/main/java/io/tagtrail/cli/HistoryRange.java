package io.tagtrail.cli;

import io.tagtrail.core.history.Address;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Tagtrail;
import java.time.Instant;

/// A part of an alias's history, by sequence, both ends in it: `shop/prod`, `shop/prod#3`,
/// `shop/prod#3..#7`, `shop/prod#3..`, `shop/prod@{yesterday}..`.
record HistoryRange(Alias alias, long low, long high) {
  boolean isBounded() {
    return low > 0 || high < Long.MAX_VALUE;
  }

  static HistoryRange parse(String text, Tagtrail tagtrail, Instant now) {
    int mark = firstMark(text);
    if (mark < 0) {
      return new HistoryRange(tagtrail.alias(text), 0, Long.MAX_VALUE);
    }
    var alias = tagtrail.alias(text.substring(0, mark));
    var rest = text.substring(mark);
    int dots = rest.indexOf("..");
    if (dots < 0) {
      long only = sequence(tagtrail, alias, rest, now);
      return new HistoryRange(alias, only, only);
    }
    var end = rest.substring(dots + 2);
    if (end.startsWith(alias.toString())) {
      end = end.substring(alias.toString().length());
    }
    long low = sequence(tagtrail, alias, rest.substring(0, dots), now);
    long high = end.isEmpty() ? Long.MAX_VALUE : sequence(tagtrail, alias, end, now);
    if (low > high) {
      throw new InvalidValueException(
          "the range ends before it begins: %s".formatted(Text.clipped(text, 120)));
    }
    return new HistoryRange(alias, low, high);
  }

  private static int firstMark(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("~#@".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static long sequence(Tagtrail tagtrail, Alias alias, String text, Instant now) {
    var address = new Address(alias, Address.at(text, now));
    if (address.at() instanceof Address.At.Sequence named) {
      return named.sequence();
    }
    return tagtrail
        .trail()
        .resolve(alias + text)
        .map(told -> told.entry().event().needChange().sequence())
        .orElseThrow(() -> new NotFoundException("%s has no %s".formatted(alias, text)));
  }
}
