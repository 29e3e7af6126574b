package org.exactloss.report.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The bias of one model along the target, and the spread around it.
 *
 * @param zero the place of no error
 */
record ProfileChart(
    String name,
    List<Bar> bars,
    List<Axis.Tick> xTicks,
    List<Axis.Tick> yTicks,
    String zero,
    List<Line> lines) {
  private static final double TRIMMED = 0.001;
  private static final int FEWEST = 5;
  private static final int TICKS = 5;

  /** One bin: the bar reaches one standard deviation to either side of the bias. */
  record Bar(String x, String width, String y, String height, String x2, String bias) {}

  /** A line of the table that says the same. */
  record Line(String lo, String hi, String count, String bias, String spread) {}

  /** A bin of the report. */
  private record Slot(Bins.Bin bin, double bias, double spread) {
    static Slot of(Bins.Bin bin) {
      double bias = Result.number(bin.json().path("meanError")).orElse(Double.NaN);
      double square = Result.number(bin.json().path("meanSquaredError")).orElse(Double.NaN);
      return new Slot(bin, bias, Math.sqrt(Math.max(0, square - bias * bias)));
    }

    boolean isDrawn(Axis axis) {
      return bin.count() >= FEWEST
          && axis.contains(bin.lo())
          && axis.contains(bin.hi())
          && Double.isFinite(bias)
          && Double.isFinite(spread);
    }
  }

  boolean wide() {
    return Axis.isWide(yTicks);
  }

  static List<ProfileChart> of(ReportDocument report) {
    List<List<Slot>> profiles = report.overall().stream().map(ProfileChart::slots).toList();
    List<Bins.Bin> bins =
        profiles.stream()
            .flatMap(List::stream)
            .map(Slot::bin)
            .sorted((a, b) -> Double.compare(a.lo(), b.lo()))
            .toList();
    List<ProfileChart> charts = new ArrayList<>();
    if (bins.isEmpty()) {
      return charts;
    }
    Axis x = Bins.range(bins, TRIMMED);
    Axis y = vertical(profiles, x);
    for (int i = 0; i < profiles.size(); i++) {
      if (!profiles.get(i).isEmpty()) {
        charts.add(chart(report.overall().get(i).name(), profiles.get(i), x, y));
      }
    }
    return charts;
  }

  private static List<Slot> slots(Result result) {
    return Bins.of(result.json().path("targetProfile").path("bins")).stream()
        .map(Slot::of)
        .toList();
  }

  private static Axis vertical(List<List<Slot>> profiles, Axis x) {
    List<Double> ends = new ArrayList<>(List.of(0.0));
    for (List<Slot> profile : profiles) {
      for (Slot slot : profile) {
        if (slot.isDrawn(x)) {
          ends.add(slot.bias + slot.spread);
          ends.add(slot.bias - slot.spread);
        }
      }
    }
    return Axis.around(ends);
  }

  private static ProfileChart chart(String name, List<Slot> slots, Axis x, Axis y) {
    return new ProfileChart(
        name,
        slots.stream().filter(slot -> slot.isDrawn(x)).map(slot -> bar(slot, x, y)).toList(),
        x.ticks(TICKS),
        y.ticks(TICKS),
        Axis.percent(100 - y.at(0)),
        slots.stream().map(ProfileChart::line).toList());
  }

  private static Bar bar(Slot slot, Axis x, Axis y) {
    double left = x.at(slot.bin.lo());
    double right = x.at(slot.bin.hi());
    double top = y.at(slot.bias + slot.spread);
    return new Bar(
        Axis.percent(left),
        Axis.percent(right - left),
        Axis.percent(100 - top),
        Axis.percent(top - y.at(slot.bias - slot.spread)),
        Axis.percent(right),
        Axis.percent(100 - y.at(slot.bias)));
  }

  private static Line line(Slot slot) {
    return new Line(
        Digits.brief(slot.bin.lo()),
        Digits.brief(slot.bin.hi()),
        Digits.count((long) slot.bin.count()),
        Digits.signed(slot.bias),
        Digits.brief(slot.spread));
  }
}
