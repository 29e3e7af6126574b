package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exactloss.metric.MeanEstimate;
import org.exactloss.metric.MetricValue;
import org.exactloss.metric.OutputAverage;
import org.exactloss.metric.RegressionMetrics;
import org.exactloss.scan.ModelStates;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Metric;
import org.exactloss.state.MeanState;
import org.exactloss.state.MomentState;

/**
 * The metrics beside the loss.
 *
 * @param metrics those that are asked for by name
 * @param noise whether the mean loss's standard error is asked for
 * @param level of all intervals
 * @param baseline the model that the others are compared with; empty without one
 */
record FurtherMetrics(Set<Metric> metrics, boolean noise, ConfidenceLevel level, String baseline)
    implements Serializable {

  static FurtherMetrics of(EvaluationSpec spec) {
    return new FurtherMetrics(
        spec.analysis().metrics(),
        spec.analysis().comparison().confidence().isPresent(),
        spec.analysis().comparison().level(),
        spec.analysis().comparison().baseline().orElse(""));
  }

  /** The metrics of some elements of a model. */
  Map<Metric, MetricValue> of(String model, ModelStates states, Divisor divisor) {
    Map<Metric, MetricValue> values = new EnumMap<>(Metric.class);
    values.putAll(regression(states));
    if (noise) {
      MeanEstimate mean = estimate(states.noise(), divisor);
      values.put(Metric.STANDARD_ERROR, mean.standardError());
      values.put(Metric.CONFIDENCE_INTERVAL, mean.interval(level));
      values.put(Metric.RMSE_INTERVAL, mean.rmseInterval(level));
    }
    if (!baseline.isEmpty() && !baseline.equals(model)) {
      MeanEstimate change = estimate(states.change(), divisor);
      values.put(Metric.MEAN_CHANGE, change.mean());
      values.put(Metric.MEAN_CHANGE_ERROR, change.standardError());
      values.put(Metric.MEAN_CHANGE_INTERVAL, change.interval(level));
      values.put(Metric.MEAN_CHANGE_P_VALUE, change.pValue());
    }
    return values;
  }

  private static MeanEstimate estimate(Optional<MeanState> state, Divisor divisor) {
    return MeanEstimate.of(state.orElseGet(MeanState::new), divisor);
  }

  private Map<Metric, MetricValue> regression(ModelStates states) {
    MomentState moments =
        states.moments().orElseGet(() -> new MomentState(RegressionMetrics.moments(metrics)));
    return RegressionMetrics.of(states.loss(), moments, metrics);
  }

  /** The averages of the outputs' metrics; of the largest errors, the largest. */
  Map<Metric, MetricValue> average(OutputAverage average, List<ModelStates> outputs) {
    List<Map<Metric, MetricValue>> each = outputs.stream().map(this::regression).toList();
    Map<Metric, MetricValue> values = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      List<MetricValue> own = new ArrayList<>();
      each.forEach(output -> own.add(output.get(metric)));
      values.put(metric, metric == Metric.MAX_ERROR ? largest(own) : average.averageOf(own));
    }
    return values;
  }

  private static MetricValue largest(List<MetricValue> values) {
    double largest = 0;
    for (MetricValue value : values) {
      if (!(value instanceof MetricValue.Number number)) {
        return value;
      }
      largest = Math.max(largest, number.value());
    }
    return MetricValue.of(largest);
  }
}
