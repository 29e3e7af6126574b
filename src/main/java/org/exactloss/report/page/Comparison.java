package org.exactloss.report.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.exactloss.report.Printable;

/**
 * The models side by side.
 *
 * @param rmse the typical miss of each
 * @param changes the differences from the baseline; empty where there is none
 * @param baseline the name of the baseline; empty where there is none
 * @param hint what could be asked for to see whether the differences are noise
 * @param exact all numbers with all digits
 */
record Comparison(
    String level,
    List<Whisker> rmse,
    List<Axis.Tick> rmseTicks,
    List<Whisker> changes,
    List<Axis.Tick> changeTicks,
    String zero,
    String baseline,
    String hint,
    List<String> names,
    List<ExactRow> exact) {
  private static final int TICKS = 4;
  private static final Set<String> NO_METRICS =
      Set.of(
          "prediction",
          "slice",
          "output",
          "count",
          "digest",
          "undefined",
          "worst",
          "errorHistogram",
          "targetProfile",
          "predictionTarget");

  /**
   * A number and its interval at an axis, all places in per cent.
   *
   * @param interval whether there is one
   */
  record Whisker(
      String name,
      String at,
      boolean drawn,
      boolean interval,
      String lo,
      String hi,
      String words) {}

  /** One metric of all models. */
  record ExactRow(String metric, List<String> values) {}

  static Comparison of(ReportDocument report) {
    Difference difference = new Difference(report);
    Optional<Result> baseline = difference.baseline();
    Axis rmse = axis(report, "rmse", "rmseInterval");
    Axis changes = axis(report, "meanChange", "meanChangeInterval");
    List<Whisker> whiskers = new ArrayList<>();
    List<Whisker> pairs = new ArrayList<>();
    for (Result result : report.overall()) {
      whiskers.add(whisker(result, "rmse", "rmseInterval", rmse, words(result)));
      if (result.finite("meanChange").isPresent()) {
        String words =
            Digits.signed(result.number("meanChange").getAsDouble())
                + result
                    .interval("meanChangeInterval")
                    .map(ends -> " (" + Digits.range(ends) + "): ")
                    .orElse(": ")
                + difference.verdict(result);
        pairs.add(whisker(result, "meanChange", "meanChangeInterval", changes, words));
      }
    }
    return new Comparison(
        report.overall().stream().anyMatch(result -> result.interval("rmseInterval").isPresent())
            ? Difference.level(report)
            : "",
        whiskers,
        rmse.ticks(TICKS),
        pairs,
        changes.ticks(TICKS),
        Axis.percent(changes.at(0)),
        pairs.isEmpty() ? "" : baseline.map(Result::name).orElse("the baseline"),
        hint(report),
        report.overall().stream().map(Result::name).toList(),
        exact(report));
  }

  private static String hint(ReportDocument report) {
    if (report.option("confidence").isEmpty()) {
      return "Intervals come with --confidence 0.95, and with --baseline NAME the difference from"
          + " one of the models.";
    }
    return report.option("baseline").isEmpty() && report.overall().size() > 1
        ? "Which differences are more than noise is told with --baseline NAME."
        : "";
  }

  private static Axis axis(ReportDocument report, String metric, String interval) {
    List<Double> values = new ArrayList<>(List.of(0.0));
    for (Result result : report.overall()) {
      result.finite(metric).ifPresent(values::add);
      result
          .interval(interval)
          .ifPresent(
              ends -> {
                values.add(ends.lo());
                values.add(ends.hi());
              });
    }
    Axis around = Axis.around(values);
    return around.lo() < 0 && values.stream().allMatch(value -> value >= 0)
        ? new Axis(0, around.hi())
        : around;
  }

  private static String words(Result result) {
    OptionalDouble rmse = result.number("rmse");
    if (rmse.isEmpty()) {
      return result.isRefused() ? "refused" : "nothing used";
    }
    StringBuilder words = new StringBuilder(Digits.brief(rmse));
    result
        .interval("rmseInterval")
        .ifPresent(ends -> words.append(" (").append(Digits.range(ends)).append(')'));
    append(words, result, "r2", "R² ");
    append(words, result, "mae", "mean miss (MAE) ");
    append(words, result, "bias", "bias ");
    return words.toString();
  }

  private static void append(StringBuilder words, Result result, String metric, String label) {
    OptionalDouble value = result.number(metric);
    if (value.isPresent()) {
      String text =
          metric.equals("bias") ? Digits.signed(value.getAsDouble()) : Digits.brief(value);
      words.append(", ").append(label).append(text);
    }
  }

  private static Whisker whisker(
      Result result, String metric, String interval, Axis axis, String words) {
    OptionalDouble value = result.finite(metric);
    Optional<Result.Interval> ends = result.interval(interval);
    return new Whisker(
        result.name(),
        Axis.percent(value.isPresent() ? axis.at(value.getAsDouble()) : 0),
        value.isPresent(),
        value.isPresent() && ends.isPresent(),
        Axis.percent(ends.map(at -> axis.at(at.lo())).orElse(0.0)),
        Axis.percent(ends.map(at -> axis.at(at.hi())).orElse(0.0)),
        words);
  }

  private static List<ExactRow> exact(ReportDocument report) {
    Set<String> metrics = new LinkedHashSet<>();
    report.overall().forEach(result -> result.json().fieldNames().forEachRemaining(metrics::add));
    metrics.removeAll(NO_METRICS);
    return metrics.stream()
        .map(
            metric ->
                new ExactRow(
                    Printable.line(metric),
                    report.overall().stream().map(result -> exact(result, metric)).toList()))
        .toList();
  }

  private static String exact(Result result, String metric) {
    Optional<Result.Interval> ends = result.interval(metric);
    if (ends.isPresent()) {
      return Digits.exact(OptionalDouble.of(ends.get().lo()))
          + " to "
          + Digits.exact(OptionalDouble.of(ends.get().hi()));
    }
    if (result.json().path(metric).isNull()) {
      String reason = result.undefined(metric);
      return result.isRefused() ? "refused" : "undefined" + (reason.isEmpty() ? "" : ": " + reason);
    }
    return result.json().path(metric).isIntegralNumber()
        ? Digits.count(result.json().path(metric).asLong())
        : Digits.exact(result.number(metric));
  }
}
