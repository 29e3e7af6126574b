package org.exactloss.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.exactloss.metric.LossMetrics;
import org.exactloss.metric.MetricValue;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Reduction;

/**
 * What one evaluation found.
 *
 * @param pictures what is drawn of the results, one for each of them in their order; empty where no
 *     page was asked for
 * @param slicings the results of slices, for each set of them that was asked for
 * @param worst of each model that is not refused the largest errors, where they were asked for
 * @param gates what became of the gates
 * @param batches the losses of batches, where they were asked for
 * @param join counts of the join by key, where there was one
 */
public record EvaluationReport(
    Reduction reduction,
    List<ModelResult> results,
    List<Pictures> pictures,
    List<SlicingReport> slicings,
    List<WorstReport> worst,
    List<GateResult> gates,
    Optional<BatchReport> batches,
    Optional<JoinCounts> join,
    Provenance provenance) {

  /** Why the loss of a result that is not refused may be undefined. */
  static final String NOTHING_USED = "no element is used";

  public EvaluationReport {
    results = List.copyOf(results);
    pictures = List.copyOf(pictures);
    slicings = List.copyOf(slicings);
    worst = List.copyOf(worst);
    gates = List.copyOf(gates);
  }

  /** Whether no model has numbers. */
  public boolean allRefused() {
    return results.stream().allMatch(ModelResult::refused);
  }

  /** The same report with the losses of batches. */
  public EvaluationReport withBatches(BatchReport losses) {
    return new EvaluationReport(
        reduction,
        results,
        pictures,
        slicings,
        worst,
        gates,
        Optional.of(losses),
        join,
        provenance);
  }

  /** The same report with pictures. */
  public EvaluationReport withPictures(List<Pictures> counted) {
    return new EvaluationReport(
        reduction, results, counted, slicings, worst, gates, batches, join, provenance);
  }

  /** The same report with the results of slices. */
  public EvaluationReport withSlicings(List<SlicingReport> found) {
    return new EvaluationReport(
        reduction, results, pictures, found, worst, gates, batches, join, provenance);
  }

  /** The same report with the largest errors. */
  public EvaluationReport withWorst(List<WorstReport> found) {
    return new EvaluationReport(
        reduction, results, pictures, slicings, found, gates, batches, join, provenance);
  }

  /** The elements with the largest errors of a result; empty if they were not asked for. */
  public Optional<List<WorstReport.Element>> worstOf(ModelResult result) {
    return worst.stream()
        .filter(model -> model.prediction().equals(result.prediction()))
        .findFirst()
        .map(model -> model.of(result));
  }

  /** The same report with what became of the gates. */
  public EvaluationReport withGates(List<GateResult> tested) {
    return new EvaluationReport(
        reduction, results, pictures, slicings, worst, tested, batches, join, provenance);
  }

  /** The same report with the options as they were given. */
  public EvaluationReport withOptions(Map<String, List<String>> options) {
    return new EvaluationReport(
        reduction,
        results,
        pictures,
        slicings,
        worst,
        gates,
        batches,
        join,
        provenance.withOptions(options));
  }

  /**
   * What was found of one model, or of one of its outputs, in the whole data or in a part of them.
   *
   * @param output the output's place in a row's array, in row-major order from 0; empty where
   *     outputs are pooled or combined
   * @param excluded elements left out, by the reason's name, only those that occurred, in the order
   *     of the reasons
   * @param refusals why the numbers are not given: messages for people, each {@code Cannot …};
   *     empty when they are given
   * @param metrics the numbers; meaningless where there are refusals, as are loss and penalty
   * @param loss what the reduction calls so, with the penalty added; empty where it is undefined
   * @param penalty the penalty for the model's parameters, where one was asked for
   * @param further all other metrics that were asked for, in the order of {@link Metric}; empty
   *     where there are refusals
   */
  public record ModelResult(
      String prediction,
      OptionalInt output,
      long rows,
      long elements,
      long used,
      Map<String, Long> excluded,
      List<String> refusals,
      LossMetrics metrics,
      OptionalDouble loss,
      OptionalDouble penalty,
      Map<Metric, MetricValue> further) {
    public ModelResult {
      further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** The same result with further metrics. */
    public ModelResult with(Map<Metric, MetricValue> more) {
      Map<Metric, MetricValue> all = new EnumMap<>(Metric.class);
      all.putAll(further);
      all.putAll(more);
      return new ModelResult(
          prediction,
          output,
          rows,
          elements,
          used,
          excluded,
          refusals,
          metrics,
          loss,
          penalty,
          all);
    }

    public boolean refused() {
      return !refusals.isEmpty();
    }

    /** Whether this result has the metric, if only as undefined. A baseline has no change. */
    public boolean has(Metric metric) {
      return switch (metric.source()) {
        case LOSS -> true;
        case PENALTY -> penalty.isPresent();
        default -> further.containsKey(metric);
      };
    }

    /**
     * The value of a metric.
     *
     * @throws IllegalArgumentException if this result does not have it
     */
    public MetricValue value(Metric metric) {
      if (refused()) {
        return MetricValue.undefined("the model is refused");
      } else if (!has(metric)) {
        throw new IllegalArgumentException(prediction + " has no " + metric.label());
      }
      return switch (metric) {
        case SUM -> value(metrics.sum());
        case MEAN -> value(metrics.mean());
        case RMSE -> value(metrics.rmse());
        case LOSS -> value(loss);
        case PENALTY -> value(penalty);
        default -> further.get(metric);
      };
    }

    private static MetricValue value(OptionalDouble number) {
      return number.isPresent()
          ? MetricValue.of(number.getAsDouble())
          : MetricValue.undefined(NOTHING_USED);
    }
  }

  /** Rows with a partner, and rows on either side without one (null keys among them). */
  public record JoinCounts(long matched, long unmatchedPredictions, long unmatchedTargets) {}
}
