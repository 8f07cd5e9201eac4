package io.tagtrail.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

/// Measures several things in turn, A B A B: whatever else the machine does meanwhile meets all of
/// them alike.
public final class Rounds {
  private final Map<String, Action> actions = new LinkedHashMap<>();

  /// What is measured; returns its own duration in nanoseconds, so that it can leave out what it
  /// needs to get ready.
  @FunctionalInterface
  public interface Action {
    long run() throws Exception;
  }

  /// Something whose duration is all of it.
  @FunctionalInterface
  public interface Whole {
    void run() throws Exception;
  }

  public Rounds add(String name, Action action) {
    actions.put(name, action);
    return this;
  }

  public static Action whole(Whole what) {
    return () -> {
      long began = System.nanoTime();
      what.run();
      return System.nanoTime() - began;
    };
  }

  /// @param warm rounds that are not counted
  /// @return the samples by name, the i-th of each from the same round
  public Map<String, Samples> run(int warm, int rounds) throws Exception {
    Map<String, Samples> all = new LinkedHashMap<>();
    actions.keySet().forEach(name -> all.put(name, new Samples()));
    for (int round = -warm; round < rounds; round++) {
      for (var action : actions.entrySet()) {
        long nanos = action.getValue().run();
        if (round >= 0) {
          samples(all, action.getKey()).add(nanos);
        }
      }
    }
    return all;
  }

  /// The samples of a name that is there.
  public static Samples samples(Map<String, Samples> all, String name) {
    var samples = all.get(name);
    if (samples == null) {
      throw new IllegalArgumentException("nothing is called " + name);
    }
    return samples;
  }
}
