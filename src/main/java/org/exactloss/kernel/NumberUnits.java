package org.exactloss.kernel;

import java.math.BigInteger;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactRational;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;

/**
 * The units in which numbers come: predictions and targets in 10^-scale, weights in
 * 10^-weightScale.
 *
 * @param scale digits after the point of the prediction and the target
 * @param weightScale digits after the point of the weight; 0 without weights
 */
public record NumberUnits(int scale, int weightScale) {
  /** Numbers as they are. */
  public static final NumberUnits ONE = new NumberUnits(0, 0);

  /** A sum of products of so many values with a weight. */
  ExactSum ofProducts(Superaccumulator sum, int values) {
    return ExactSum.ofUnits(sum, Math.addExact(values * scale, weightScale));
  }

  /** The unit of w·(p − t)². */
  ExactRational lossUnit() {
    return ExactRational.ofScaled(BigInteger.ONE, 0, -Math.addExact(2 * scale, weightScale));
  }

  /** A number in units of the prediction, rounded once. */
  public double nearest(Dyadic value) {
    return ExactRational.ofScaled(value.significand(), value.exponent(), -scale).toDouble();
  }
}
