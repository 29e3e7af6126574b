package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * The sums and counts of one model within one task. Values come in units of a power of ten that
 * depends on the columns' types alone; the units are undone once, in {@link #toState}.
 */
final class ModelAccumulator {
  private final ElementRules rules;
  private final boolean weighted;

  /** Digits after the point of the difference, in whose units squares are added. */
  private final int scale;

  private final int weightScale;
  private final int predictionScale;
  private final int targetScale;

  /**
   * Whether prediction and target come in different units, so that no double holds the difference.
   */
  private final boolean mixedUnits;

  private final SquaredErrorKernel kernel;
  private final Optional<FurtherAccumulator> further;
  private final Superaccumulator squaredError = new Superaccumulator();
  private final Superaccumulator weightSum = new Superaccumulator();
  private LossState state = new LossState();
  private final GatheredRows gathered;
  private int[] nonFinite;
  private long finiteElements;

  ModelAccumulator(ScanRequest request, int model, KernelKind kind, int capacity) {
    NumericType prediction = request.predictions().get(model).element();
    NumericType target = request.target().element();
    rules = new ElementRules(request);
    weighted = request.weighted();
    scale = Math.max(prediction.scale(), target.scale());
    weightScale = weighted ? request.weight().get(0).element().scale() : 0;
    mixedUnits = prediction.scale() != target.scale();
    kernel = SquaredErrorKernels.create(kind);
    further =
        request.further().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new FurtherAccumulator(
                    request.further(),
                    new NumberUnits(scale, weightScale),
                    weighted,
                    kind,
                    capacity));
    predictionScale = prediction.scale();
    targetScale = target.scale();
    gathered = new GatheredRows(weighted, capacity);
    nonFinite = new int[capacity];
  }

  /** Counts rows that were read. */
  void addRows(long rows) {
    state.addRows(rows);
  }

  /**
   * Adds elements, one for each row of the columns; {@code exclusions} is null where none is left
   * out for its row, weight or target.
   */
  void add(
      Column prediction, Column target, Optional<Column> weight, Exclusion[] exclusions, int rows) {
    boolean plain =
        exclusions == null
            && !mixedUnits
            && prediction.allPresent()
            && target.allPresent()
            && weight.map(Column::allPresent).orElse(true);
    reserve(rows);
    if (plain) {
      addToKernel(prediction.values, target.values, weight.map(w -> w.values).orElse(null), rows);
    } else {
      addOneByOne(prediction, target, weight.orElse(null), exclusions, rows);
    }
  }

  /** Whether {@link #addPresent} takes rows with these predictions. */
  boolean passesOverNulls(Column prediction) {
    return !mixedUnits && prediction.presentOrNull();
  }

  /**
   * Adds elements, one for each row of the columns, that are left out only where the target or the
   * prediction is null.
   */
  void addPresent(Column prediction, Column target, Optional<Column> weight, int rows) {
    double[] w = weight.map(column -> column.values).orElse(null);
    if (prediction.allPresent() && target.allPresent()) {
      addToKernel(prediction.values, target.values, w, rows);
      return;
    }
    reserve(rows);
    if (!weighted && further.isEmpty()) {
      addBesideNulls(prediction, target, rows);
      return;
    }
    int nullTargets = gathered.addPresent(prediction, target, w, rows);
    exclude(Exclusion.NULL_TARGET, nullTargets);
    exclude(Exclusion.NULL_PREDICTION, rows - gathered.count() - nullTargets);
    addGatheredToKernel();
  }

  /** Without moving any: rows with a null become ones without an error, which add nothing. */
  private void addBesideNulls(Column prediction, Column target, int rows) {
    NullRows nulls = NullRows.withoutError(prediction, target, rows);
    exclude(Exclusion.NULL_TARGET, nulls.targets());
    exclude(Exclusion.NULL_PREDICTION, nulls.all() - nulls.targets());
    int reported = kernel.add(prediction.values, target.values, rows, nonFinite);
    finiteElements += rows - nulls.all();
    for (int i = 0; i < reported; i++) {
      int row = nonFinite[i];
      if ((prediction.status[row] | target.status[row]) == Column.PRESENT) {
        finiteElements--;
        addNonFinite(prediction.values, target.values, null, row);
      }
    }
  }

  private void exclude(Exclusion reason, int elements) {
    if (elements > 0) {
      state.exclude(reason, elements);
    }
  }

  private void reserve(int rows) {
    gathered.clear(rows);
    if (rows > nonFinite.length) {
      nonFinite = new int[rows];
    }
  }

  private void addOneByOne(
      Column prediction, Column target, Column weight, Exclusion[] exclusions, int rows) {
    for (int row = 0; row < rows; row++) {
      Exclusion exclusion = exclusion(prediction, exclusions, row);
      if (exclusion != null) {
        state.exclude(exclusion, 1);
      } else if (fitsKernel(prediction, target, weight, row)) {
        gathered.add(
            prediction.values[row], target.values[row], weight == null ? 1 : weight.values[row]);
      } else {
        addWide(prediction, target, weight, row);
      }
    }
    addGatheredToKernel();
  }

  private void addGatheredToKernel() {
    addToKernel(gathered.predictions, gathered.targets, gathered.weights, gathered.count());
  }

  private Exclusion exclusion(Column prediction, Exclusion[] exclusions, int row) {
    return exclusions != null && exclusions[row] != null
        ? exclusions[row]
        : rules.ofPrediction(prediction, row);
  }

  /** A NaN or infinity goes to the kernel in any units: it only reports it. */
  private boolean fitsKernel(Column prediction, Column target, Column weight, int row) {
    boolean narrow =
        prediction.status[row] != Column.WIDE
            && target.status[row] != Column.WIDE
            && (weight == null || weight.status[row] != Column.WIDE);
    return narrow
        && (!mixedUnits
            || !Double.isFinite(prediction.values[row])
            || !Double.isFinite(target.values[row]));
  }

  private void addWide(Column prediction, Column target, Column weight, int row) {
    if (!Double.isFinite(prediction.values[row]) || !Double.isFinite(target.values[row])) {
      addNonFinite(value(prediction, row), value(target, row), weightUnits(weight, row));
      return;
    }
    Dyadic p = Units.of(prediction, row, scale);
    Dyadic t = Units.of(target, row, scale);
    Dyadic factor = weightUnits(weight, row);
    Dyadic difference = p.minus(t);
    Dyadic term = difference.times(difference);
    if (weight != null) {
      factor.addTo(weightSum);
      term = term.times(factor);
    }
    term.addTo(squaredError);
    finiteElements++;
    further.ifPresent(sums -> sums.add(p, t, factor));
  }

  private Dyadic weightUnits(Column weight, int row) {
    return weight == null ? Dyadic.ONE : Units.of(weight, row, weightScale);
  }

  private FurtherAccumulator.Value value(Column column, int row) {
    double value = column.values[row];
    return new FurtherAccumulator.Value(
        value, Double.isFinite(value) ? Units.of(column, row, scale) : null);
  }

  private FurtherAccumulator.Value value(double value, int columnScale) {
    return new FurtherAccumulator.Value(
        value, Double.isFinite(value) ? Units.raised(Dyadic.of(value), scale - columnScale) : null);
  }

  private void addToKernel(double[] p, double[] t, double[] w, int rows) {
    if (rows == 0) {
      return;
    }
    int reported;
    if (!weighted) {
      reported = kernel.add(p, t, rows, nonFinite);
    } else if (isConstant(w, rows)) {
      reported = kernel.add(p, t, w[0], rows, nonFinite);
    } else {
      reported = kernel.add(p, t, w, rows, nonFinite);
    }
    finiteElements += rows - reported;
    if (further.isPresent()) {
      further.get().add(p, t, w, rows, nonFinite, reported);
    }
    for (int i = 0; i < reported; i++) {
      addNonFinite(p, t, w, nonFinite[i]);
    }
  }

  private void addNonFinite(double[] p, double[] t, double[] w, int row) {
    addNonFinite(
        value(p[row], predictionScale),
        value(t[row], targetScale),
        weighted ? Dyadic.of(w[row]) : Dyadic.ONE);
  }

  private static boolean isConstant(double[] values, int length) {
    double first = values[0];
    for (int i = 1; i < length; i++) {
      if (values[i] != first) {
        return false;
      }
    }
    return true;
  }

  private void addNonFinite(
      FurtherAccumulator.Value prediction, FurtherAccumulator.Value target, Dyadic weight) {
    Exclusion exclusion = rules.ofNonFinite(prediction.number(), target.number());
    if (exclusion != null) {
      state.exclude(exclusion, 1);
      return;
    }
    // Weights are positive and finite, so the weighted term is the square's own NaN or infinity.
    double difference = prediction.number() - target.number();
    Superaccumulator units = new Superaccumulator();
    weight.addTo(units);
    further.ifPresent(sums -> sums.addNonFinite(prediction, target, weight));
    state.addNonFinite(difference * difference, ExactSum.ofUnits(units, weightScale));
  }

  /** The states of everything that was added since the last time they were taken. */
  ModelStates takeStates() {
    kernel.drainTo(squaredError, weightSum);
    if (!weighted) {
      weightSum.add(finiteElements, 0);
    }
    ExactSum errors = ExactSum.ofUnits(squaredError, Math.addExact(2 * scale, weightScale));
    state.addFinite(finiteElements, errors, ExactSum.ofUnits(weightSum, weightScale));
    ModelStates taken =
        new ModelStates(
            state,
            further.flatMap(FurtherAccumulator::takeMoments),
            further.flatMap(sums -> sums.takeNoise(errors)),
            Optional.empty(),
            further.flatMap(FurtherAccumulator::takePictures));
    state = new LossState();
    squaredError.clear();
    weightSum.clear();
    finiteElements = 0;
    return taken;
  }
}
