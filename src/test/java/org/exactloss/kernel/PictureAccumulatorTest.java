package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.exactloss.state.PictureState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts in tables, compared with counts one by one. */
class PictureAccumulatorTest {
  private static final int ROWS = 20_000;

  private final Random random = new Random(seed());

  private static long seed() {
    long seed = System.nanoTime();
    System.err.println("PictureAccumulatorTest seed " + seed);
    return seed;
  }

  /** From a few bins to hundreds of octaves, more than the tables hold. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 40, 200, 1000})
  void anyNumberOfOctaves(int octaves) {
    check(ROWS, value -> Math.scalb(value, random.nextInt(2 * octaves + 1) - octaves));
  }

  @Test
  void zerosOfBothSignsAndTheSmallestNumbers() {
    double[] odd = {
      0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, -Double.MIN_NORMAL, 1.0
    };
    check(ROWS, value -> odd[random.nextInt(odd.length)]);
  }

  @Test
  void errorsBeyondTheLargestNumber() {
    double[] odd = {Double.MAX_VALUE, -Double.MAX_VALUE, 1.0};
    check(ROWS, value -> odd[random.nextInt(odd.length)]);
  }

  private void check(int rows, DoubleUnaryOperator of) {
    double[] prediction = random.doubles(rows).map(v -> of.applyAsDouble(v - 0.5)).toArray();
    double[] target = random.doubles(rows).map(v -> of.applyAsDouble(v - 0.5)).toArray();
    PictureState expected = oneByOne(prediction, target);
    PictureAccumulator whole = new PictureAccumulator(0);
    whole.add(prediction, target, rows);
    assertThat(whole.drain().toBytes()).isEqualTo(expected.toBytes());
    assertThat(whole.drain().toBytes()).isEqualTo(new PictureState().toBytes());
    PictureAccumulator small = new PictureAccumulator(0, 3000);
    int done = 0;
    while (done < rows) {
      int part = Math.min(rows - done, 1 + random.nextInt(2500));
      small.add(
          Arrays.copyOfRange(prediction, done, done + part),
          Arrays.copyOfRange(target, done, done + part),
          part);
      done += part;
    }
    assertThat(small.drain().toBytes()).isEqualTo(expected.toBytes());
  }

  private static PictureState oneByOne(double[] prediction, double[] target) {
    PictureState state = new PictureState();
    for (int i = 0; i < prediction.length; i++) {
      double error = prediction[i] - target[i];
      if (Double.isInfinite(error)) {
        error = Math.copySign(Double.MAX_VALUE, error);
      }
      state.addErrors(PictureState.bin(target[i]), PictureState.bin(error), 1);
      state.addPlane(PictureState.bin(target[i]), PictureState.bin(prediction[i]), 1);
    }
    return state;
  }
}
