package org.exactloss.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The histogram of one model's errors. The area of a bar is its part of the elements, so a bin
 * twice as wide is drawn half as high.
 *
 * @param zero the place of no error
 * @param words what it shows
 * @param beyond what lies outside of it; empty where nothing does
 */
record ErrorChart(
    String name,
    List<Bar> bars,
    List<Axis.Tick> ticks,
    String zero,
    String words,
    String beyond,
    List<Line> lines) {
  private static final double SHOWN = 0.99;
  private static final double MOST = 0.9;
  private static final int BARS = 8;
  private static final int TICKS = 5;

  /** A bar, with its place and size in per cent. */
  record Bar(String x, String width, String y, String height) {}

  /** A line of the table that says the same. */
  record Line(String lo, String hi, String count) {}

  /** One chart for each model that has counts, all with the same axis. */
  static List<ErrorChart> of(ReportDocument report) {
    double reach = 0;
    for (Result result : report.overall()) {
      reach = Math.max(reach, Bins.reach(bins(result), SHOWN));
    }
    List<ErrorChart> charts = new ArrayList<>();
    for (Result result : report.overall()) {
      List<Bins.Bin> bins = bins(result);
      if (!bins.isEmpty()) {
        charts.add(chart(result, bins, reach));
      }
    }
    return charts;
  }

  private static List<Bins.Bin> bins(Result result) {
    return Bins.of(result.json().path("errorHistogram").path("bins"));
  }

  private static ErrorChart chart(Result result, List<Bins.Bin> bins, double reach) {
    Axis axis = new Axis(-reach, reach);
    double total = Bins.total(bins);
    return new ErrorChart(
        result.name(),
        bars(merged(bins, Bins.reach(bins, SHOWN)), axis),
        axis.ticks(TICKS),
        Axis.percent(axis.at(0)),
        "At least "
            + Axis.number(100 * MOST)
            + " % of the predictions miss by no more than "
            + Digits.brief(Bins.reach(bins, MOST), 3)
            + ".",
        beyond(result, bins, axis, total),
        bins.stream()
            .map(
                bin ->
                    new Line(
                        Digits.brief(bin.lo()),
                        Digits.brief(bin.hi()),
                        Digits.count((long) bin.count())))
            .toList());
  }

  private static String beyond(Result result, List<Bins.Bin> bins, Axis axis, double total) {
    double outside =
        bins.stream()
            .filter(bin -> !axis.contains(bin.lo()) || !axis.contains(bin.hi()))
            .mapToDouble(Bins.Bin::count)
            .sum();
    long nonFinite = result.json().path("errorHistogram").path("nonFinite").asLong();
    String words =
        outside == 0
            ? ""
            : Digits.count((long) outside)
                + " elements ("
                + Digits.percent(outside / total)
                + ") lie outside of the picture, between "
                + Digits.brief(bins.get(0).lo(), 3)
                + " and "
                + Digits.brief(bins.get(bins.size() - 1).hi(), 3)
                + ". ";
    return nonFinite == 0
        ? words.strip()
        : words + Digits.count(nonFinite) + " errors are NaN or infinite and in no bin.";
  }

  /** Bins near zero are so narrow that several make one bar. */
  private static List<Bins.Bin> merged(List<Bins.Bin> bins, double reach) {
    double width = Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, Math.getExponent(reach / BARS)));
    Map<Double, Bins.Bin> bars = new TreeMap<>();
    for (Bins.Bin bin : bins) {
      Bins.Bin wide = bin.width() >= width ? bin : widened(bin, width);
      bars.merge(
          wide.lo(), wide, (a, b) -> new Bins.Bin(a.lo(), a.hi(), a.count() + b.count(), a.json()));
    }
    return List.copyOf(bars.values());
  }

  private static Bins.Bin widened(Bins.Bin bin, double width) {
    double nearest = Math.min(Math.abs(bin.lo()), Math.abs(bin.hi()));
    double step = Math.floor(nearest / width);
    if (step == 0 || (bin.lo() < 0 && bin.hi() > 0)) {
      return new Bins.Bin(-width, width, bin.count(), bin.json());
    }
    return bin.lo() < 0
        ? new Bins.Bin(-(step + 1) * width, -step * width, bin.count(), bin.json())
        : new Bins.Bin(step * width, (step + 1) * width, bin.count(), bin.json());
  }

  private static List<Bar> bars(List<Bins.Bin> bins, Axis axis) {
    List<Bins.Bin> shown =
        bins.stream().filter(bin -> axis.contains(bin.lo()) && axis.contains(bin.hi())).toList();
    double tallest = shown.stream().mapToDouble(bin -> bin.count() / bin.width()).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    for (Bins.Bin bin : shown) {
      double height = 100 * bin.count() / bin.width() / tallest;
      double x = axis.at(bin.lo());
      bars.add(
          new Bar(
              Axis.percent(x),
              Axis.percent(axis.at(bin.hi()) - x),
              Axis.percent(100 - height),
              Axis.percent(height)));
    }
    return bars;
  }
}
