package org.exactloss.kernel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;
import org.exactloss.state.MomentState.Variable;
import org.exactloss.state.NonFinite;

/**
 * Collects a {@link MomentState} from the rows of one model; only what is asked for costs anything.
 * Σ w·|p − t| is Σ w·max(p, t) − Σ w·min(p, t), in which nothing is rounded. Used by one thread.
 */
public final class MomentAccumulator {
  private final Set<Moment> moments;
  private final NumberUnits units;
  private final Map<Moment, TermSum> sums = new EnumMap<>(Moment.class);
  private final double[] ends;
  private MomentState state;
  private LargestError largestError;

  /**
   * An accumulator of nothing.
   *
   * @param kind the kernel of the squares
   * @param capacity the most rows that are added at a time
   */
  public MomentAccumulator(Set<Moment> moments, NumberUnits units, KernelKind kind, int capacity) {
    this.moments = Set.copyOf(moments);
    this.units = units;
    for (Moment moment : moments) {
      if (moment.isSum()) {
        sums.put(
            moment, factors(moment) == 2 ? new SquareSum(kind, capacity) : new LinearSum(kind));
      }
    }
    ends = new double[moments.contains(Moment.ABSOLUTE_ERROR) ? capacity : 0];
    state = new MomentState(moments);
    largestError = new LargestError(units);
  }

  /**
   * Adds the first rows; all of them finite.
   *
   * @param weight null without weights
   */
  public void add(double[] prediction, double[] target, double[] weight, int rows) {
    for (Map.Entry<Moment, TermSum> entry : sums.entrySet()) {
      TermSum sum = entry.getValue();
      switch (entry.getKey()) {
        case ABSOLUTE_ERROR -> {
          larger(prediction, target, rows);
          add(sum, ends, weight, rows);
          negatedSmaller(prediction, target, rows);
          add(sum, ends, weight, rows);
        }
        case TARGET, TARGET_SQUARE -> add(sum, target, weight, rows);
        case PREDICTION, PREDICTION_SQUARE -> add(sum, prediction, weight, rows);
        case MAXIMUM_ERROR -> throw new IllegalStateException("The largest error is no sum");
      }
    }
    if (moments.contains(Moment.MAXIMUM_ERROR)) {
      largestError.add(prediction, target, rows);
    }
  }

  /**
   * Adds a row of numbers that no double may hold, in units; slow.
   *
   * @param weight {@link Dyadic#ONE} without weights
   */
  public void add(Dyadic prediction, Dyadic target, Dyadic weight) {
    if (sums.containsKey(Moment.ABSOLUTE_ERROR)) {
      sums.get(Moment.ABSOLUTE_ERROR).add(prediction.minus(target).abs().times(weight));
    }
    addPowers(Moment.TARGET, Moment.TARGET_SQUARE, target, weight);
    addPowers(Moment.PREDICTION, Moment.PREDICTION_SQUARE, prediction, weight);
    if (moments.contains(Moment.MAXIMUM_ERROR)) {
      largestError.add(prediction, target);
    }
  }

  /** Adds a used row whose prediction alone is NaN or infinite, with its target in units. */
  public void addNonFinitePrediction(double prediction, Dyadic target, Dyadic weight) {
    state.count(Variable.PREDICTION, NonFinite.of(prediction));
    state.count(Variable.ERROR, NonFinite.of(prediction));
    addPowers(Moment.TARGET, Moment.TARGET_SQUARE, target, weight);
  }

  /** Adds a used row whose target alone is NaN or infinite, with its prediction in units. */
  public void addNonFiniteTarget(Dyadic prediction, double target, Dyadic weight) {
    state.count(Variable.TARGET, NonFinite.of(target));
    state.count(Variable.ERROR, NonFinite.of(-target));
    addPowers(Moment.PREDICTION, Moment.PREDICTION_SQUARE, prediction, weight);
  }

  /** Adds a used row whose prediction and target are both NaN or infinite. */
  public void addNonFinite(double prediction, double target) {
    state.count(Variable.PREDICTION, NonFinite.of(prediction));
    state.count(Variable.TARGET, NonFinite.of(target));
    state.count(Variable.ERROR, NonFinite.of(prediction - target));
  }

  /** The state of everything since the last drain; this accumulator starts again from nothing. */
  public MomentState drain() {
    sums.forEach(
        (moment, terms) -> {
          Superaccumulator sum = new Superaccumulator();
          terms.drainTo(sum);
          state.add(moment, units.ofProducts(sum, factors(moment)));
        });
    if (moments.contains(Moment.MAXIMUM_ERROR)) {
      state.raiseMaximum(largestError.rounded());
      largestError = new LargestError(units);
    }
    MomentState drained = state;
    state = new MomentState(moments);
    return drained;
  }

  private static int factors(Moment moment) {
    return moment == Moment.TARGET_SQUARE || moment == Moment.PREDICTION_SQUARE ? 2 : 1;
  }

  private static void add(TermSum sum, double[] values, double[] weight, int rows) {
    if (weight == null) {
      sum.add(values, rows);
    } else {
      sum.add(values, weight, rows);
    }
  }

  private void addPowers(Moment first, Moment second, Dyadic value, Dyadic weight) {
    Dyadic product = value.times(weight);
    if (sums.containsKey(first)) {
      sums.get(first).add(product);
    }
    if (sums.containsKey(second)) {
      sums.get(second).add(product.times(value));
    }
  }

  private void larger(double[] prediction, double[] target, int rows) {
    for (int i = 0; i < rows; i++) {
      ends[i] = Math.max(prediction[i], target[i]);
    }
  }

  private void negatedSmaller(double[] prediction, double[] target, int rows) {
    for (int i = 0; i < rows; i++) {
      ends[i] = -Math.min(prediction[i], target[i]);
    }
  }
}
