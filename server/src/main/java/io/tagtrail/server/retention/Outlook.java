package io.tagtrail.server.retention;

import java.util.List;

/// What rules say of a bundle: a fate, or what it takes to tell one. Whether a count is reached
/// hangs on how fast things are pushed, which [Linter] knows and rules do not.
public sealed interface Outlook permits Fate, Outlook.Beyond, Outlook.All, Outlook.Any {
  /// It is lost once more than `kept` newer ones are there.
  ///
  /// @param newer how many newer ones are known, with what Tagtrail may have attached to them
  /// @param of what is counted, for people
  /// @param byPull whether the order is that of pulls, which nobody knows
  record Beyond(
      Fate.Loss loss,
      long kept,
      long newer,
      String rule,
      String of,
      Counting counting,
      boolean byPull)
      implements Outlook {
    /// How many more may come before it is lost; zero: at the next run.
    long more() {
      return Math.max(0, kept - newer);
    }

    Beyond ofPulls() {
      return new Beyond(loss, kept, newer, rule, of, counting, true);
    }

    /// @param attached whether what is attached to bundles counts: then it is the most there can be
    Fate.Lost lost(boolean attached, String besides) {
      return new Fate.Lost(
          loss,
          new Fate.When.More(more()),
          rule,
          "only the newest %d of %s stay, and %s%d newer %s%s"
              .formatted(
                  kept,
                  of,
                  attached ? "up to " : "",
                  newer,
                  attached
                      ? "are there, records and signatures too"
                      : newer == 1 ? "is known" : "are known",
                  besides));
    }
  }

  /// It is lost only when all of these are: of a bundle with several tags, of rules that each keep.
  record All(List<Outlook> parts) implements Outlook {
    public All {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("nothing has no fate");
      }
    }
  }

  /// It is lost as soon as the first of these is: of rules that each take.
  record Any(List<Outlook> parts, Fate.Kept otherwise) implements Outlook {
    public Any {
      parts = List.copyOf(parts);
    }
  }
}
