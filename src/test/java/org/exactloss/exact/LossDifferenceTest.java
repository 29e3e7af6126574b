package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Test;

class LossDifferenceTest {
  private static final long SEED = 20260403;
  private static final int ROWS = 12;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void everyFamilyIsRoundedOnce() {
    for (ValueFamily family : ValueFamily.finite()) {
      for (WeightFamily weights : WeightFamily.values()) {
        RowSet first = RowSets.of(family, weights, SEED, ROWS);
        RowSet second = RowSets.of(family, weights, SEED + 1, ROWS);
        for (int i = 0; i < ROWS; i++) {
          double a = first.prediction()[i];
          double t = first.target()[i];
          double w = first.weight()[i];
          assertRounded(a, second.prediction()[i], t, w);
          assertRounded(a, second.target()[i], t, w);
          assertRounded(a, Math.nextDown(a), t, w);
          assertRounded(a, 2 * t - a, t, w);
          assertRounded(a, a, t, w);
        }
      }
    }
  }

  @Test
  void nearlyEqualLossesKeepTheirDigits() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 4_000; i++) {
      double t = random.nextDouble(-50, 50);
      double a = t + random.nextGaussian();
      double sign = random.nextBoolean() ? 1 : -1;
      double b = t + sign * (a - t) * (1 + Math.scalb(random.nextDouble(), -random.nextInt(55)));
      assertRounded(a, b, t, i % 2 == 0 ? 1 : random.nextDouble());
    }
  }

  @Test
  void unitsAreUndoneBeforeRounding() {
    SplittableRandom random = new SplittableRandom(SEED);
    LossDifference tenths = LossDifference.scaledBy(ExactRational.ofScaled(BigInteger.ONE, 0, -5));
    for (int i = 0; i < 1_000; i++) {
      long a = random.nextLong(-1_000_000, 1_000_000);
      long b = random.nextLong(-1_000_000, 1_000_000);
      long t = random.nextLong(-1_000_000, 1_000_000);
      long w = random.nextLong(1, 100);
      Rational exact =
          Rational.of(
              exactly(new BigDecimal(a), new BigDecimal(b), new BigDecimal(t), new BigDecimal(w))
                  .movePointLeft(5));
      assertThat(tenths.of(a, b, t, w)).as("%d %d %d %d", a, b, t, w).isEqualTo(exact.nearest());
      assertThat(tenths.of(Dyadic.of(a), Dyadic.of(b), Dyadic.of(t), Dyadic.of(w)))
          .isEqualTo(exact.nearest());
    }
  }

  @Test
  void ieeeRulesDecideWhereValuesAreNotFinite() {
    assertThat(LossDifference.PLAIN.of(INFINITY, 1, 2, 3)).isEqualTo(INFINITY);
    assertThat(LossDifference.PLAIN.of(1, -INFINITY, 2, 3)).isEqualTo(-INFINITY);
    assertThat(LossDifference.PLAIN.of(INFINITY, INFINITY, 2, 3)).isNaN();
    assertThat(LossDifference.PLAIN.of(1, 1, INFINITY, 3)).isNaN();
    assertThat(LossDifference.PLAIN.of(Double.NaN, 1, 2, 3)).isNaN();
    assertThat(LossDifference.PLAIN.of(1, -1, 0, INFINITY)).as("infinite losses").isNaN();
    // A finite loss that no double holds is as infinite as the other one.
    assertThat(LossDifference.PLAIN.of(INFINITY, 1.2e154, -1.2e154, 1)).isNaN();
    assertThat(LossDifference.PLAIN.of(1.2e154, INFINITY, -1.2e154, 1)).isNaN();
    assertThat(LossDifference.PLAIN.of(1.2e154, INFINITY, 1.2e154, 1)).isEqualTo(-INFINITY);
    assertThat(LossDifference.PLAIN.of(1e300, 1, 0, 1)).isEqualTo(INFINITY);
    assertThat(LossDifference.PLAIN.of(1e300, -1e300, 0, 1)).isZero();
    assertThat(LossDifference.PLAIN.of(1, 1e300, 0, 1)).isEqualTo(-INFINITY);
  }

  private static void assertRounded(double a, double b, double t, double w) {
    if (!Double.isFinite(b)) {
      return;
    }
    Rational exact =
        Rational.of(
            exactly(new BigDecimal(a), new BigDecimal(b), new BigDecimal(t), new BigDecimal(w)));
    double expected = exact.nearest();
    double actual = LossDifference.PLAIN.of(a, b, t, w);
    assertThat(Double.toHexString(actual + 0.0))
        .as("a %s, b %s, t %s, w %s, seed %d", a, b, t, w, SEED)
        .isEqualTo(Double.toHexString(expected + 0.0));
  }

  private static BigDecimal exactly(BigDecimal a, BigDecimal b, BigDecimal t, BigDecimal w) {
    return a.subtract(t).pow(2).subtract(b.subtract(t).pow(2)).multiply(w);
  }
}
