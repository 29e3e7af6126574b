package org.exactloss.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;

/** Which of several models has the smallest error, in a few words; all digits are in the table. */
final class Verdict {
  private static final MathContext BRIEF = new MathContext(4);
  private static final int NAME_WIDTH = 50;
  private static final double DEFAULT_LEVEL = 0.95;

  private final EvaluationReport report;

  Verdict(EvaluationReport report) {
    this.report = report;
  }

  /** The lines, each ended by a line feed; none where there are no models to choose from. */
  String lines(TextStyle style) {
    List<ModelResult> finite =
        report.results().stream().filter(result -> rmse(result).isPresent()).toList();
    boolean outputs = report.results().stream().anyMatch(result -> result.output().isPresent());
    if (finite.size() < 2 || outputs) {
      return "";
    }
    ModelResult best =
        finite.stream()
            .min(Comparator.comparingDouble(result -> rmse(result).getAsDouble()))
            .orElseThrow();
    String name = ValueText.shortened(TextReport.name(best), NAME_WIDTH);
    String sentence = name + " has the smallest error of " + finite.size() + " models";
    return style.strong(sentence)
        + "\n  rmse "
        + brief(rmse(best).getAsDouble())
        + interval(best, Metric.RMSE_INTERVAL)
        + number(best, Metric.R2).map(r2 -> ", r2 " + brief(r2)).orElse("")
        + "\n"
        + comparison(best)
        + "\n";
  }

  private String comparison(ModelResult best) {
    List<String> baseline = report.provenance().options().getOrDefault("baseline", List.of());
    Optional<Double> change = number(best, Metric.MEAN_CHANGE);
    Optional<Double> p = number(best, Metric.MEAN_CHANGE_P_VALUE);
    if (baseline.isEmpty() || change.isEmpty() || p.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>();
    words.add("  against " + ValueText.shortened(Printable.line(baseline.get(0)), NAME_WIDTH));
    words.add(change.get() < 0 ? " better" : " worse");
    words.add(p.get() <= 1 - level() ? ", by more than noise" : ", but no more than noise would");
    words.add(
        "\n  meanChange "
            + brief(change.get())
            + interval(best, Metric.MEAN_CHANGE_INTERVAL)
            + ", p "
            + brief(p.get()));
    return String.join("", words) + "\n";
  }

  private double level() {
    List<String> given = report.provenance().options().getOrDefault("confidence", List.of());
    return given.isEmpty() ? DEFAULT_LEVEL : Double.parseDouble(given.get(0).strip());
  }

  private static OptionalDouble rmse(ModelResult result) {
    OptionalDouble rmse = result.refused() ? OptionalDouble.empty() : result.metrics().rmse();
    return rmse.isPresent() && Double.isFinite(rmse.getAsDouble()) ? rmse : OptionalDouble.empty();
  }

  private static Optional<Double> number(ModelResult result, Metric metric) {
    return result.has(metric)
            && result.value(metric) instanceof MetricValue.Number number
            && Double.isFinite(number.value())
        ? Optional.of(number.value())
        : Optional.empty();
  }

  private static String interval(ModelResult result, Metric metric) {
    return result.has(metric) && result.value(metric) instanceof MetricValue.Interval interval
        ? " [" + brief(interval.lo()) + ", " + brief(interval.hi()) + "]"
        : "";
  }

  private static String brief(double value) {
    return ShortestDecimal.of(
        Double.isFinite(value) ? new BigDecimal(value).round(BRIEF).doubleValue() : value);
  }
}
