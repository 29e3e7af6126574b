package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.junit.jupiter.api.Test;

/** One squared error, against fractions. */
class ElementLossTest {
  private static final long SEED = 77;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final ExactRational HUNDREDTH_SQUARED =
      ExactRational.of(1).divide(ExactRational.of(10_000));

  /** Thirds below and above what is computed in two doubles. */
  private static final String FAR_DOWN = "1/" + BigInteger.ONE.shiftLeft(950).multiply(THREE);

  private static final String FAR_UP = BigInteger.ONE.shiftLeft(1010) + "/3";

  @Test
  void everyFamilyIsRoundedOnce() {
    for (RowSet rows : RowSets.unweighted(SEED, 1_000)) {
      for (int i = 0; i < rows.size(); i++) {
        assertPlain(rows.prediction()[i], rows.target()[i], 1, rows.name());
      }
    }
  }

  @Test
  void everyFamilyIsRoundedOnceWithEveryFamilyOfWeights() {
    for (RowSet rows : RowSets.weighted(SEED, 150)) {
      for (int i = 0; i < rows.size(); i++) {
        assertPlain(rows.prediction()[i], rows.target()[i], rows.weight()[i], rows.name());
      }
    }
  }

  @Test
  void everyFamilyIsRoundedOnceInUnits() {
    for (String factor :
        new String[] {
          "1/10000", "1/3", "3/1", "8/1", "1/1267650600228229401496703205376", FAR_DOWN, FAR_UP
        }) {
      Rational exact = fraction(factor);
      ElementLoss loss =
          ElementLoss.scaledBy(new ExactRational(exact.numerator(), exact.denominator()));
      for (RowSet rows : RowSets.weighted(SEED, 15)) {
        for (int i = 0; i < rows.size(); i++) {
          double p = rows.prediction()[i];
          double t = rows.target()[i];
          double w = rows.weight()[i];
          Rational square = exact(p, t, 1).multiply(exact);
          assertBits(loss.squaredError(p, t), square.nearest(), rows.name());
          Rational weighted = exact(p, t, w).multiply(exact);
          assertBits(loss.squaredError(p, t, w), weighted.nearest(), rows.name());
        }
      }
    }
  }

  /** Products of few digits, one more than a double has: the half that decides is exact. */
  @Test
  void tiesGoToTheEvenOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    int ties = 0;
    for (int i = 0; i < 20_000; i++) {
      double d = random.nextInt(1 << 26, 1 << 27) | 1; // an odd square of 53 or 54 bits
      double w = random.nextInt(1, 9);
      double t = random.nextInt(1 << 20);
      assertPlain(d + t, t, 1, "ties");
      assertPlain(d + t, t, w, "ties");
      assertPlain(d + t, t, w * 0x1p-1000, "ties");
      BigInteger product = BigInteger.valueOf((long) (d * d / w));
      ties += product.bitLength() == 54 ? 1 : 0;
    }
    assertThat(ties).isGreaterThan(1_000);
  }

  /** A factor that rounds to one is not one. */
  @Test
  void aFactorBesideOneBreaksATie() {
    double d = 134217727; // its square is odd and of 54 bits
    double below = d * d;
    assertThat(ElementLoss.PLAIN.squaredError(d, 0)).isEqualTo(below);
    for (int sign : new int[] {1, -1}) {
      Rational least =
          Rational.of(sign).divide(new Rational(BigInteger.TEN.pow(40), BigInteger.ONE));
      Rational factor = Rational.of(1).add(least);
      ElementLoss loss =
          ElementLoss.scaledBy(new ExactRational(factor.numerator(), factor.denominator()));
      Rational expected = exact(d, 0, 1).multiply(factor);
      assertBits(loss.squaredError(d, 0), expected.nearest(), "factor " + factor);
    }
  }

  /** What says that nothing but the last addition rounds must be true, and must be said of ties. */
  @Test
  void aSumIsExactOrNotKnown() {
    SplittableRandom random = new SplittableRandom(SEED);
    int known = 0;
    int unknown = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean few = i % 2 == 0;
      double d = few ? random.nextInt(1 << 26, 1 << 27) | 1 : random.nextLong(1L << 52, 1L << 53);
      double w = i % 4 < 2 ? random.nextInt(2, 9) : 1 + random.nextDouble();
      double square = d * d;
      double product = w * square;
      double low = Math.fma(d, d, -square);
      double sum = ElementLoss.exactSum(product, Math.fma(w, square, -product), w, low);
      Rational exact = Rational.of(d).multiply(Rational.of(d)).multiply(Rational.of(w));
      if (few && i % 4 < 2) {
        assertBits(sum, exact.nearest(), "few digits, " + d + ", " + w + ", seed " + SEED);
      } else if (Double.isNaN(sum)) {
        unknown++;
      } else {
        assertBits(sum, exact.nearest(), d + ", " + w + ", seed " + SEED);
        known++;
      }
    }
    assertThat(known).isGreaterThan(1_000);
    assertThat(unknown).isGreaterThan(1_000);
  }

  /** Of each condition alone: w·low has more digits than a double, or its sum with the error. */
  @Test
  void whatIsRoundedOnTheWayIsNotKnown() {
    double odd = 1 + 0x1p-52;
    assertThat(ElementLoss.exactSum(1, 0, odd, odd * 0x1p-53)).isNaN();
    assertThat(ElementLoss.exactSum(1, 0x1p-53, 1.5, 0x1p-110)).isNaN();
    assertThat(ElementLoss.exactSum(1, 0, 0x1p-500, 0x1p-500)).isNaN();
    assertThat(ElementLoss.exactSum(1, 0x1p-53, odd, 0)).isEqualTo(1);
    assertThat(ElementLoss.exactSum(1, 0x1p-53, 1, 0x1p-105)).isEqualTo(Math.nextUp(1.0));
    assertThat(ElementLoss.exactSum(1, 0x1p-53, 1, -0x1p-105)).isEqualTo(1);
  }

  /** Nothing but a difference far below decides. */
  @Test
  void besideATieTheSmallerPartDecides() {
    for (double d : new double[] {134217727, 134217729 / 2.0, 100000001}) {
      for (double tiny : new double[] {0x1p-60, 0x1p-300, 0x1p-1074, -0x1p-60, -0x1p-1074}) {
        assertPlain(d, tiny, 1, "tie and " + tiny);
        assertPlain(d, tiny, 3, "tie and " + tiny);
        assertPlain(tiny, d, 0.5, "tie and " + tiny);
      }
    }
  }

  @Test
  void aWeightBringsBackWhatOverflowsAndUnderflows() {
    double max = Double.MAX_VALUE;
    assertThat(ElementLoss.PLAIN.squaredError(max, -max, 0x1p-1074))
        .isEqualTo(0x1.ffffffffffffep975);
    assertThat(ElementLoss.PLAIN.squaredError(max, -max, 0x1p-1074 * 4))
        .isEqualTo(0x1.ffffffffffffep977);
    assertThat(ElementLoss.PLAIN.squaredError(max, -max)).isEqualTo(INFINITY);
    assertThat(ElementLoss.PLAIN.squaredError(0x1p-1000, 0, 0x1p1000)).isEqualTo(0x1p-1000);
    assertThat(ElementLoss.PLAIN.squaredError(0x1p-537, 0)).isEqualTo(0x1p-1074);
    assertThat(ElementLoss.PLAIN.squaredError(0x1p-538, 0)).isZero();
  }

  @Test
  void zeroIsPositive() {
    for (double w : new double[] {1, 0.0, -0.0, 3, -3}) {
      assertBits(ElementLoss.PLAIN.squaredError(-0.0, 0.0, w), 0.0, "weight " + w);
      assertBits(ElementLoss.PLAIN.squaredError(2.5, 2.5, w), 0.0, "weight " + w);
    }
    assertBits(ElementLoss.PLAIN.squaredError(-Double.MAX_VALUE, 2.5, -0.0), 0.0, "no weight");
  }

  @Test
  void ieeeRulesForWhatIsNotFinite() {
    ElementLoss loss = ElementLoss.PLAIN;
    assertThat(loss.squaredError(Double.NaN, 1)).isNaN();
    assertThat(loss.squaredError(1, Double.NaN, 0)).isNaN();
    assertThat(loss.squaredError(1, 2, Double.NaN)).isNaN();
    assertThat(loss.squaredError(INFINITY, INFINITY)).isNaN();
    assertThat(loss.squaredError(INFINITY, -INFINITY)).isEqualTo(INFINITY);
    assertThat(loss.squaredError(1, -INFINITY, 1e-300)).isEqualTo(INFINITY);
    assertThat(loss.squaredError(1, -INFINITY, -2)).isEqualTo(-INFINITY);
    assertThat(loss.squaredError(1, INFINITY, 0)).isNaN();
    assertThat(loss.squaredError(1e-200, 2e-200, INFINITY)).isEqualTo(INFINITY);
    assertThat(loss.squaredError(1, 1, INFINITY)).isNaN();
    ElementLoss hundredths = ElementLoss.scaledBy(HUNDREDTH_SQUARED);
    assertThat(hundredths.squaredError(Double.NaN, 1)).isNaN();
    assertThat(hundredths.squaredError(INFINITY, 1)).isEqualTo(INFINITY);
    assertThat(hundredths.squaredError(INFINITY, 1, -2)).isEqualTo(-INFINITY);
  }

  @Test
  void numbersThatNoDoubleHolds() {
    ExactRational p = new ExactRational(new BigInteger("10000000000000000000000004"), ten(13));
    ExactRational t = new ExactRational(new BigInteger("10000000000000000000000001"), ten(13));
    ExactRational w = new ExactRational(BigInteger.ONE, BigInteger.valueOf(3));
    assertThat(ElementLoss.PLAIN.squaredError(p, t, w)).isEqualTo(3e-26);
    assertThat(ElementLoss.scaledBy(HUNDREDTH_SQUARED).squaredError(p, t, w)).isEqualTo(3e-30);
    assertThat(ElementLoss.scaledBy(HUNDREDTH_SQUARED).ofProduct(BigInteger.valueOf(-3), 2))
        .isEqualTo(-12e-4);
    assertThat(ElementLoss.PLAIN.ofProduct(BigInteger.valueOf(3), -2)).isEqualTo(0.75);
    assertBits(ElementLoss.PLAIN.ofProduct(BigInteger.ZERO, 3), 0.0, "zero");
  }

  @Test
  void aFactorMustBePositive() {
    assertThatThrownBy(() -> ElementLoss.scaledBy(ExactRational.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot scale by 0/1: it must be positive");
  }

  private static void assertPlain(double p, double t, double w, String name) {
    Rational expected = exact(p, t, w);
    assertBits(ElementLoss.PLAIN.squaredError(p, t, w), expected.nearest(), name);
  }

  private static Rational exact(double p, double t, double w) {
    Rational d = Rational.of(p).add(Rational.of(t).negate());
    return d.multiply(d).multiply(Rational.of(w));
  }

  private static Rational fraction(String text) {
    String[] parts = text.split("/");
    return new Rational(new BigInteger(parts[0]), new BigInteger(parts[1]));
  }

  private static BigInteger ten(int power) {
    return BigInteger.TEN.pow(power);
  }

  private static void assertBits(double actual, double expected, String name) {
    if (Double.doubleToRawLongBits(actual) != Double.doubleToRawLongBits(expected)) {
      assertThat(Double.toHexString(actual)).as(name).isEqualTo(Double.toHexString(expected));
    }
  }
}
