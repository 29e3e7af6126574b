package org.exactloss.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.exactloss.metric.MetricValue;
import org.exactloss.spec.Gate;

/**
 * What became of a gate.
 *
 * @param tested how many results were tested
 * @param fired how many of them it fired on
 * @param firings the first {@value #MOST_FIRINGS} of these: by the models' order, then by slices
 */
public record GateResult(Gate gate, long tested, long fired, List<Firing> firings) {
  /** Firings that are kept. */
  public static final int MOST_FIRINGS = 20;

  public GateResult {
    firings = List.copyOf(firings);
  }

  /**
   * A result that is not good enough.
   *
   * @param output see {@link EvaluationReport.ModelResult}
   * @param slice the values of the slice by the names of its expressions; empty for all rows
   * @param value what was compared: a number, or that it is undefined
   */
  public record Firing(
      String prediction, OptionalInt output, Map<String, Object> slice, MetricValue value) {}
}
