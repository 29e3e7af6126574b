package org.exactloss.cli;

import java.util.List;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;

/** The options that ask for more than the overall loss: slices, metrics, noise and gates. */
final class AnalysisOptions {
  private AnalysisOptions() {}

  static AnalysisSpec analysis(OptionValues values) {
    List<String> metrics =
        values.lists(EvaluateOption.METRIC).stream().flatMap(List::stream).toList();
    return new AnalysisSpec(
        values.lists(EvaluateOption.SLICE),
        Metric.requested(metrics),
        new Comparison(
            values.text(EvaluateOption.CONFIDENCE).map(ConfidenceLevel::parse),
            values.text(EvaluateOption.BASELINE).map(String::strip)),
        values.all(EvaluateOption.FAIL_IF).stream().map(Gate::parse).toList(),
        values.wholeNumber(EvaluateOption.REPORT_SLICES));
  }

  /**
   * How many of the largest errors are reported.
   *
   * @throws EvaluationException if that is none, although the option is given
   */
  static int worst(OptionValues values) {
    if (!values.isGiven(EvaluateOption.WORST)) {
      return 0;
    }
    int worst = values.wholeNumber(EvaluateOption.WORST);
    if (worst < 1) {
      throw EvaluationException.usage(
          "Cannot report the " + worst + " largest errors: give --worst a number of at least 1");
    }
    return worst;
  }
}
