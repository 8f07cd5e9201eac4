package io.tagtrail.testkit.sim;

/// Plays the schedule of one seed and prints what happened: `java -cp …
/// io.tagtrail.testkit.sim.Replay SEED [SAFEGUARD]`, or, to look for a seed that fails, `… Replay
/// --many SEED SCHEDULES [SAFEGUARD]`.
public final class Replay {
  private Replay() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length > 2 && args[0].equals("--many")) {
      long began = System.nanoTime();
      var report =
          Simulation.run(Long.parseLong(args[1]), Long.parseLong(args[2]), safeguard(args, 3));
      System.out.println(report.coverage().table());
      System.out.println(report.describe());
      System.out.printf(
          "%d schedules in %.1f s%n", report.schedules(), (System.nanoTime() - began) / 1e9);
      return;
    }
    var result = Simulation.replay(Long.parseLong(args[0]), safeguard(args, 1));
    result.trace().forEach(System.out::println);
    System.out.println(result.violated() == null ? "nothing violated" : result.violated());
  }

  private static Safeguard safeguard(String[] args, int at) {
    return args.length > at ? Safeguard.valueOf(args[at]) : Safeguard.NONE;
  }
}
