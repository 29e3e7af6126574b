package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.exact.Dyadic;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.PairAccumulator;
import org.exactloss.kernel.Weighting;
import org.exactloss.state.Exclusion;
import org.exactloss.state.MeanState;

/** The differences of the losses of a model and the baseline, on the elements that both use. */
final class ModelPair {
  private final ElementRules rules;
  private final PairAccumulator differences;
  private final boolean weighted;
  private final int scale;
  private final int weightScale;

  /** Whether the three columns come in different units. */
  private final boolean mixedUnits;

  private final int capacity;
  private final double[] models;
  private final double[] baselines;
  private final double[] targets;
  private final double[] weights;
  private int gathered;

  ModelPair(ScanRequest request, int model, KernelKind kind, int capacity) {
    this.capacity = capacity;
    rules = new ElementRules(request);
    weighted = request.weighted();
    int target = request.target().element().scale();
    int own = request.predictions().get(model).element().scale();
    int baseline = request.predictions().get(request.further().baseline()).element().scale();
    scale = Math.max(target, Math.max(own, baseline));
    mixedUnits = own != baseline || own != target;
    weightScale = weighted ? request.weight().get(0).element().scale() : 0;
    differences =
        new PairAccumulator(
            weighted ? Weighting.WEIGHTED : Weighting.NONE,
            new NumberUnits(scale, weightScale),
            kind,
            capacity);
    models = new double[capacity];
    baselines = new double[capacity];
    targets = new double[capacity];
    weights = new double[weighted ? capacity : 0];
  }

  /**
   * Adds elements, one for each row of the columns; {@code exclusions} is null where none is left
   * out for its row, weight or target.
   */
  void add(
      Column model,
      Column baseline,
      Column target,
      Optional<Column> weight,
      Exclusion[] exclusions,
      int rows) {
    Column factors = weight.orElse(null);
    for (int row = 0; row < rows; row++) {
      boolean shared = exclusions == null || exclusions[row] == null;
      if (shared && isUsed(model, target, row) && isUsed(baseline, target, row)) {
        add(model, baseline, target, factors, row);
      }
    }
  }

  private boolean isUsed(Column prediction, Column target, int row) {
    return rules.ofPrediction(prediction, row) == null
        && rules.ofNonFinite(prediction.values[row], target.values[row]) == null;
  }

  private void add(Column model, Column baseline, Column target, Column weight, int row) {
    double m = model.values[row];
    double b = baseline.values[row];
    double t = target.values[row];
    if (!Double.isFinite(m) || !Double.isFinite(b) || !Double.isFinite(t)) {
      differences.addNonFinite(m, b, t, weight(weight, row));
    } else if (mixedUnits
        || model.status[row] == Column.WIDE
        || baseline.status[row] == Column.WIDE
        || target.status[row] == Column.WIDE
        || (weighted && weight.status[row] == Column.WIDE)) {
      differences.add(
          Units.of(model, row, scale),
          Units.of(baseline, row, scale),
          Units.of(target, row, scale),
          weight(weight, row));
    } else {
      models[gathered] = m;
      baselines[gathered] = b;
      targets[gathered] = t;
      if (weighted) {
        weights[gathered] = weight.values[row];
      }
      gathered++;
      if (gathered == capacity) {
        flush();
      }
    }
  }

  private Dyadic weight(Column weight, int row) {
    return weighted ? Units.of(weight, row, weightScale) : Dyadic.ONE;
  }

  private void flush() {
    differences.add(models, baselines, targets, weighted ? weights : null, gathered);
    gathered = 0;
  }

  /** The state of everything that was added since the last time it was taken. */
  MeanState takeState() {
    flush();
    return differences.drain();
  }
}
