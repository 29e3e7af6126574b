package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.junit.jupiter.api.Test;

/** The derivative with respect to one prediction, against fractions. */
class GradientTest {
  private static final long SEED = 78;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Rational TWO = Rational.of(2);

  /** Sum, numbers of elements, sums of weights, and what no double holds. */
  private static final List<Rational> DIVISORS =
      List.of(
          Rational.of(1),
          Rational.of(1 << 20),
          Rational.of(3),
          Rational.of(20_000_000),
          Rational.of(0.1),
          new Rational(BigInteger.ONE, BigInteger.valueOf(3)),
          Rational.of(0x1.fffffffffffffp700),
          Rational.of(Double.MIN_VALUE),
          Rational.powerOfTwo(1030),
          new Rational(BigInteger.TEN.pow(40).add(BigInteger.ONE), BigInteger.TEN.pow(9)));

  @Test
  void everyFamilyIsRoundedOnce() {
    for (Rational divisor : DIVISORS) {
      Gradient gradient = Gradient.dividedBy(exact(divisor));
      for (RowSet rows : RowSets.unweighted(SEED, 150)) {
        for (int i = 0; i < rows.size(); i++) {
          assertGradient(gradient, rows.prediction()[i], rows.target()[i], 1, divisor);
        }
      }
    }
  }

  @Test
  void everyFamilyIsRoundedOnceWithEveryFamilyOfWeights() {
    for (Rational divisor : DIVISORS) {
      Gradient gradient = Gradient.dividedBy(exact(divisor));
      for (RowSet rows : RowSets.weighted(SEED, 20)) {
        for (int i = 0; i < rows.size(); i++) {
          double w = rows.weight()[i];
          assertGradient(gradient, rows.prediction()[i], rows.target()[i], w, divisor);
        }
      }
    }
  }

  /** Differences of one digit more than a double has. */
  @Test
  void tiesGoToTheEvenOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Rational divisor : DIVISORS) {
      Gradient gradient = Gradient.dividedBy(exact(divisor));
      for (int i = 0; i < 2_000; i++) {
        double p = 1 + random.nextDouble();
        double t = -1 - random.nextDouble();
        assertGradient(gradient, p, t, 1, divisor);
        assertGradient(gradient, p, t, random.nextInt(1, 9), divisor);
        assertGradient(gradient, t, p, 0.25, divisor);
      }
    }
  }

  @Test
  void valuesInUnits() {
    Rational divisor = Rational.of(7);
    Rational unit = new Rational(BigInteger.ONE, BigInteger.valueOf(1000));
    Gradient gradient = Gradient.dividedBy(exact(divisor), exact(unit));
    for (RowSet rows : RowSets.weighted(SEED, 20)) {
      for (int i = 0; i < rows.size(); i++) {
        double w = rows.weight()[i];
        Rational scaled = divisor.divide(unit);
        assertGradient(gradient, rows.prediction()[i], rows.target()[i], w, scaled);
      }
    }
    assertThat(gradient.ofProduct(BigInteger.valueOf(-7), 3)).isEqualTo(-0.016);
  }

  @Test
  void zeroIsPositiveAndWhatUnderflowsKeepsItsSign() {
    Gradient gradient = Gradient.dividedBy(ExactRational.of(3));
    for (double w : new double[] {1, 0.0, -0.0, 2, -2}) {
      assertBits(gradient.of(5, 5, w), 0.0, "equal, weight " + w);
      assertBits(gradient.of(-0.0, 0.0, w), 0.0, "zeros, weight " + w);
    }
    assertBits(gradient.of(-7, 5, 0), 0.0, "no weight");
    assertBits(gradient.of(0, Double.MIN_VALUE, 0x1p-20), -0.0, "underflow");
  }

  /**
   * The difference, rounded to a double, is a tie of the subnormal numbers; the exact one is not.
   */
  @Test
  void whatUnderflowsIsRoundedOnce() {
    Rational divisor = Rational.powerOfTwo(1030);
    Gradient gradient = Gradient.dividedBy(exact(divisor));
    for (double tiny : new double[] {0x1p-54, -0x1p-54}) {
      assertGradient(gradient, 1 + 0x1p-46, -tiny, 1, divisor);
      assertGradient(gradient, 1 + 3 * 0x1p-46, -tiny, 1, divisor);
      assertGradient(gradient, 1 + 0x1p-46, -tiny, 4, divisor);
    }
  }

  @Test
  void ieeeRulesForWhatIsNotFinite() {
    Gradient gradient = Gradient.dividedBy(ExactRational.of(3));
    assertThat(gradient.of(Double.NaN, 1)).isNaN();
    assertThat(gradient.of(1, 1, Double.NaN)).isNaN();
    assertThat(gradient.of(INFINITY, INFINITY)).isNaN();
    assertThat(gradient.of(INFINITY, 1)).isEqualTo(INFINITY);
    assertThat(gradient.of(1, INFINITY, 2)).isEqualTo(-INFINITY);
    assertThat(gradient.of(1, INFINITY, 0)).isNaN();
    assertThat(gradient.of(1, 1, INFINITY)).isNaN();
    assertThat(gradient.of(1, 2, INFINITY)).isEqualTo(-INFINITY);
    assertThat(gradient.of(-Double.MAX_VALUE, Double.MAX_VALUE))
        .isEqualTo(-Double.MAX_VALUE * (4.0 / 3));
  }

  @Test
  void numbersThatNoDoubleHolds() {
    ExactRational tenth = ExactRational.of(1).divide(ExactRational.of(10));
    Gradient gradient = Gradient.dividedBy(ExactRational.of(4));
    assertThat(gradient.of(tenth, tenth.plus(tenth), ExactRational.of(3))).isEqualTo(-0.15);
  }

  @Test
  void aDivisorMustBePositive() {
    assertThatThrownBy(() -> Gradient.dividedBy(ExactRational.of(-2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot scale by -1/1: it must be positive");
    assertThatThrownBy(() -> Gradient.dividedBy(ExactRational.of(0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Cannot divide 2/1 by zero");
  }

  private static void assertGradient(
      Gradient gradient, double p, double t, double w, Rational divisor) {
    Rational expected =
        Rational.of(p)
            .add(Rational.of(t).negate())
            .multiply(Rational.of(w))
            .multiply(TWO)
            .divide(divisor);
    String name = p + ", " + t + ", " + w + " by " + divisor + ", seed " + SEED;
    assertBits(gradient.of(p, t, w), expected.nearest(), name);
  }

  private static ExactRational exact(Rational value) {
    return new ExactRational(value.numerator(), value.denominator());
  }

  private static void assertBits(double actual, double expected, String name) {
    if (Double.doubleToRawLongBits(actual) != Double.doubleToRawLongBits(expected)) {
      assertThat(Double.toHexString(actual)).as(name).isEqualTo(Double.toHexString(expected));
    }
  }
}
