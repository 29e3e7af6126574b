package org.exactloss.benchmark;

import java.util.Locale;

/** The times of tasks as tables in Markdown. */
final class TimingTable {
  private static final double NANOSECONDS = 1e9;
  private static final double MILLION = 1e6;

  private final StringBuilder text = new StringBuilder();

  TimingTable(String heading) {
    text.append(heading).append("\n\n");
  }

  /** Everything so far. */
  String text() {
    return text.toString();
  }

  /** Adds the table of a task that has run and returns it; ratios are to its first contender. */
  String add(PeerCase task) {
    StringBuilder table = new StringBuilder();
    table.append("%s: %,d rows; %s%n%n".formatted(task.name(), task.rows(), task.data()));
    table.append("| | runs | best s | median s | ns a row | million rows/s | ratio |\n");
    table.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    double first = task.contenders().get(0).median();
    for (Contender each : task.contenders()) {
      double median = each.median();
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.3f | %.3f | %.2f | %.1f | %.2f |%n",
              each.name(),
              each.repetitions(),
              each.best(),
              median,
              median / task.rows() * NANOSECONDS,
              task.rows() / median / MILLION,
              median / first));
    }
    text.append(table).append('\n');
    return table.toString();
  }
}
