package org.exactloss.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Exact Σ w·(p − t)² and Σ w, by big integers. Terms of one exponent are summed in one big integer,
 * so that ten million rows of any scale take about a minute.
 */
public final class RationalOracle {
  private static final int LOWEST = -3 * 1074;
  private static final int HIGHEST = 3 * 971;

  private final BigInteger[] errors = new BigInteger[HIGHEST - LOWEST + 1];
  private final BigInteger[] weights = new BigInteger[HIGHEST - LOWEST + 1];
  private BigDecimal decimalErrors = BigDecimal.ZERO;
  private BigDecimal decimalWeights = BigDecimal.ZERO;

  /** Adds one row with the weight 1. */
  public RationalOracle add(double prediction, double target) {
    return add(prediction, target, 1.0);
  }

  /** Adds one row. */
  public RationalOracle add(double prediction, double target, double weight) {
    long p = Double.doubleToRawLongBits(prediction);
    long t = Double.doubleToRawLongBits(target);
    long w = Double.doubleToRawLongBits(weight);
    int unit = Math.min(Binary.exponent(p), Binary.exponent(t));
    BigInteger difference =
        Binary.significand(p)
            .shiftLeft(Binary.exponent(p) - unit)
            .subtract(Binary.significand(t).shiftLeft(Binary.exponent(t) - unit));
    BigInteger term = difference.multiply(difference).multiply(Binary.significand(w));
    deposit(errors, term, 2 * unit + Binary.exponent(w));
    deposit(weights, Binary.significand(w), Binary.exponent(w));
    return this;
  }

  /** Adds one row of decimals. */
  public RationalOracle add(BigDecimal prediction, BigDecimal target, BigDecimal weight) {
    BigDecimal difference = prediction.subtract(target);
    decimalErrors = decimalErrors.add(difference.multiply(difference).multiply(weight));
    decimalWeights = decimalWeights.add(weight);
    return this;
  }

  /** Adds the finite rows among the first {@code rows.size()}, with their weights. */
  public RationalOracle add(RowSet rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (Double.isFinite(rows.prediction()[i]) && Double.isFinite(rows.target()[i])) {
        add(rows.prediction()[i], rows.target()[i], rows.weight()[i]);
      }
    }
    return this;
  }

  /** Σ w·(p − t)². */
  public Rational squaredError() {
    return total(errors).add(Rational.of(decimalErrors));
  }

  /** Σ w. */
  public Rational weight() {
    return total(weights).add(Rational.of(decimalWeights));
  }

  /** Σ w·(p − t)² / Σ w, for a positive sum of weights. */
  public Rational mean() {
    return squaredError().divide(weight());
  }

  private static void deposit(BigInteger[] sums, BigInteger term, int exponent) {
    BigInteger sum = sums[exponent - LOWEST];
    sums[exponent - LOWEST] = sum == null ? term : sum.add(term);
  }

  private static Rational total(BigInteger[] sums) {
    BigInteger total = BigInteger.ZERO;
    for (int i = sums.length - 1; i >= 0; i--) {
      total = total.shiftLeft(1);
      if (sums[i] != null) {
        total = total.add(sums[i]);
      }
    }
    return Rational.ofParts(total, LOWEST, 0);
  }
}
