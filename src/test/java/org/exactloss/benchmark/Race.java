package org.exactloss.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * Contenders that take turns, so that the noise of the machine meets all of them. The first one is
 * ours; the others' times are given as multiples of its.
 */
final class Race {
  private final List<Contender> contenders;
  private final long rows;

  /**
   * @param rows what each run works through
   */
  Race(List<Contender> contenders, long rows) {
    this.contenders = List.copyOf(contenders);
    this.rows = rows;
  }

  void run(int warmUps, double truth) {
    for (int i = 0; i < warmUps; i++) {
      contenders.forEach(each -> each.warmUp(truth));
    }
    int most = contenders.stream().mapToInt(Contender::repetitions).max().orElseThrow();
    for (int i = 0; i < most; i++) {
      for (Contender each : contenders) {
        if (i < each.repetitions()) {
          each.run(truth);
        }
      }
    }
  }

  void print(double truth) {
    System.out.printf(
        "%-40s %5s %9s %9s %15s %7s%n", "", "runs", "best s", "median s", "rows/s", "ratio");
    double ours = contenders.get(0).median();
    for (Contender each : contenders) {
      System.out.printf(
          Locale.ROOT,
          "%-40s %5d %9.3f %9.3f %,15.0f %7.2f%n",
          each.name(),
          each.repetitions(),
          each.best(),
          each.median(),
          rows / each.median(),
          each.median() / ours);
    }
    System.out.printf(
        "%nratio: median time over that of %s; the true loss is %s, and every answer was checked%n",
        contenders.get(0).name(), truth);
  }
}
