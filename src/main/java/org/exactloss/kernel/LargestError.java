package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;

/**
 * The largest |p − t|, rounded once. Rounding is monotonic, so that it is the largest of the
 * rounded differences; but where values are whole numbers of another unit than 1, the unit is
 * undone before the number is rounded, and the exact difference counts.
 */
final class LargestError {
  /** Rounded differences of whole numbers below this are exact; this may be one of 2^53 + 1. */
  private static final double NOT_EXACT = 0x1p53;

  private final NumberUnits units;
  private double largest;
  private Dyadic exact = Dyadic.ZERO;

  LargestError(NumberUnits units) {
    this.units = units;
  }

  /** Takes in the first rows; all of them finite. */
  void add(double[] prediction, double[] target, int length) {
    double found = 0;
    for (int i = 0; i < length; i++) {
      double error = Math.abs(prediction[i] - target[i]);
      if (error > found) {
        found = error;
      }
    }
    if (units.scale() == 0 || found < NOT_EXACT) {
      largest = Math.max(largest, found);
      return;
    }
    for (int i = 0; i < length; i++) {
      if (Math.abs(prediction[i] - target[i]) >= found) {
        add(Dyadic.of(prediction[i]), Dyadic.of(target[i]));
      }
    }
  }

  /** Takes in a row of numbers that no double may hold. */
  void add(Dyadic prediction, Dyadic target) {
    Dyadic error = prediction.minus(target).abs();
    if (error.compareTo(exact) > 0) {
      exact = error;
    }
  }

  /** The largest error so far, rounded once; 0 without any. */
  double rounded() {
    return Math.max(
        units.scale() == 0 ? largest : units.nearest(Dyadic.of(largest)), units.nearest(exact));
  }
}
