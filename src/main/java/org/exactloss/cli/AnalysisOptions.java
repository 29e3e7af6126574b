package org.exactloss.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;

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
   * What the page shows: pictures, and with them a number without units and an interval. In slices
   * these would cost as much as all else, so that there they have to be asked for.
   */
  static AnalysisSpec ofPage(AnalysisSpec asked, Multioutput outputs) {
    AnalysisSpec drawn = asked.withPictures();
    boolean averaged = outputs.separate() && outputs.kind() != Multioutput.Kind.RAW;
    if (averaged || !asked.slices().isEmpty()) {
      return drawn;
    }
    Set<Metric> metrics = EnumSet.of(Metric.R2);
    metrics.addAll(asked.metrics());
    Comparison noise =
        new Comparison(Optional.of(asked.comparison().level()), asked.comparison().baseline());
    return new AnalysisSpec(
        drawn.slices(), metrics, noise, drawn.gates(), drawn.pictures(), drawn.reportedSlices());
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
          "Cannot report the largest errors: --worst is "
              + worst
              + "; give it a number of at least 1");
    }
    return worst;
  }
}
