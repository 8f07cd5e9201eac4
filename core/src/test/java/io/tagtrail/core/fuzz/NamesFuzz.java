package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.model.Tag;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// Every name that the command line and the configuration take. The text of a name is what the
/// ledger keeps, so it must name the same thing again.
final class NamesFuzz {
  @FuzzTest
  void a_name_that_is_read_is_named_the_same_by_its_own_text(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    again(text, Digest::parse, Digest::toString);
    again(text, Tag::new, Tag::toString);
    again(text, Repository::parse, Repository::toString);
    again(text, Reference::parse, Reference::toString);
    again(text, Location::parse, Location::toString);
    again(text, Alias::parse, Alias::toString);
    again(text, Stream::parse, Stream::key);
    assertThat(Digest.isDigest(text)).isEqualTo(accepts(text, Digest::parse));
    assertThat(Tag.isTag(text)).isEqualTo(accepts(text, Tag::new));
  }

  private static <T> void again(String text, Function<String, T> parse, Function<T, String> write) {
    T value;
    try {
      value = parse.apply(text);
    } catch (InvalidValueException e) {
      Messages.check(e);
      return;
    }
    var own = write.apply(value);
    assertThat(parse.apply(own)).isEqualTo(value);
  }

  private static boolean accepts(String text, Function<String, ?> parse) {
    try {
      return parse.apply(text) != null;
    } catch (InvalidValueException e) {
      return false;
    }
  }
}
