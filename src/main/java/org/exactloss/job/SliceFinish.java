package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exactloss.exact.ExactRational;
import org.exactloss.metric.LossValue;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.Metric;

/**
 * Finishes one slice: as a group, with what depends on all data.
 *
 * @param totals the exact sum of each result of all rows; null where it is no number
 * @param rounded the same as doubles
 * @param adjusted the corrected p-values of each slice's results by its key; empty without a
 *     baseline
 */
record SliceFinish(
    GroupResults groups,
    List<ExactRational> totals,
    List<Double> rounded,
    Map<String, double[]> adjusted)
    implements Serializable {

  /**
   * @param all what was found of all rows
   */
  static SliceFinish of(GroupResults groups, TaskResult all) {
    List<ExactRational> totals = new ArrayList<>();
    for (Optional<LossValue> sum : groups.sums(all)) {
      totals.add(sum.flatMap(LossValue::exact).orElse(null));
    }
    List<Double> rounded = new ArrayList<>();
    totals.forEach(total -> rounded.add(total == null ? Double.NaN : total.toDouble()));
    return new SliceFinish(groups, totals, rounded, Map.of());
  }

  SliceFinish withAdjusted(Map<String, double[]> pValues) {
    return new SliceFinish(groups, totals, rounded, pValues);
  }

  /** The results of a slice, one for each of all rows. */
  List<ModelResult> of(String key, TaskResult slice) {
    List<ModelResult> results = groups.of(slice);
    List<Optional<LossValue>> sums = groups.sums(slice);
    double[] pValues = adjusted.get(key);
    if (pValues == null && !adjusted.isEmpty()) {
      throw new IllegalStateException(
          "Cannot finish a slice: none of the "
              + adjusted.size()
              + " slices with corrected p-values has its key; this is a fault of the program");
    }
    List<ModelResult> finished = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Map<Metric, MetricValue> further = new EnumMap<>(Metric.class);
      further.put(Metric.SHARE, share(sums.get(i), totals.get(i)));
      if (pValues != null && results.get(i).further().containsKey(Metric.MEAN_CHANGE_P_VALUE)) {
        further.put(Metric.MEAN_CHANGE_ADJUSTED_P_VALUE, adjusted(results.get(i), pValues[i]));
      }
      finished.add(results.get(i).refused() ? results.get(i) : results.get(i).with(further));
    }
    return finished;
  }

  /**
   * The largest of the shares of a slice's results, to put slices in order; −1 if none is defined.
   * A quotient of rounded sums: the exact ones would take most of the time of a million slices.
   */
  double largestShare(TaskResult slice) {
    List<Optional<LossValue>> sums = groups.sums(slice);
    double largest = -1;
    for (int i = 0; i < sums.size(); i++) {
      if (sums.get(i).isPresent() && totals.get(i) != null && totals.get(i).signum() != 0) {
        largest = Math.max(largest, ratio(sums.get(i).get(), i));
      }
    }
    return largest;
  }

  /** The quotient of exact sums where the rounded total is too large or too small to divide by. */
  private double ratio(LossValue sum, int place) {
    double total = rounded.get(place);
    return Double.isInfinite(total) || total == 0
        ? sum.exact().orElseThrow().divide(totals.get(place)).toDouble()
        : sum.toDouble() / total;
  }

  private static MetricValue share(Optional<LossValue> sum, ExactRational total) {
    if (sum.isEmpty()) {
      return MetricValue.undefined("no element is used");
    } else if (total == null) {
      return MetricValue.undefined("the sum of all slices is not finite");
    } else if (total.signum() == 0) {
      return MetricValue.undefined("the sum of all slices is 0");
    }
    return MetricValue.of(sum.get().exact().orElseThrow().divide(total));
  }

  private static MetricValue adjusted(ModelResult result, double pValue) {
    return Double.isNaN(pValue)
        ? result.further().get(Metric.MEAN_CHANGE_P_VALUE)
        : MetricValue.of(pValue);
  }
}
