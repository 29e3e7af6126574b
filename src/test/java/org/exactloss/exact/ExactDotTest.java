package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.junit.jupiter.api.Test;

/** The affine function, against fractions. */
class ExactDotTest {
  private static final long SEED = 79;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Cuts every family of values and weights into vectors of 0 to 12 numbers. */
  @Test
  void everyFamilyIsRoundedOnce() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (RowSet rows : RowSets.weighted(SEED, 150)) {
      int from = 0;
      while (from < rows.size()) {
        int to = Math.min(rows.size(), from + random.nextInt(13));
        double bias = random.nextInt(3) == 0 ? 0 : rows.target()[from];
        assertDot(part(rows.prediction(), from, to), part(rows.target(), from, to), bias);
        assertDot(part(rows.weight(), from, to), part(rows.prediction(), from, to), bias);
        from = to + 1;
      }
    }
  }

  /** The bias takes most of the sum away, so that all that is left is what was rounded off. */
  @Test
  void cancellation() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 3_000; i++) {
      double[] w = random.doubles(random.nextInt(1, 40), -1, 1).toArray();
      double[] x = random.doubles(w.length, -1, 1).toArray();
      double naive = IntStream.range(0, w.length).mapToDouble(k -> w[k] * x[k]).sum();
      assertDot(w, x, -naive);
      assertDot(w, x, Math.nextUp(-naive));
    }
  }

  @Test
  void tiesOfDoublesAndOfFloatsGoToTheEvenOne() {
    double[] one = {1};
    for (double tiny : new double[] {0, 0x1p-1074, -0x1p-1074, 0x1p-200, -0x1p-200}) {
      assertDot(new double[] {1, tiny}, new double[] {1, 1}, 0x1p-53);
      assertDot(new double[] {1, tiny}, new double[] {1 + 0x1p-52, 1}, 0x1p-53);
      assertDot(new double[] {1, tiny}, new double[] {1, 1}, 0x1p-24);
      assertDot(new double[] {1, tiny}, new double[] {1 + 0x1p-23, 1}, 0x1p-24);
      assertDot(new double[] {-1, tiny}, new double[] {1 + 0x1p-23, 1}, -0x1p-24);
      assertDot(new double[] {1, tiny}, new double[] {0x1p-126, 1}, 0x1p-150);
    }
    // Rounded to a double first, this would be a tie of floats.
    double beside = 1 + 0x1p-24;
    assertThat(new ExactDot(one, 0x1p-60).toFloat(new double[] {beside})).isEqualTo(1 + 0x1p-23f);
    assertThat(new ExactDot(one, -0x1p-60).toFloat(new double[] {beside})).isEqualTo(1f);
  }

  @Test
  void limits() {
    double max = Double.MAX_VALUE;
    assertDot(new double[] {max, -max}, new double[] {max, max}, 1.5);
    assertDot(new double[] {max, max}, new double[] {1, 1}, -max);
    assertDot(new double[] {max, max}, new double[] {1, 1}, 0);
    assertDot(new double[] {Double.MIN_VALUE, 1}, new double[] {Double.MIN_VALUE, 0}, 0);
    assertDot(new double[] {Double.MIN_VALUE, 1}, new double[] {-Double.MIN_VALUE, 0}, 0);
    assertDot(new double[] {0.5}, new double[] {Double.MIN_VALUE}, -Double.MIN_VALUE);
    assertDot(new double[] {}, new double[] {}, -0.0);
    assertDot(new double[] {}, new double[] {}, 1e300);
    assertDot(new double[] {Float.MAX_VALUE}, new double[] {1 + 0x1p-25}, 0);
  }

  @Test
  void ieeeRulesForWhatIsNotFiniteInAnyOrder() {
    assertBoth(INFINITY, 0, new double[] {2, 3}, new double[] {1e308, INFINITY});
    assertBoth(-INFINITY, 0, new double[] {2, -3}, new double[] {1e308, INFINITY});
    assertBoth(Double.NaN, 0, new double[] {1, -1}, new double[] {INFINITY, INFINITY});
    assertBoth(Double.NaN, 0, new double[] {0}, new double[] {INFINITY});
    assertBoth(Double.NaN, 1, new double[] {1, 1}, new double[] {2, Double.NaN});
    assertBoth(Double.NaN, INFINITY, new double[] {1}, new double[] {-INFINITY});
    assertBoth(INFINITY, INFINITY, new double[] {-2, -1}, new double[] {1e308, 1e308});
    assertBoth(-INFINITY, 1, new double[] {-INFINITY}, new double[] {1e-300});
    assertBoth(Double.NaN, Double.NaN, new double[] {}, new double[] {});
  }

  @Test
  void numbersThatNoDoubleHolds() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 1_000; i++) {
      int width = random.nextInt(1, 8);
      double[] w = random.doubles(width, -10, 10).toArray();
      double[] x = random.doubles(width, -1e20, 1e20).toArray();
      ExactRational[] wide = new ExactRational[width];
      Rational expected = Rational.of(0.5);
      for (int k = 0; k < width; k++) {
        Rational value = Rational.of(x[k]);
        if (random.nextBoolean()) {
          BigInteger unscaled = BigInteger.valueOf(random.nextLong()).shiftLeft(50);
          value = new Rational(unscaled.add(BigInteger.ONE), BigInteger.TEN.pow(18));
          wide[k] = new ExactRational(value.numerator(), value.denominator());
        }
        expected = expected.add(Rational.of(w[k]).multiply(value));
      }
      ExactDot dot = new ExactDot(w, 0.5);
      assertThat(dot.toDouble(x, wide)).as("seed %d", SEED).isEqualTo(expected.nearest());
      assertThat(dot.toFloat(x, wide)).as("seed %d", SEED).isEqualTo(expected.nearestFloat());
    }
    ExactRational[] big = {ExactRational.of(3), null};
    ExactDot infinite = new ExactDot(new double[] {-INFINITY, 1}, 0);
    assertThat(infinite.toDouble(new double[2], big)).isEqualTo(-INFINITY);
    assertThat(infinite.toFloat(new double[] {0, INFINITY}, big)).isNaN();
  }

  @Test
  void anotherWidthIsRefused() {
    ExactDot dot = new ExactDot(new double[] {1, 2}, 0);
    assertThat(dot.width()).isEqualTo(2);
    assertThatThrownBy(() -> dot.toDouble(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot multiply 3 features with 2 weights");
    // Without a check, fewer features would give a number.
    for (int width : new int[] {1, 3}) {
      assertRefused(() -> dot.toDouble(new double[width]));
      assertRefused(() -> dot.toFloat(new double[width]));
      assertRefused(() -> dot.toDouble(new double[width], new ExactRational[2]));
      assertRefused(() -> dot.toFloat(new double[2], new ExactRational[width]));
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot multiply ");
  }

  private static void assertDot(double[] w, double[] x, double bias) {
    Rational expected = Rational.of(bias);
    for (int i = 0; i < w.length; i++) {
      expected = expected.add(Rational.of(w[i]).multiply(Rational.of(x[i])));
    }
    ExactDot dot = new ExactDot(w, bias);
    assertSame(dot.toDouble(x), expected.nearest(), w, x, bias);
    assertSame(dot.toFloat(x), expected.nearestFloat(), w, x, bias);
    ExactRational[] none = new ExactRational[w.length];
    assertSame(dot.toDouble(x, none), expected.nearest(), w, x, bias);
  }

  private static void assertBoth(double expected, double bias, double[] w, double[] x) {
    ExactDot dot = new ExactDot(w, bias);
    assertSame(dot.toDouble(x), expected, w, x, bias);
    assertSame(dot.toFloat(x), expected, w, x, bias);
    assertSame(dot.toDouble(x, new ExactRational[x.length]), expected, w, x, bias);
  }

  private static void assertSame(
      double actual, double expected, double[] w, double[] x, double bias) {
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      assertThat(Double.toHexString(actual))
          .as("%s, %s, %s, seed %d", Arrays.toString(w), Arrays.toString(x), bias, SEED)
          .isEqualTo(Double.toHexString(expected));
    }
  }

  private static double[] part(double[] values, int from, int to) {
    return Arrays.copyOfRange(values, from, to);
  }
}
