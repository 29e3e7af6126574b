package org.exactloss.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What gates may ask for: what the same evaluation computes, of models that it has. */
public final class Gates {
  private Gates() {}

  /**
   * Checks what can be checked without reading any data: that each gate tests something that is
   * computed.
   *
   * @throws EvaluationException if one does not
   */
  static void requireComputed(
      AnalysisSpec analysis,
      Reduction reduction,
      Optional<PenaltySpec> penalty,
      Optional<BatchSpec> batches) {
    Set<Metric> computed = analysis.furtherMetrics();
    computed.addAll(Metric.of(Metric.Source.LOSS));
    penalty.ifPresent(given -> computed.addAll(Metric.of(Metric.Source.PENALTY)));
    batches.ifPresent(given -> computed.addAll(Metric.of(Metric.Source.BATCHES)));
    for (Gate gate : analysis.gates()) {
      requirePlace(gate, analysis);
      requireComputed(gate, computed);
      requireOtherThanBaseline(gate, analysis.comparison());
      if (gate.metric() == Metric.LOSS && reduction == Reduction.NONE) {
        throw gate.refusal(
            "with --reduction none each element has its own loss",
            "test sum, mean or rmse, or choose another reduction");
      }
    }
  }

  /**
   * Checks that the models which gates name are there.
   *
   * @param names the names of all models
   * @throws EvaluationException if one is not
   */
  public static void requireModels(List<Gate> gates, List<String> names) {
    for (Gate gate : gates) {
      gate.prediction()
          .filter(name -> !names.contains(name))
          .ifPresent(
              name -> {
                throw gate.refusal(
                    "no prediction has the name " + name, NearNames.advice(name, names));
              });
    }
  }

  private static void requirePlace(Gate gate, AnalysisSpec analysis) {
    String label = gate.metric().label();
    boolean slices = gate.level() == Gate.Level.ANY_SLICE;
    if (slices && analysis.slices().isEmpty()) {
      throw gate.refusal("no slices are asked for", "add --slice EXPR, or leave 'any slice:' out");
    }
    if (!slices && gate.metric().isOfSlices()) {
      throw gate.refusal("only slices have " + label, "write 'any slice: " + label + "'");
    }
    boolean whole =
        gate.metric().source() == Metric.Source.PENALTY
            || gate.metric().source() == Metric.Source.BATCHES;
    if (slices && whole) {
      throw gate.refusal(
          label + " belongs to the overall result, and no slice has it", "leave 'any slice:' out");
    }
  }

  private static void requireComputed(Gate gate, Set<Metric> computed) {
    if (!computed.contains(gate.metric())) {
      boolean named = gate.metric().source() == Metric.Source.REGRESSION;
      throw gate.refusal(
          gate.metric().label() + " is not computed",
          "ask for it with "
              + gate.metric().source().option()
              + (named ? " " + gate.metric().label() : ""));
    }
  }

  private static void requireOtherThanBaseline(Gate gate, Comparison comparison) {
    Optional<String> baseline = comparison.baseline();
    boolean itself = baseline.isPresent() && baseline.equals(gate.prediction());
    if (itself && gate.metric().source() == Metric.Source.BASELINE) {
      throw gate.refusal(
          baseline.get() + " is the baseline and has no change against itself",
          "name another model, or none to test all others");
    }
  }
}
