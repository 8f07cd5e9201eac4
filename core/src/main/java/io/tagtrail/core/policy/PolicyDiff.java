package io.tagtrail.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What changes from one policy to the next, in sentences for people.
///
/// @param loosened what the next one lets through that the old one did not; also whatever cannot be
///   compared
/// @param tightened what the next one asks that the old one did not
public record PolicyDiff(List<String> loosened, List<String> tightened) {
  public PolicyDiff {
    loosened = List.copyOf(loosened);
    tightened = List.copyOf(tightened);
  }

  public static PolicyDiff between(Policy old, Policy next) {
    var said = new Sentences();
    var names = new TreeSet<>(old.environments().keySet());
    names.addAll(next.environments().keySet());
    for (var name : names) {
      var before = old.environments().get(name);
      var after = next.environments().get(name);
      if (before == null) {
        said.loosened(name + " is new: nothing could move there before");
      } else if (after == null) {
        said.tightened(name + " is no environment any more: nothing moves forward there");
      } else if (!before.equals(after)) {
        RulesDiff.say(before, after, said.of(name));
      }
    }
    var aliases = new TreeSet<>(old.stricter().keySet());
    aliases.addAll(next.stricter().keySet());
    for (var alias : aliases) {
      RulesDiff.gates(
          old.rulesOrUsual(alias).gates(),
          next.rulesOrUsual(alias).gates(),
          said.of(alias.toString()));
    }
    return new PolicyDiff(said.loosened, said.tightened);
  }

  /// Collects the sentences.
  static final class Sentences {
    private final List<String> loosened;
    private final List<String> tightened;
    private final String prefix;

    private Sentences() {
      this(new ArrayList<>(), new ArrayList<>(), "");
    }

    private Sentences(List<String> loosened, List<String> tightened, String prefix) {
      this.loosened = loosened;
      this.tightened = tightened;
      this.prefix = prefix;
    }

    Sentences of(String about) {
      return new Sentences(loosened, tightened, about + ": ");
    }

    void loosened(String sentence) {
      loosened.add(prefix + sentence);
    }

    void tightened(String sentence) {
      tightened.add(prefix + sentence);
    }

    /// Where more of it lets more through.
    <T extends Comparable<T>> void more(String what, T old, T next) {
      int way = next.compareTo(old);
      if (way != 0) {
        say(way > 0, "%s was %s, is %s".formatted(what, old, next));
      }
    }

    /// Where less of it lets more through.
    <T extends Comparable<T>> void less(String what, T old, T next) {
      int way = next.compareTo(old);
      if (way != 0) {
        say(way < 0, "%s was %s, is %s".formatted(what, old, next));
      }
    }

    void say(boolean loosens, String sentence) {
      if (loosens) {
        loosened(sentence);
      } else {
        tightened(sentence);
      }
    }
  }
}
