package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Values like 1.5 have the unit 2^-104: numbers below 2^22 fit if they are whole there. */
  @Test
  void everyPlaceOfTheUnitsIsExact() {
    Random random = new Random(5);
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, null, 1);
    double[] significands = {1, 1.5, Math.nextDown(2.0), Math.nextUp(1.0)};
    for (int exponent = -104; exponent <= 21; exponent++) {
      for (double significand : significands) {
        double p = Math.scalb(significand, exponent);
        BigDecimal units = new BigDecimal(p).multiply(new BigDecimal(BigInteger.TWO.pow(104)));
        boolean fits = units.stripTrailingZeros().scale() <= 0;
        for (double t : new double[] {0, -p, 0x1p-104, -0x1.fffffffffffffp21, random.nextInt()}) {
          double target = Math.abs(t) < 0x1p22 ? t : 1;
          assertThat(term.set(p, target)).as("%s", p).isEqualTo(fits);
          assertThat(term.set(target, p)).as("%s", p).isEqualTo(fits);
          if (fits) {
            assertAdded(term, p, target, 1, random);
          }
        }
      }
    }
  }

  /** Weights like 1.5 have the unit 2^-96: those from 2^-44 to below 2^20 fit. */
  @Test
  void everyPlaceOfTheWeightsIsExact() {
    Random random = new Random(6);
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, like, 1);
    for (int exponent = -46; exponent <= 22; exponent++) {
      for (double significand : new double[] {1, Math.nextDown(2.0), 1 + random.nextDouble()}) {
        double weight = Math.scalb(significand, exponent);
        boolean fits = exponent >= -44 && exponent < 20;
        for (int i = 0; i < 6; i++) {
          double p = Math.scalb(1 + random.nextDouble(), 21 - random.nextInt(2));
          double t = Math.scalb(random.nextDouble() - 0.5, 21 - random.nextInt(60));
          assertThat(term.set(p, t, weight)).as("%s", weight).isEqualTo(fits);
          if (fits) {
            assertAdded(term, p, t, weight, random);
          }
        }
      }
    }
    assertThat(term.set(1, 2, 0)).isFalse();
    assertThat(term.set(1, 2, Double.NaN)).isFalse();
  }

  /** Adds the term to words of which every one carries, and to zeros. */
  private static void assertAdded(
      SquaredErrorTerm term, double p, double t, double weight, Random random) {
    FixedPointSums layout = term.sums();
    for (int fill : new int[] {0, -1, 1}) {
      long[] before = new long[layout.words() + 2];
      for (int i = 1; i < before.length; i++) {
        before[i] = fill == 1 ? random.nextLong() : fill;
      }
      // The upper words have room.
      before[layout.termWords()] = 7;
      if (layout.weighted()) {
        before[layout.termWords() + layout.weightWords()] = 7;
      }
      long[] after = before.clone();
      term.addTo(after, 1);
      String what = p + ", " + t + ", weight " + weight + ", words " + fill;
      BigInteger error = layout.squaredError(after, 1).subtract(layout.squaredError(before, 1));
      assertThat(scaled(error, term.exponent()))
          .as(what)
          .isEqualByComparingTo(squaredError(p, t).multiply(new BigDecimal(weight)));
      if (layout.weighted()) {
        BigInteger added = layout.weight(after, 1).subtract(layout.weight(before, 1));
        assertThat(scaled(added, term.weightExponent()))
            .as(what)
            .isEqualByComparingTo(new BigDecimal(weight));
      }
      assertThat(layout.count(after, 1)).isEqualTo(layout.count(before, 1) + 1);
      assertThat(after[0]).isEqualTo(before[0]);
      assertThat(after[after.length - 1]).isEqualTo(before[before.length - 1]);
    }
  }

  /** Where values and weights are, their terms fit, and those of values 2^12 times greater. */
  @Test
  void unitsSuitTheValues() {
    for (int exponent : new int[] {-900, -300, -1, 0, 1, 300, 900}) {
      double value = Math.scalb(1.75, exponent);
      double[] values = {0, value, Double.NaN, -value / 4, Double.POSITIVE_INFINITY, value / 1024};
      double[] ones = {1, 1, 1, 1, 1, 1};
      SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(values, ones, null, 2);
      double largest = Math.max(1, value);
      assertThat(term.set(largest, largest * 0x1p12)).as("2^%s", exponent).isTrue();
      assertThat(term.set(largest, largest * 0x1p40)).as("2^%s", exponent).isFalse();
      SquaredErrorTerm alike = SquaredErrorTerm.forValuesLike(values, values, values, 6);
      assertThat(alike.set(value, -value * 0x1p12, value * 0x1p12)).as("2^%s", exponent).isTrue();
      assertThat(alike.set(value, value / 1024, value / 1024)).as("2^%s", exponent).isTrue();
      assertThat(alike.set(value * 0x1p40, value, value)).as("2^%s", exponent).isFalse();
      assertThat(alike.set(value, value, value * 0x1p40)).as("2^%s", exponent).isFalse();
    }
    double[] zeros = {0, 0};
    SquaredErrorTerm ofOnes = SquaredErrorTerm.forValuesLike(zeros, zeros, zeros, 2);
    double[] one = {1};
    SquaredErrorTerm like = SquaredErrorTerm.forValuesLike(one, one, one, 1);
    assertThat(ofOnes.exponent()).isEqualTo(like.exponent());
    assertThat(ofOnes.weightExponent()).isEqualTo(like.weightExponent());
  }

  /** The lowest bit of a number may be that of the unit, and no lower. */
  @Test
  void theLastUnitCounts() {
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, null, 1);
    Random random = new Random(7);
    for (double value : new double[] {0x1p-60 + 0x1p-104, 0x1p-104, -0x1.8p-103}) {
      assertThat(term.set(value, 1)).isTrue();
      assertAdded(term, value, 1, 1, random);
    }
    assertThat(term.set(0x1p-60 + 0x1p-105, 1)).isFalse();
    assertThat(term.set(0x1p-105, 1)).isFalse();
  }

  /** Squares just above k·2^192, whose third word is all ones before a carry makes it zero. */
  @Test
  void carriesPassThroughAWordOfOnes() {
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, null, 1);
    Random random = new Random(8);
    for (int k = 2; k < 60; k++) {
      BigInteger root = BigInteger.valueOf(k).shiftLeft(192).sqrt().add(BigInteger.ONE);
      BigInteger upper = root.shiftRight(48).add(BigInteger.ONE);
      BigInteger lower = upper.shiftLeft(48).subtract(root);
      double p = Math.scalb(upper.doubleValue(), 48 - 104);
      double t = Math.scalb(lower.doubleValue(), -104);
      assertThat(term.set(p, t)).isTrue();
      assertAdded(term, p, t, 1, random);
    }
  }

  /** Products of each word and the weight that the carry from below makes overflow. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyProductOfAWeightCarries(int word) {
    double[] like = {1.5};
    SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(like, like, like, 1);
    Random random = new Random(9);
    for (int found = 0; found < 20; ) {
      long value = random.nextLong() >>> 12 | 1L << 52;
      long target = random.nextLong() >>> 12 | 1L << 52;
      long weight = random.nextLong() >>> 12 | 1L << 52;
      // In units of 2^-104; the term is below 2^252.
      BigInteger difference =
          BigInteger.valueOf(value).shiftLeft(73).subtract(BigInteger.valueOf(target));
      long part = difference.pow(2).shiftRight(Long.SIZE * word).longValue();
      if (Long.compareUnsigned(part * weight, -1L << 52) > 0) {
        found++;
        double p = Math.scalb((double) value, 73 - 104);
        double t = Math.scalb((double) target, -104);
        double w = Math.scalb((double) weight, -52);
        assertThat(term.set(p, t, w)).isTrue();
        assertAdded(term, p, t, w, random);
      }
    }
  }
}
