package org.exactloss.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Numbers in their order as a line from zero, broken where one is missing.
 *
 * @param lines the coordinates of each unbroken piece, between 0 and 100
 * @param dots the places of the numbers, where they are few
 */
record LineChart(
    String name, List<String> lines, List<Dot> dots, List<Axis.Tick> ticks, String words) {
  private static final int TICKS = 3;
  private static final int MOST_DOTS = 40;

  boolean wide() {
    return Axis.isWide(ticks);
  }

  /** A number, with its place in per cent. */
  record Dot(String x, String y) {}

  private static Axis axis(List<OptionalDouble> values) {
    List<Double> all = new ArrayList<>(List.of(0.0));
    values.stream()
        .filter(value -> value.isPresent() && Double.isFinite(value.getAsDouble()))
        .forEach(value -> all.add(value.getAsDouble()));
    Axis around = Axis.around(all);
    return all.stream().allMatch(value -> value >= 0) ? new Axis(0, around.hi()) : around;
  }

  static LineChart of(String name, List<OptionalDouble> values, String words) {
    Axis axis = axis(values);
    List<String> lines = new ArrayList<>();
    List<Dot> dots = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      OptionalDouble value = values.get(i);
      if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
        lines.add(line.toString());
        line.setLength(0);
        continue;
      }
      String x = Axis.number(values.size() == 1 ? 50 : 100.0 * i / (values.size() - 1));
      String y = Axis.number(100 - axis.at(value.getAsDouble()));
      line.append(line.isEmpty() ? "" : " ").append(x).append(',').append(y);
      dots.add(new Dot(x + "%", y + "%"));
    }
    lines.add(line.toString());
    lines.removeIf(String::isEmpty);
    return new LineChart(
        name, lines, dots.size() > MOST_DOTS ? List.of() : dots, axis.ticks(TICKS), words);
  }
}
