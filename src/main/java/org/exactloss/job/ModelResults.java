package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.exactloss.exact.ExactRational;
import org.exactloss.metric.LossMetrics;
import org.exactloss.metric.LossValue;
import org.exactloss.metric.MetricValue;
import org.exactloss.metric.OutputAverage;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.ModelStates;
import org.exactloss.scan.ModelTally;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Reduction;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * The results of one model: its states, rounded, as the specification wants its outputs.
 *
 * @param further what is asked for beside the loss
 * @param penalties by the models' names; empty if none was asked for
 */
record ModelResults(
    Reduction reduction,
    Divisor divisor,
    Multioutput multioutput,
    FurtherMetrics further,
    Map<String, ExactRational> penalties)
    implements Serializable {

  ModelResults(EvaluationSpec spec, Map<String, ExactRational> penalties) {
    this(spec.reduction(), spec.divisor(), spec.multioutput(), FurtherMetrics.of(spec), penalties);
  }

  /** One result, or with {@code --multioutput raw} one for each output of a model with numbers. */
  List<ModelResult> of(String name, ModelTally tally, List<String> refusals) {
    return of(name, tally, tally.outputs().size(), refusals);
  }

  /**
   * The same for a part of the data.
   *
   * @param size how many outputs all data have
   */
  List<ModelResult> of(String name, ModelTally tally, int size, List<String> refusals) {
    if (!multioutput.separate() || !refusals.isEmpty()) {
      return List.of(single(name, OptionalInt.empty(), tally.states(), refusals));
    }
    List<ModelStates> outputs = tally.outputs().states(size);
    if (multioutput.kind() != Multioutput.Kind.RAW) {
      return List.of(average(name, tally.state(), outputs));
    }
    List<ModelResult> results = new ArrayList<>();
    for (int output = 0; output < outputs.size(); output++) {
      results.add(single(name, OptionalInt.of(output), outputs.get(output), List.of()));
    }
    return results;
  }

  private ModelResult single(
      String name, OptionalInt output, ModelStates states, List<String> refusals) {
    LossState state = states.loss();
    return result(
        name,
        output,
        state,
        refusals,
        LossMetrics.of(state, divisor),
        loss(LossValue.sum(state), LossValue.mean(state, divisor)),
        refusals.isEmpty() ? further.of(name, states, divisor) : Map.of());
  }

  private ModelResult average(String name, LossState pooled, List<ModelStates> outputs) {
    OutputAverage average = average(outputs);
    return result(
        name,
        OptionalInt.empty(),
        pooled,
        List.of(),
        average.metrics(pooled),
        loss(average.sum(), average.mean()),
        further.average(average, outputs));
  }

  private OutputAverage average(List<ModelStates> outputs) {
    return new OutputAverage(
        outputs.stream().map(ModelStates::loss).toList(), multioutput.weights(), divisor);
  }

  /** The exact sums of what {@link #of} gives for a model that is not refused. */
  List<Optional<LossValue>> sums(ModelTally tally, int size) {
    if (!multioutput.separate()) {
      return List.of(LossValue.sum(tally.state()));
    }
    List<ModelStates> outputs = tally.outputs().states(size);
    return multioutput.kind() == Multioutput.Kind.RAW
        ? outputs.stream().map(output -> LossValue.sum(output.loss())).toList()
        : List.of(average(outputs).sum());
  }

  private ModelResult result(
      String name,
      OptionalInt output,
      LossState state,
      List<String> refusals,
      LossMetrics metrics,
      Optional<LossValue> loss,
      Map<Metric, MetricValue> metricsBeside) {
    Map<String, Long> excluded = new LinkedHashMap<>();
    for (Exclusion reason : Exclusion.values()) {
      if (state.excluded(reason) > 0) {
        excluded.put(reason.label(), state.excluded(reason));
      }
    }
    Optional<ExactRational> penalty = Optional.ofNullable(penalties.get(name));
    return new ModelResult(
        name,
        output,
        state.rows(),
        state.elements(),
        state.used(),
        excluded,
        refusals,
        metrics,
        LossValue.rounded(loss.map(value -> penalty.map(value::plus).orElse(value))),
        LossValue.rounded(penalty.map(LossValue::of)),
        metricsBeside);
  }

  /** What the reduction calls the loss, without a penalty. */
  private Optional<LossValue> loss(Optional<LossValue> sum, Optional<LossValue> mean) {
    return switch (reduction) {
      case MEAN -> mean;
      case SUM -> sum;
      case NONE -> Optional.empty();
    };
  }
}
