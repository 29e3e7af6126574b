package org.exactloss.spec;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked beyond the overall loss.
 *
 * @param slices each one a list of Spark SQL expressions whose values together name a row's slice
 * @param metrics those of {@link Metric.Source#REGRESSION} that are asked for
 * @param comparison what is said about noise
 * @param gates conditions under which the result is not good enough
 * @param pictures whether counts for pictures are made
 * @param reportedSlices how many slices of each list a report holds, at least 1
 */
public record AnalysisSpec(
    List<List<String>> slices,
    Set<Metric> metrics,
    Comparison comparison,
    List<Gate> gates,
    boolean pictures,
    int reportedSlices) {
  /** How many slices a report holds unless another number is asked for. */
  public static final int REPORTED_SLICES = 1000;

  /** Nothing. */
  public static final AnalysisSpec NONE =
      new AnalysisSpec(List.of(), Set.of(), Comparison.NONE, List.of(), false, REPORTED_SLICES);

  /** Without pictures. */
  public AnalysisSpec(
      List<List<String>> slices,
      Set<Metric> metrics,
      Comparison comparison,
      List<Gate> gates,
      int reportedSlices) {
    this(slices, metrics, comparison, gates, false, reportedSlices);
  }

  /** The same with counts for pictures. */
  public AnalysisSpec withPictures() {
    return new AnalysisSpec(slices, metrics, comparison, gates, true, reportedSlices);
  }

  public AnalysisSpec {
    slices = slices.stream().map(List::copyOf).toList();
    Set<Metric> ordered = EnumSet.noneOf(Metric.class);
    metrics.stream()
        .filter(metric -> metric.source() == Metric.Source.REGRESSION)
        .forEach(ordered::add);
    metrics = Set.copyOf(ordered);
    gates = List.copyOf(gates);
    if (slices.stream().anyMatch(List::isEmpty)) {
      throw EvaluationException.usage(
          "Cannot make slices of nothing: a --slice is empty; give it at least one expression");
    }
    if (reportedSlices < 1) {
      throw EvaluationException.usage(
          "Cannot report slices: --report-slices is "
              + reportedSlices
              + "; give it a number of at least 1");
    }
  }

  /**
   * Checks that noise can be told for such outputs.
   *
   * @throws EvaluationException if it cannot
   */
  void requirePossible(Multioutput outputs) {
    boolean averaged = outputs.separate() && outputs.kind() != Multioutput.Kind.RAW;
    if (averaged && comparison.confidence().isPresent()) {
      throw EvaluationException.usage(
          "Cannot give --confidence for an average of outputs: how their errors vary together is not"
              + " summed; use --multioutput raw, or leave it out to pool all elements");
    }
    if (outputs.separate() && comparison.baseline().isPresent()) {
      throw EvaluationException.usage(
          "Cannot compare separate outputs with a --baseline: differences are summed over all elements"
              + " together; leave --multioutput out, or evaluate one output by itself with --prediction"
              + " 'COLUMN[0]'");
    }
  }

  /** What results have beyond the loss, those of slices alone among them, in a fixed order. */
  public Set<Metric> furtherMetrics() {
    Set<Metric> further = EnumSet.noneOf(Metric.class);
    further.addAll(metrics);
    if (comparison.confidence().isPresent()) {
      further.addAll(Metric.of(Metric.Source.CONFIDENCE));
    }
    if (comparison.baseline().isPresent()) {
      further.addAll(Metric.of(Metric.Source.BASELINE));
    }
    further.addAll(Metric.of(Metric.Source.SLICE));
    if (slices.isEmpty()) {
      further.removeIf(Metric::isOfSlices);
    }
    return further;
  }
}
