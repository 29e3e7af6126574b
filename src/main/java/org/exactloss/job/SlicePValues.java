package org.exactloss.job;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exactloss.metric.FalseDiscovery;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;

/**
 * The p-values of a slice, one for each result; NaN for none.
 *
 * @param key of the slice, as {@link org.exactloss.scan.GroupScan.Group} has it
 */
record SlicePValues(String key, double[] pValues) implements Serializable {
  static SlicePValues of(String key, List<ModelResult> results) {
    return new SlicePValues(key, results.stream().mapToDouble(SlicePValues::pValue).toArray());
  }

  private static double pValue(ModelResult result) {
    return result.further().get(Metric.MEAN_CHANGE_P_VALUE) instanceof MetricValue.Number number
        ? number.value()
        : Double.NaN;
  }

  /** The p-values of all slices, corrected for being many: of each slice those of its results. */
  static Map<String, double[]> adjusted(List<SlicePValues> slices) {
    Map<String, double[]> adjusted = new HashMap<>();
    slices.forEach(slice -> adjusted.put(slice.key, slice.pValues.clone()));
    for (int i = 0; !slices.isEmpty() && i < slices.get(0).pValues.length; i++) {
      int place = i;
      double[] own =
          FalseDiscovery.adjust(
              slices.stream().mapToDouble(slice -> slice.pValues[place]).toArray());
      for (int slice = 0; slice < own.length; slice++) {
        adjusted.get(slices.get(slice).key)[place] = own[slice];
      }
    }
    return adjusted;
  }
}
