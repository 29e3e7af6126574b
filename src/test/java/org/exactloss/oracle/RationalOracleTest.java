package org.exactloss.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The oracle against plain BigDecimal and against the JDK's reading of decimal numbers. */
class RationalOracleTest {
  private static final long SEED = 20240501;

  @Test
  void sumsAreThoseOfPlainDecimals() {
    for (RowSet rows : RowSets.weighted(SEED, 20)) {
      BigDecimal errors = BigDecimal.ZERO;
      BigDecimal weights = BigDecimal.ZERO;
      for (int i = 0; i < rows.size(); i++) {
        BigDecimal weight = new BigDecimal(rows.weight()[i]);
        BigDecimal difference =
            new BigDecimal(rows.prediction()[i]).subtract(new BigDecimal(rows.target()[i]));
        errors = errors.add(difference.multiply(difference).multiply(weight));
        weights = weights.add(weight);
      }
      RationalOracle oracle = new RationalOracle().add(rows);
      assertThat(oracle.squaredError()).as(rows.name()).isEqualByComparingTo(Rational.of(errors));
      assertThat(oracle.weight()).as(rows.name()).isEqualByComparingTo(Rational.of(weights));
    }
  }

  @Test
  void decimalRowsAreSummedAsTheyAre() {
    BigDecimal one = BigDecimal.ONE;
    RationalOracle oracle =
        new RationalOracle()
            .add(new BigDecimal("0.3"), new BigDecimal("0.1"), one)
            .add(new BigDecimal("1000000000000.4"), new BigDecimal("1E12"), new BigDecimal("0.5"));
    assertThat(oracle.squaredError()).isEqualByComparingTo(Rational.of(new BigDecimal("0.12")));
    assertThat(oracle.weight()).isEqualByComparingTo(Rational.of(new BigDecimal("1.5")));
  }

  @Test
  void nearestIsWhatTheJdkReadsFromTheDecimalText() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal value =
          new BigDecimal(new BigInteger(64, new java.util.Random(random.nextLong())))
              .scaleByPowerOfTen(random.nextInt(-350, 300))
              .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
      assertThat(bits(Rational.of(value).nearest()))
          .as("%s, seed %d", value, SEED)
          .isEqualTo(bits(Double.parseDouble(value.toString())));
    }
  }

  @Test
  void nearestAtTheEndsOfTheRange() {
    Rational max = Rational.of(Double.MAX_VALUE);
    Rational halfUnit = Rational.powerOfTwo(970);
    Rational least = Rational.powerOfTwo(-1100);
    assertThat(max.add(halfUnit).nearest()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(max.add(halfUnit).add(least.negate()).nearest()).isEqualTo(Double.MAX_VALUE);
    assertThat(max.add(halfUnit).negate().nearest()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Rational.powerOfTwo(-1075).nearest()).isZero();
    assertThat(Rational.powerOfTwo(-1075).add(least).nearest()).isEqualTo(Double.MIN_VALUE);
    assertThat(bits(Rational.ZERO.nearest())).isZero();
  }

  @Test
  void nearestRootOfSquaresAndTies() {
    assertThat(Rational.of(9).nearestRoot()).isEqualTo(3.0);
    assertThat(Rational.of(2).nearestRoot()).isEqualTo(Math.sqrt(2.0));
    Rational tie = Rational.of(1.0).add(Rational.powerOfTwo(-53));
    assertThat(tie.multiply(tie).nearestRoot()).isEqualTo(1.0);
    Rational oddTie = Rational.of(Math.nextUp(1.0)).add(Rational.powerOfTwo(-53));
    assertThat(oddTie.multiply(oddTie).nearestRoot()).isEqualTo(Math.nextUp(Math.nextUp(1.0)));
  }

  @Test
  void rowsAreTheSameForTheSameSeed() {
    RowSet first = RowSets.of(ValueFamily.EVERY_EXPONENT, WeightFamily.WIDE, SEED, 50);
    RowSet second = RowSets.of(ValueFamily.EVERY_EXPONENT, WeightFamily.WIDE, SEED, 50);
    assertThat(first.prediction()).isEqualTo(second.prediction());
    assertThat(first.target()).isEqualTo(second.target());
    assertThat(first.weight()).isEqualTo(second.weight());
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
