package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

/**
 * Numbers that lie beside the middle of two doubles, by less than 2^-98 of themselves: there the
 * arithmetic with two doubles cannot tell, and must not seem to. Such numbers are too rare to be
 * met at random, so they are made: a last, small operand is solved for.
 */
class HardRoundingTest {
  private static final long SEED = 20261124;
  private static final int ROUNDS = 1_000;
  private static final Rational TWO = Rational.of(2);
  private static final Rational CLOSE = Rational.powerOfTwo(-98);
  private static final ExactRational THIRD = ExactRational.of(1).divide(ExactRational.of(3));
  private static final Rational EXACT_THIRD = Rational.of(1).divide(Rational.of(3));

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** What is computed, as a function of the operand that is solved for. */
  private interface Formula {
    Rational of(Rational small);
  }

  @Test
  void aSquaredErrorBesideAMiddle() {
    ElementLoss thirds = ElementLoss.scaledBy(THIRD);
    for (int i = 0; i < ROUNDS; i++) {
      double p = operand();
      double w = weight(i);
      Rational twice = Rational.of(p).multiply(Rational.of(w)).multiply(TWO).negate();
      Formula loss = t -> square(p, t).multiply(Rational.of(w));
      check(loss, twice, t -> ElementLoss.PLAIN.squaredError(p, t, w));
      Formula third = t -> loss.of(t).multiply(EXACT_THIRD);
      check(third, twice.multiply(EXACT_THIRD), t -> thirds.squaredError(p, t, w));
    }
  }

  @Test
  void aWeightedSquareOfAnExactDifferenceBesideAMiddle() {
    int found = 0;
    for (int i = 0; i < ROUNDS; i++) {
      double d = random.nextLong(1L << 52, 1L << 53) | 1;
      BigInteger square = BigInteger.valueOf((long) d).pow(2);
      for (int middle = 104; middle <= 105; middle++) {
        double w = weightBesideMiddle(square, middle);
        Rational exact = square(d, Rational.ZERO).multiply(Rational.of(w));
        found += w > 0 && distance(exact).compareTo(CLOSE) < 0 ? 1 : 0;
        assertRounded(exact, ElementLoss.PLAIN.squaredError(d, 0, w), d + " " + w);
        Rational gradient = Rational.of(d).multiply(Rational.of(w)).multiply(TWO);
        assertRounded(gradient, Gradient.dividedBy(ExactRational.of(1)).of(d, 0, w), d + " " + w);
      }
    }
    assertThat(found).isGreaterThan(ROUNDS / 4);
  }

  @Test
  void aDifferenceOfLossesBesideAMiddle() {
    LossDifference thirds = LossDifference.scaledBy(THIRD);
    for (int i = 0; i < ROUNDS; i++) {
      double a = operand();
      double b = operand() / 4;
      double w = weight(i);
      Rational slope = slope(a, b, w);
      Formula difference = difference(a, b, w);
      check(difference, slope, t -> LossDifference.PLAIN.of(a, b, t, w));
      Formula third = t -> difference.of(t).multiply(EXACT_THIRD);
      check(third, slope.multiply(EXACT_THIRD), t -> thirds.of(a, b, t, w));
    }
  }

  /** The errors of both predictions nearly cancel, so what is rounded on the way is more beside. */
  @Test
  void aDifferenceOfLossesOfOppositeErrorsBesideAMiddle() {
    LossDifference large = LossDifference.scaledBy(ExactRational.of(3 << 20));
    Rational factor = Rational.of(3 << 20);
    for (int i = 0; i < ROUNDS / 4; i++) {
      double a = operand();
      double b = -a * (i % 2 == 0 ? 0.6 : 1 - 0x1p-17 * (1 + random.nextDouble()));
      double w = weight(i);
      Formula difference = difference(a, b, w);
      check(difference, slope(a, b, w), t -> LossDifference.PLAIN.of(a, b, t, w));
      Formula scaled = t -> difference.of(t).multiply(factor);
      check(scaled, slope(a, b, w).multiply(factor), t -> large.of(a, b, t, w));
    }
  }

  private static Formula difference(double a, double b, double w) {
    return t -> square(a, t).add(square(b, t).negate()).multiply(Rational.of(w));
  }

  /** How the difference of losses changes with the target: −2·w·(a − b). */
  private static Rational slope(double a, double b, double w) {
    Rational difference = Rational.of(a).add(Rational.of(b).negate());
    return difference.multiply(Rational.of(w)).multiply(TWO).negate();
  }

  /**
   * A factor brings back what has lost its last digits: below 2^-1022 doubles are no finer. It is
   * no unit fraction, because divided by one a middle would have few digits itself.
   */
  @Test
  void whatUnderflowsOnTheWayBesideAMiddle() {
    Rational factor = Rational.of(5 * 0x1p600).divide(Rational.of(7));
    ExactRational exactFactor = ExactRational.of(5 * 0x1p600).divide(ExactRational.of(7));
    ElementLoss loss = ElementLoss.scaledBy(exactFactor);
    LossDifference change = LossDifference.scaledBy(exactFactor);
    Gradient gradient = Gradient.dividedBy(ExactRational.of(2).divide(exactFactor));
    for (int i = 0; i < ROUNDS / 10; i++) {
      double large = operand();
      double small = large * 0x1p-503;
      double tiny = operand() * 0x1p-1010;
      double huge = operand() * 0x1p600;
      Rational weight = Rational.of(tiny);
      Rational twice = Rational.of(large).multiply(TWO).negate();
      Rational twiceSmall = Rational.of(small).multiply(TWO).negate();
      Formula tinySquare = t -> square(small, t).multiply(factor);
      check(tinySquare, twiceSmall.multiply(factor), t -> loss.squaredError(small, t));
      Formula hugeWeight = t -> square(small, t).multiply(Rational.of(huge));
      check(
          hugeWeight,
          twiceSmall.multiply(Rational.of(huge)),
          t -> ElementLoss.PLAIN.squaredError(small, t, huge));
      Formula tinyProduct = t -> square(large, t).multiply(weight).multiply(factor);
      check(
          tinyProduct,
          twice.multiply(weight).multiply(factor),
          t -> loss.squaredError(large, t, tiny));
      Formula tinyGradient =
          t -> Rational.of(large).add(t.negate()).multiply(weight).multiply(factor);
      check(tinyGradient, weight.multiply(factor).negate(), t -> gradient.of(large, t, tiny));
      double b = large / 3;
      Formula tinyChange = t -> difference(large, b, tiny).of(t).multiply(factor);
      check(tinyChange, slope(large, b, tiny).multiply(factor), t -> change.of(large, b, t, tiny));
      double c = small / 3;
      Formula tinyDifference = difference(small, c, huge);
      check(tinyDifference, slope(small, c, huge), t -> LossDifference.PLAIN.of(small, c, t, huge));
    }
  }

  @Test
  void aGradientBesideAMiddle() {
    Gradient ofOne = Gradient.dividedBy(ExactRational.of(1));
    Gradient ofThree = Gradient.dividedBy(ExactRational.of(3));
    for (int i = 0; i < ROUNDS; i++) {
      double p = operand();
      double w = weight(i);
      Rational slope = Rational.of(w).multiply(TWO).negate();
      Formula gradient = t -> Rational.of(p).add(t.negate()).multiply(slope.negate());
      check(gradient, slope, t -> ofOne.of(p, t, w));
      Formula third = t -> gradient.of(t).multiply(EXACT_THIRD);
      check(third, slope.multiply(EXACT_THIRD), t -> ofThree.of(p, t, w));
    }
  }

  @Test
  void aDotProductBesideAMiddle() {
    for (int i = 0; i < ROUNDS; i++) {
      int width = random.nextInt(1, 12);
      double[] weights = random.doubles(width + 1, -1, 1).toArray();
      double[] features = random.doubles(width + 1, -1, 1).toArray();
      double bias = operand();
      weights[width] = 1;
      ExactDot dot = new ExactDot(weights, bias);
      Formula sum = last -> sum(weights, features, bias).add(last);
      check(sum, Rational.of(1), last -> dot.toDouble(with(features, last)));
    }
  }

  private static double[] with(double[] features, double last) {
    double[] all = features.clone();
    all[all.length - 1] = last;
    return all;
  }

  /** All but the last product. */
  private static Rational sum(double[] weights, double[] features, double bias) {
    Rational sum = Rational.of(bias);
    for (int i = 0; i < features.length - 1; i++) {
      sum = sum.add(Rational.of(weights[i]).multiply(Rational.of(features[i])));
    }
    return sum;
  }

  /** One, a power of two, whose products are exact, or any other weight. */
  private double weight(int round) {
    return switch (round % 4) {
      case 0 -> 1;
      case 1 -> 2;
      default -> operand();
    };
  }

  private double operand() {
    return random.nextDouble(1, 2) * (1 << random.nextInt(8));
  }

  private static Rational square(double p, Rational t) {
    Rational d = Rational.of(p).add(t.negate());
    return d.multiply(d);
  }

  /** Solves for the operand that gives the middle above the value at zero, by Newton's method. */
  private void check(Formula formula, Rational slope, ToDoubleFunction<Double> computed) {
    double nearest = formula.of(Rational.ZERO).nearest();
    Rational middle = Rational.of(nearest).add(Rational.of(Math.nextUp(nearest))).divide(TWO);
    double small = 0;
    for (int step = 0; step < 2; step++) {
      Rational at = Rational.of(small);
      Rational missing = middle.add(formula.of(at).negate());
      Rational change = missing.divide(magnitude(slope));
      small = at.add(slope.signum() < 0 ? change.negate() : change).nearest();
    }
    for (double t : new double[] {Math.nextDown(small), small, Math.nextUp(small)}) {
      Rational exact = formula.of(Rational.of(t));
      assertThat(distance(exact)).as("seed %d", SEED).isLessThan(CLOSE);
      assertRounded(exact, computed.applyAsDouble(t), "small operand " + Double.toHexString(t));
    }
  }

  /** How far a number is from the middle of two doubles, relative to it. */
  private static Rational distance(Rational exact) {
    double nearest = exact.nearest();
    Rational upper = Rational.of(nearest).add(Rational.of(Math.nextUp(nearest))).divide(TWO);
    Rational lower = Rational.of(nearest).add(Rational.of(Math.nextDown(nearest))).divide(TWO);
    Rational above = magnitude(upper.add(exact.negate()));
    Rational below = magnitude(lower.add(exact.negate()));
    return (above.compareTo(below) < 0 ? above : below).divide(magnitude(exact));
  }

  private static Rational magnitude(Rational value) {
    return value.signum() < 0 ? value.negate() : value;
  }

  /**
   * A weight of at most 53 bits that brings an integer to nearly an odd multiple of 2^middle: the
   * denominator of a convergent of integer / 2^middle, whose numerator is odd.
   */
  private static double weightBesideMiddle(BigInteger integer, int middle) {
    BigInteger numerator = integer;
    BigInteger denominator = BigInteger.ONE.shiftLeft(middle);
    BigInteger p0 = BigInteger.ZERO;
    BigInteger q0 = BigInteger.ONE;
    BigInteger p1 = BigInteger.ONE;
    BigInteger q1 = BigInteger.ZERO;
    double best = 0;
    while (denominator.signum() != 0) {
      BigInteger[] quotient = numerator.divideAndRemainder(denominator);
      BigInteger p2 = quotient[0].multiply(p1).add(p0);
      BigInteger q2 = quotient[0].multiply(q1).add(q0);
      if (q2.bitLength() > 53) {
        break;
      }
      best = p2.bitLength() == 54 && p2.testBit(0) ? q2.doubleValue() : best;
      numerator = denominator;
      denominator = quotient[1];
      p0 = p1;
      q0 = q1;
      p1 = p2;
      q1 = q2;
    }
    return best;
  }

  private static void assertRounded(Rational exact, double actual, String name) {
    assertThat(Double.toHexString(actual))
        .as("%s, seed %d", name, SEED)
        .isEqualTo(Double.toHexString(exact.nearest()));
  }
}
