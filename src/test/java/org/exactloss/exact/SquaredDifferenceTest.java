package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Test;

class SquaredDifferenceTest {
  private static final long SEED = 31;

  @Test
  void everyFamilyIsExact() {
    for (RowSet rows : RowSets.unweighted(SEED, 2_000)) {
      Superaccumulator sum = new Superaccumulator();
      for (int i = 0; i < rows.size(); i++) {
        SquaredDifference.addTo(sum, rows.prediction()[i], rows.target()[i]);
      }
      assertSum(sum, new RationalOracle().add(rows), rows.name());
    }
  }

  @Test
  void everyFamilyIsExactWithEveryFamilyOfWeights() {
    for (RowSet rows : RowSets.weighted(SEED, 500)) {
      Superaccumulator sum = new Superaccumulator();
      for (int i = 0; i < rows.size(); i++) {
        SquaredDifference.addWeightedTo(
            sum, rows.prediction()[i], rows.target()[i], rows.weight()[i]);
      }
      assertSum(sum, new RationalOracle().add(rows), rows.name());
    }
  }

  /** Around the gap of exponents at which one product becomes three, at every exponent. */
  @Test
  void everyExponentAndGapIsExactForTheLargestSignificands() {
    for (int exponent = -1074; exponent <= 971; exponent++) {
      for (int gap : new int[] {0, 1, 8, 9, 10, 11, 31, 53, 64}) {
        double p = largest(exponent);
        double t = largest(Math.max(exponent - gap, -1074));
        assertRow(p, t, 1.0);
        assertRow(-p, t, 1.0);
        assertRow(t, -p, -Double.MAX_VALUE);
        assertRow(t, p, Double.MIN_VALUE);
      }
    }
  }

  @Test
  void extremesInAllTriples() {
    double[] limits = {
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      0.0,
      -0.0,
      1.0,
      1e200,
      1e-300
    };
    for (double p : limits) {
      for (double t : limits) {
        for (double w : limits) {
          assertRow(p, t, w);
        }
      }
    }
  }

  @Test
  void aWeightOfOneIsNoWeight() {
    RowSet rows = RowSets.of(ValueFamily.EVERY_EXPONENT, WeightFamily.ONES, SEED, 1_000);
    for (int i = 0; i < rows.size(); i++) {
      Superaccumulator plain = new Superaccumulator();
      Superaccumulator weighted = new Superaccumulator();
      SquaredDifference.addTo(plain, rows.prediction()[i], rows.target()[i]);
      SquaredDifference.addWeightedTo(weighted, rows.prediction()[i], rows.target()[i], 1.0);
      plain.subtract(weighted);
      assertThat(plain.signum()).isZero();
    }
  }

  @Test
  void whatIsNotFiniteIsRefusedAndAddsNothing() {
    Superaccumulator sum = new Superaccumulator();
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertRefused(bad, () -> SquaredDifference.addTo(sum, bad, 1));
      assertRefused(bad, () -> SquaredDifference.addTo(sum, 1, bad));
      assertRefused(bad, () -> SquaredDifference.addWeightedTo(sum, bad, 1, 1));
      assertRefused(bad, () -> SquaredDifference.addWeightedTo(sum, 1, bad, 1));
      assertRefused(bad, () -> SquaredDifference.addWeightedTo(sum, 1, 1, bad));
    }
    assertThat(sum.signum()).isZero();
  }

  private static void assertRefused(double bad, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot take " + bad + " into an exact sum: it is not a finite number");
  }

  /** All 53 bits set, or all 52 of a subnormal number. */
  private static double largest(int exponent) {
    return exponent == -1074
        ? Math.nextDown(Double.MIN_NORMAL)
        : Math.scalb(0x1.fffffffffffffp52, exponent);
  }

  private static void assertRow(double p, double t, double w) {
    Superaccumulator sum = new Superaccumulator();
    SquaredDifference.addWeightedTo(sum, p, t, w);
    Rational difference = Rational.of(p).add(Rational.of(t).negate());
    Rational expected = difference.multiply(difference).multiply(Rational.of(w));
    assertThat(value(sum)).as("%s, %s, %s", p, t, w).isEqualByComparingTo(expected);
    if (w == 1.0) {
      Superaccumulator plain = new Superaccumulator();
      SquaredDifference.addTo(plain, p, t);
      assertThat(value(plain)).as("%s, %s", p, t).isEqualByComparingTo(expected);
    }
  }

  private static void assertSum(Superaccumulator sum, RationalOracle oracle, String name) {
    assertThat(value(sum)).as(name).isEqualByComparingTo(oracle.squaredError());
  }

  private static Rational value(Superaccumulator sum) {
    return Rational.ofParts(sum.significand(), sum.exponent(), 0);
  }
}
