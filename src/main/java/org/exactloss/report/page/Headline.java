package org.exactloss.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the page says first.
 *
 * @param title what was evaluated
 * @param lede the result in one sentence
 * @param notes what has to be known with it, a sentence each
 */
record Headline(String title, String lede, List<String> notes) {
  private static final double TENTH = 0.1;

  static Headline of(ReportDocument report) {
    List<String> target = report.option("target");
    String of = target.isEmpty() ? "" : " of " + Digits.isolated(target.get(0));
    Optional<Result> best = best(report);
    List<String> notes = new ArrayList<>();
    best.flatMap(result -> new Difference(report).sentence(result)).ifPresent(notes::add);
    notes.addAll(warnings(report));
    String models =
        report.overall().size() == 1
            ? "the model " + Digits.isolated(report.overall().get(0).name())
            : several(report);
    return new Headline(
        "How good " + (report.overall().size() == 1 ? "is " : "are ") + models + of + "?",
        best.map(result -> lede(report, result, target)).orElse(nothing(report)),
        notes);
  }

  private static String several(ReportDocument report) {
    boolean outputs =
        report.overall().stream().anyMatch(result -> result.json().path("output").isNumber());
    return report.overall().size() + (outputs ? " outputs" : " models");
  }

  /** The result with the smallest finite mean. */
  static Optional<Result> best(ReportDocument report) {
    return report.overall().stream()
        .filter(result -> result.finite("rmse").isPresent())
        .min(Comparator.comparingDouble(result -> result.finite("rmse").getAsDouble()));
  }

  private static String lede(ReportDocument report, Result best, List<String> target) {
    String verdict =
        report.overall().size() == 1
            ? ""
            : " has the smallest error of " + several(report) + ": it";
    String goal = target.isEmpty() ? "the target" : Digits.isolated(target.get(0));
    OptionalDouble r2 = best.finite("r2");
    String explained = "";
    if (r2.isPresent()) {
      explained =
          r2.getAsDouble() > 0
              ? " explains "
                  + Digits.percent(r2.getAsDouble())
                  + " of the variation of "
                  + goal
                  + " (R² "
                  + Digits.brief(r2.getAsDouble())
                  + "), and"
              : " does worse than always predicting the mean of "
                  + goal
                  + " (R² "
                  + Digits.brief(r2.getAsDouble())
                  + "), and";
    }
    return Digits.isolated(best.name())
        + verdict
        + explained
        + (explained.isEmpty() ? " has a typical miss (RMSE) of " : " its typical miss (RMSE) is ")
        + Digits.brief(best.number("rmse"))
        + best.interval("rmseInterval")
            .map(
                interval ->
                    " (" + Difference.level(report) + " interval " + Digits.range(interval) + ")")
            .orElse("")
        + ".";
  }

  private static String nothing(ReportDocument report) {
    boolean infinite =
        report.overall().stream().anyMatch(result -> result.number("rmse").isPresent());
    return infinite
        ? "No model has a finite error: NaN or infinite values are among its predictions or targets."
        : "No model has an error to report: nothing could be used of any of them.";
  }

  private static List<String> warnings(ReportDocument report) {
    List<String> warnings = new ArrayList<>();
    Optional<String> alike = leftOutOfEach(report);
    alike.ifPresent(
        share ->
            warnings.add(
                share
                    + " of the elements are left out for each model; the errors say nothing about"
                    + " them."));
    for (Result result : report.overall()) {
      if (result.isRefused()) {
        warnings.add(result.undefined("mean"));
      } else if (result.number("rmse").isEmpty()) {
        warnings.add(Digits.isolated(result.name()) + " has no error: no element is used.");
      } else if (result.finite("rmse").isEmpty()) {
        warnings.add(
            "The error of "
                + Digits.isolated(result.name())
                + " is "
                + Digits.brief(result.number("rmse"))
                + ": not all of its values are finite.");
      }
      leftOut(result)
          .filter(share -> alike.isEmpty())
          .ifPresent(
              share ->
                  warnings.add(
                      share
                          + " of the elements are left out for "
                          + Digits.isolated(result.name())
                          + "; its error says nothing about them."));
    }
    return warnings;
  }

  /** The share of elements that is left out of every model, where there are several. */
  private static Optional<String> leftOutOfEach(ReportDocument report) {
    List<Optional<String>> shares = report.overall().stream().map(Headline::leftOut).toList();
    return shares.size() > 1 && shares.stream().distinct().count() == 1
        ? shares.get(0)
        : Optional.empty();
  }

  /** The share of elements that are left out, for people, where it is worth a word. */
  private static Optional<String> leftOut(Result result) {
    double left = (double) (result.elements() - result.used()) / result.elements();
    return !result.isRefused() && result.used() > 0 && left >= TENTH
        ? Optional.of(Digits.percent(left))
        : Optional.empty();
  }
}
