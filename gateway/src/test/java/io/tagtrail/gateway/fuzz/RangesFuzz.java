package io.tagtrail.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.gateway.protocol.ByteRange;
import io.tagtrail.gateway.protocol.ChunkRange;
import io.tagtrail.gateway.protocol.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The headers `Range` and `Content-Range`.
final class RangesFuzz {
  private static final long[] SIZES = {0, 1, 10, 1L << 40, Long.MAX_VALUE};

  @FuzzTest
  void a_range_is_within_what_there_is_and_a_chunk_ends_after_it_begins(byte[] bytes) {
    var header = new String(bytes, StandardCharsets.ISO_8859_1);
    for (long size : SIZES) {
      if (ByteRange.parse(header, size) instanceof ByteRange.Part part) {
        assertThat(part.first()).isBetween(0L, part.last());
        assertThat(part.last()).isLessThan(size);
        assertThat(part.length()).isBetween(1L, size);
        assertThat(ByteRange.parse("bytes=%d-%d".formatted(part.first(), part.last()), size))
            .isEqualTo(part.last() < 1_000_000_000_000_000_000L ? part : new ByteRange.Whole());
      }
    }
    switch (ChunkRange.parse(header)) {
      case Outcome.Refused<Optional<ChunkRange>>(var error) -> Refusals.check(error);
      case Outcome.Done<Optional<ChunkRange>>(var chunk) ->
          assertThat(chunk.orElseThrow().length()).isPositive();
    }
  }
}
