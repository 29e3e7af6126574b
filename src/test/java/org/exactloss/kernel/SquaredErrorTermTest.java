package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fixed-point terms against decimals, which hold every double exactly. */
class SquaredErrorTermTest {
  private static final int ROWS = 20_000;

  private static BigDecimal scaled(BigInteger significand, int exponent) {
    BigDecimal value = new BigDecimal(significand);
    return exponent >= 0
        ? value.multiply(new BigDecimal(BigInteger.TWO.pow(exponent)))
        : value.divide(new BigDecimal(BigInteger.TWO.pow(-exponent)));
  }

  private static BigDecimal squaredError(double p, double t) {
    BigDecimal error = new BigDecimal(p).subtract(new BigDecimal(t));
    return error.multiply(error);
  }

  /** Values of many magnitudes and signs, some equal, some zero, some with few bits. */
  private static double[] values(Random random, int spread) {
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double value = random.nextGaussian() * Math.pow(2, random.nextInt(spread) - spread / 2.0);
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> 0.0;
            case 1 -> Math.rint(value * 4) / 4;
            case 2 -> -0.0;
            default -> value;
          };
    }
    return values;
  }

  @Test
  void sumsOfUnweightedTermsAreExact() {
    long seed = System.nanoTime();
    System.err.println("SquaredErrorTermTest seed " + seed);
    Random random = new Random(seed);
    double[] p = values(random, 40);
    double[] t = values(random, 40);
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(p, t, null, ROWS);
    long[] sums = new long[3 * term.sums().words()];
    BigDecimal[] expected = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
    int refused = 0;
    for (int i = 0; i < ROWS; i++) {
      if (term.set(p[i], t[i])) {
        term.addTo(sums, i % 3 * term.sums().words());
        expected[i % 3] = expected[i % 3].add(squaredError(p[i], t[i]));
      } else {
        refused++;
      }
    }
    for (int group = 0; group < 3; group++) {
      BigDecimal found =
          scaled(term.sums().squaredError(sums, group * term.sums().words()), term.exponent());
      assertThat(found).as("seed %d, group %d", seed, group).isEqualByComparingTo(expected[group]);
    }
    assertThat(refused).isLessThan(ROWS / 100);
  }

  @Test
  void sumsOfWeightedTermsAndOfWeightsAreExact() {
    long seed = System.nanoTime();
    System.err.println("SquaredErrorTermTest seed " + seed);
    Random random = new Random(seed);
    double[] p = values(random, 40);
    double[] t = values(random, 40);
    double[] w = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      w[i] = random.nextInt(4) == 0 ? random.nextInt(9) + 1 : random.nextDouble() * 1e3 + 1e-9;
    }
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(p, t, w, ROWS);
    long[] sums = new long[term.sums().words()];
    BigDecimal expected = BigDecimal.ZERO;
    BigDecimal weights = BigDecimal.ZERO;
    long used = 0;
    for (int i = 0; i < ROWS; i++) {
      if (term.set(p[i], t[i], w[i])) {
        term.addTo(sums, 0);
        expected = expected.add(squaredError(p[i], t[i]).multiply(new BigDecimal(w[i])));
        weights = weights.add(new BigDecimal(w[i]));
        used++;
      }
    }
    assertThat(scaled(term.sums().squaredError(sums, 0), term.exponent()))
        .as("seed %d", seed)
        .isEqualByComparingTo(expected);
    assertThat(scaled(term.sums().weight(sums, 0), term.weightExponent()))
        .isEqualByComparingTo(weights);
    assertThat(term.sums().count(sums, 0)).isEqualTo(used).isGreaterThan(ROWS * 99 / 100);
  }

  @Test
  void numbersBeyondTheUnitsAreRefused() {
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, null, 1);
    double[] refused = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      0x1p22,
      0x1.8p20 + 0x1p60,
      0x1.0000000000001p-60
    };
    for (double value : refused) {
      assertThat(term.set(value, 1)).as("%s", value).isFalse();
      assertThat(term.set(1, value)).as("%s", value).isFalse();
    }
    double[] accepted = {0.0, -0.0, 0x1p20, -0x1.fffffffffffffp20, 0x1p-60, 1};
    for (double value : accepted) {
      assertThat(term.set(value, 1)).as("%s", value).isTrue();
    }
    SquaredErrorTerm weighted = SquaredErrorTerm.forValuesLike(like, like, like, 1);
    for (double weight : new double[] {Double.MAX_VALUE, Double.MIN_VALUE, 0x1p30, 0x1p-60}) {
      assertThat(weighted.set(1, 2, weight)).as("%s", weight).isFalse();
    }
  }

  @Test
  void theGreatestTermsAndManyOfThemFit() {
    double largest = 0x1.fffffffffffffp0;
    double[] like = {largest};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, like, 1);
    double most = largest * 0x1p21;
    double weight = largest * 0x1p19;
    long[] sums = new long[term.sums().words()];
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < 1000; i++) {
      assertThat(term.set(most, -most, weight)).isTrue();
      term.addTo(sums, 0);
      expected = expected.add(squaredError(most, -most).multiply(new BigDecimal(weight)));
    }
    assertThat(scaled(term.sums().squaredError(sums, 0), term.exponent()))
        .isEqualByComparingTo(expected);
  }
}
