package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

/** Norms of parameters, against fractions. */
class ParameterNormsTest {
  private static final long SEED = 20260413;

  @Test
  void normsOfDoublesAreExact() {
    Random random = new Random(SEED);
    ParameterAccumulator accumulator = new ParameterAccumulator(0);
    Rational absolute = Rational.ZERO;
    Rational squared = Rational.ZERO;
    for (int i = 0; i < 60; i++) {
      double parameter = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-900, 500));
      accumulator.add(parameter);
      absolute = absolute.add(Rational.of(Math.abs(parameter)));
      squared = squared.add(Rational.of(parameter).multiply(Rational.of(parameter)));
    }
    assertNorms(accumulator.norms(), 60, absolute, squared);
  }

  /** Decimals come as integers in units, with more digits than a double has; squares in units². */
  @Test
  void normsOfDecimalsAreExact() {
    Random random = new Random(SEED);
    ParameterAccumulator accumulator = new ParameterAccumulator(7);
    BigDecimal absolute = BigDecimal.ZERO;
    BigDecimal squared = BigDecimal.ZERO;
    for (int i = 0; i < 60; i++) {
      BigInteger units = new BigInteger(100, random).subtract(BigInteger.ONE.shiftLeft(99));
      BigDecimal parameter = new BigDecimal(units, 7);
      accumulator.add(units);
      absolute = absolute.add(parameter.abs());
      squared = squared.add(parameter.multiply(parameter));
    }
    accumulator.add(-3.0);
    absolute = absolute.add(new BigDecimal("3E-7"));
    squared = squared.add(new BigDecimal("9E-14"));
    assertNorms(accumulator.norms(), 61, Rational.of(absolute), Rational.of(squared));
  }

  @Test
  void whatIsNotFiniteIsRefusedAndNotCounted() {
    ParameterAccumulator accumulator = new ParameterAccumulator(2);
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> accumulator.add(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(accumulator.norms()).isEqualTo(ParameterNorms.NONE);
  }

  @Test
  void normsOfPartsAddUpAndStayAsTheyAre() {
    ParameterNorms one = new ParameterNorms(2, ExactSum.of(7), ExactSum.of(25));
    ParameterNorms other = new ParameterNorms(3, ExactSum.of(6), ExactSum.of(14));
    assertThat(one.plus(other)).isEqualTo(new ParameterNorms(5, ExactSum.of(13), ExactSum.of(39)));
    assertThat(one).isEqualTo(new ParameterNorms(2, ExactSum.of(7), ExactSum.of(25)));
    assertThat(other).isEqualTo(new ParameterNorms(3, ExactSum.of(6), ExactSum.of(14)));
    assertThat(one.plus(ParameterNorms.NONE)).isEqualTo(one);
    assertThat(ParameterNorms.NONE.count()).isZero();
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ParameterNorms wide =
        new ParameterNorms(
            1L << 40,
            ExactSum.of(BigInteger.ONE.shiftLeft(500).setBit(0), -1074, 3),
            ExactSum.of(BigInteger.valueOf(3), 900, -76));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    wide.write(out);
    ParameterNorms.NONE.write(out);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(ParameterNorms.read(in)).isEqualTo(wide);
    assertThat(ParameterNorms.read(in)).isEqualTo(ParameterNorms.NONE);
    assertThat(in.available()).isZero();
  }

  private static void assertNorms(
      ParameterNorms norms, long count, Rational absolute, Rational squared) {
    assertThat(norms.count()).isEqualTo(count);
    assertThat(States.value(norms.absolute())).as("seed %d", SEED).isEqualByComparingTo(absolute);
    assertThat(States.value(norms.squared())).as("seed %d", SEED).isEqualByComparingTo(squared);
  }
}
