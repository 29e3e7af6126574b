package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Prediction against target of one model: the darker a cell, the denser its elements.
 *
 * @param words what it shows
 */
record PlaneChart(
    String name,
    List<Cell> cells,
    List<Axis.Tick> xTicks,
    List<Axis.Tick> yTicks,
    String words,
    List<Line> lines) {
  /** The part of the elements beyond each end that the picture does without. */
  private static final double TRIMMED = 0.001;

  private static final int SHADES = 6;
  private static final double RATIO = 4;
  private static final int TICKS = 5;
  private static final int MOST_LINES = 12;

  /** A cell, with its place and size in per cent. */
  record Cell(String x, String y, String width, String height, int shade) {}

  /** A line of the table: where the densest cells are. */
  record Line(String target, String prediction, String count) {}

  /** A cell of the report. */
  private record Counted(Bins.Bin target, Bins.Bin prediction, double count) {
    double density() {
      return count / target.width() / prediction.width();
    }
  }

  boolean wide() {
    return Axis.isWide(yTicks);
  }

  static List<PlaneChart> of(ReportDocument report) {
    List<List<Counted>> planes = report.overall().stream().map(PlaneChart::cells).toList();
    List<Counted> all = planes.stream().flatMap(List::stream).toList();
    List<PlaneChart> charts = new ArrayList<>();
    if (all.isEmpty()) {
      return charts;
    }
    Axis axis = axis(all);
    for (int i = 0; i < planes.size(); i++) {
      if (!planes.get(i).isEmpty()) {
        charts.add(chart(report.overall().get(i).name(), planes.get(i), axis));
      }
    }
    return charts;
  }

  private static List<Counted> cells(Result result) {
    JsonNode plane = result.json().path("predictionTarget");
    List<Bins.Bin> targets = Bins.of(plane.path("targetBins"));
    List<Bins.Bin> predictions = Bins.of(plane.path("predictionBins"));
    List<Counted> cells = new ArrayList<>();
    for (JsonNode cell : plane.path("counts")) {
      int row = cell.path(0).asInt(-1);
      int column = cell.path(1).asInt(-1);
      if (row >= 0 && row < predictions.size() && column >= 0 && column < targets.size()) {
        cells.add(new Counted(targets.get(column), predictions.get(row), cell.path(2).asDouble()));
      }
    }
    return cells;
  }

  /** One axis for targets and predictions, so that the diagonal is where both are equal. */
  private static Axis axis(List<Counted> cells) {
    List<Bins.Bin> both = new ArrayList<>();
    for (Counted cell : cells) {
      both.add(new Bins.Bin(cell.target.lo(), cell.target.hi(), cell.count, null));
      both.add(new Bins.Bin(cell.prediction.lo(), cell.prediction.hi(), cell.count, null));
    }
    both.sort((a, b) -> Double.compare(a.lo(), b.lo()));
    return Bins.range(both, TRIMMED);
  }

  private static PlaneChart chart(String name, List<Counted> cells, Axis axis) {
    List<Counted> shown =
        cells.stream()
            .filter(cell -> inside(cell.target, axis) && inside(cell.prediction, axis))
            .toList();
    double densest = shown.stream().mapToDouble(Counted::density).max().orElse(1);
    double total = cells.stream().mapToDouble(Counted::count).sum();
    double outside = total - shown.stream().mapToDouble(Counted::count).sum();
    List<Counted> byCount = new ArrayList<>(cells);
    byCount.sort((a, b) -> Double.compare(b.count, a.count));
    return new PlaneChart(
        name,
        shown.stream().map(cell -> cell(cell, axis, densest)).toList(),
        axis.ticks(TICKS),
        axis.ticks(TICKS),
        outside == 0
            ? ""
            : Digits.count((long) outside)
                + " elements ("
                + Digits.percent(outside / total)
                + ") lie outside of the picture.",
        byCount.stream().limit(MOST_LINES).map(PlaneChart::line).toList());
  }

  private static boolean inside(Bins.Bin bin, Axis axis) {
    return axis.contains(bin.lo()) && axis.contains(bin.hi());
  }

  private static Cell cell(Counted cell, Axis axis, double densest) {
    double x = axis.at(cell.target.lo());
    double top = axis.at(cell.prediction.hi());
    // Each shade stands for a density four times that of the next lighter one.
    double steps = Math.log(densest / cell.density()) / Math.log(RATIO);
    return new Cell(
        Axis.percent(x),
        Axis.percent(100 - top),
        Axis.percent(axis.at(cell.target.hi()) - x),
        Axis.percent(top - axis.at(cell.prediction.lo())),
        Math.max(1, SHADES - (int) Math.min(SHADES, steps)));
  }

  private static Line line(Counted cell) {
    return new Line(
        Digits.brief(cell.target.lo(), 3) + " to " + Digits.brief(cell.target.hi(), 3),
        Digits.brief(cell.prediction.lo(), 3) + " to " + Digits.brief(cell.prediction.hi(), 3),
        Digits.count((long) cell.count));
  }
}
