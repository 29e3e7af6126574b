package org.exactloss.exact;

import java.math.BigDecimal;
import java.math.BigInteger;

/** SKELETON: naive; to be replaced by integer arithmetic; the signatures are the contract. */
public final class SquaredDifference {
  private SquaredDifference() {}

  /** Adds (prediction − target)², exactly; both must be finite. */
  public static void addTo(Superaccumulator sum, double prediction, double target) {
    addWeightedTo(sum, prediction, target, 1.0);
  }

  /** Adds weight · (prediction − target)², exactly; all three must be finite, of any sign. */
  public static void addWeightedTo(
      Superaccumulator sum, double prediction, double target, double weight) {
    BigDecimal difference = new BigDecimal(prediction).subtract(new BigDecimal(target));
    BigDecimal term = difference.multiply(difference).multiply(new BigDecimal(weight));
    sum.add(term.multiply(new BigDecimal(BigInteger.TWO.pow(3232))).toBigIntegerExact(), -3232);
  }
}
