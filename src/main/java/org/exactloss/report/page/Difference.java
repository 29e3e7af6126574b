package org.exactloss.report.page;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The paired difference of models from the baseline, where one was named. */
final class Difference {
  private static final double DEFAULT_LEVEL = 0.95;

  private final ReportDocument report;

  Difference(ReportDocument report) {
    this.report = report;
  }

  /** The confidence level in per cent. */
  static String level(ReportDocument report) {
    return Axis.number(100 * levelOf(report)) + "\u00A0%";
  }

  private static double levelOf(ReportDocument report) {
    List<String> given = report.option("confidence");
    try {
      return given.isEmpty() ? DEFAULT_LEVEL : Double.parseDouble(given.get(0).strip());
    } catch (NumberFormatException e) {
      return DEFAULT_LEVEL;
    }
  }

  /** What the other models are compared with. */
  Optional<Result> baseline() {
    List<String> name = report.option("baseline");
    return report.overall().stream()
        .filter(
            result ->
                !name.isEmpty()
                    && result.json().path("prediction").asText().equals(name.get(0).strip()))
        .findFirst();
  }

  /** How this result compares with the baseline; empty where nothing is known. */
  Optional<String> sentence(Result result) {
    Optional<Result> baseline = baseline();
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    if (baseline.get().name().equals(result.name())) {
      return Optional.of("No model has a smaller error than the baseline.");
    }
    OptionalDouble change = result.finite("meanChange");
    return change.isEmpty()
        ? Optional.empty()
        : Optional.of(sentence(result, baseline.get(), change.getAsDouble()));
  }

  private String sentence(Result result, Result baseline, double change) {
    String interval =
        result
            .interval("meanChangeInterval")
            .map(
                ends ->
                    " ("
                        + level(report)
                        + " interval of the difference "
                        + Digits.range(ends)
                        + ")")
            .orElse("");
    return "On the elements that both use, its mean squared error is "
        + Digits.brief(Math.abs(change))
        + (change < 0 ? " lower" : " higher")
        + " than that of "
        + Digits.isolated(baseline.name())
        + interval
        + ": "
        + verdict(result)
        + ".";
  }

  /** Whether a difference is more than noise, in words. */
  String verdict(Result result) {
    OptionalDouble change = result.finite("meanChange");
    OptionalDouble p = result.finite("meanChangePValue");
    if (change.isEmpty() || p.isEmpty()) {
      return "whether that is noise is unknown";
    }
    boolean noise = p.getAsDouble() > 1 - levelOf(report);
    String words =
        noise
            ? "no more than noise would show"
            : change.getAsDouble() < 0 ? "better, by more than noise" : "worse, by more than noise";
    return words
        + " (p "
        + (p.getAsDouble() < 1e-4 ? "" : "= ")
        + Digits.pValue(p.getAsDouble())
        + ")";
  }

  /** A mark for a slice whose difference is more than noise, corrected for slices being many. */
  String mark(Result slice) {
    OptionalDouble change = slice.finite("meanChange");
    OptionalDouble p = slice.finite("meanChangeAdjustedPValue");
    if (change.isEmpty() || p.isEmpty() || p.getAsDouble() > 1 - levelOf(report)) {
      return "";
    }
    return change.getAsDouble() < 0 ? "better" : "worse";
  }
}
