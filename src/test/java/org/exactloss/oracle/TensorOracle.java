package org.exactloss.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.exactloss.report.EvaluationReport.ModelResult;

/**
 * Expectations of rows whose values are arrays of arrays of numbers, by the definition of elements:
 * entries in row-major order, a null array beside n entries is n nulls, beside nulls it is one. Of
 * each output, which is one place in rows of one shape, every row has exactly one element.
 */
public final class TensorOracle {
  private final int[] shape;
  private final LossOracle pooled;
  private final List<LossOracle> outputs;
  private long rows;

  /**
   * @param oracles makes the expectations of all elements, and those of each output
   * @param shape the one shape of all rows, or none where outputs do not matter
   */
  public TensorOracle(Supplier<LossOracle> oracles, int... shape) {
    this.shape = shape;
    pooled = oracles.get();
    outputs = shape.length == 0 ? List.of() : Stream.generate(oracles).limit(entries(0)).toList();
  }

  /** Adds a row without a weight. */
  public void add(Object prediction, Object target) {
    rows++;
    add(new Object[] {prediction, target, null}, false, Cell.ONE, 0, 0);
  }

  /** Adds a row whose entries have one weight. */
  public void addWithWeight(Object prediction, Object target, Object weight) {
    rows++;
    add(new Object[] {prediction, target, null}, false, Cell.of(weight), 0, 0);
  }

  /** Adds a row whose entries have a weight each. */
  public void addWithWeights(Object prediction, Object target, Object weights) {
    rows++;
    add(new Object[] {prediction, target, weights}, true, null, 0, 0);
  }

  private void add(Object[] values, boolean weights, Cell weight, int level, int output) {
    Object[] shaped =
        Stream.of(values)
            .filter(Object[].class::isInstance)
            .findFirst()
            .map(Object[].class::cast)
            .orElse(null);
    if (shaped != null) {
      for (int i = 0; i < shaped.length; i++) {
        Object[] inner = {item(values[0], i), item(values[1], i), item(values[2], i)};
        int place = shape.length == 0 ? 0 : output + i * entries(level + 1);
        add(inner, weights, weight, level + 1, place);
      }
      return;
    }
    Cell w = weights ? Cell.of(values[2]) : weight;
    pooled.addCells(Cell.of(values[0]), Cell.of(values[1]), w);
    for (int i = 0; shape.length > 0 && i < entries(level); i++) {
      outputs.get(output + i).addCells(Cell.of(values[0]), Cell.of(values[1]), w);
    }
  }

  private static Object item(Object array, int index) {
    return array == null ? null : ((Object[]) array)[index];
  }

  private int entries(int level) {
    int product = 1;
    for (int i = level; i < shape.length; i++) {
      product *= shape[i];
    }
    return product;
  }

  /** Demands that the result of all elements is what is expected. */
  public void check(ModelResult result, String description) {
    pooled.ofRows(rows).check(result, description);
  }

  /** Demands that each output's result is what is expected. */
  public void checkOutputs(List<ModelResult> results, String description) {
    for (int output = 0; output < outputs.size(); output++) {
      outputs.get(output).ofRows(rows).check(results.get(output), description + ", " + output);
    }
  }

  /** The expectations of all elements. */
  public LossOracle pooled() {
    return pooled;
  }

  /** The expectations of each output. */
  public List<LossOracle> outputs() {
    return new ArrayList<>(outputs);
  }
}
