package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /** A window that was right for the first rows is not for those that follow. */
  @Test
  void magnitudesThatChange() {
    int[] row = {0};
    check(20 * ROWS, value -> Math.scalb(value, row[0]++ / 7_001 % 5 * 200 - 400));
  }

  @Test
  void mostRowsAreWithinTheWindow() {
    int rows = PictureWindow.MOST_ROWS;
    for (PictureIndex index : KernelsUnderTest.pictureIndexes()) {
      PictureWindow.Bases bases =
          PictureWindow.Bases.of(new double[] {1, 3}, new double[] {50, 70}, 0, 2);
      PictureWindow window = new PictureWindow(index, bases);
      double[] prediction =
          random.doubles(rows, 0.01, 8).map(v -> random.nextBoolean() ? v : -v).toArray();
      double[] target = random.doubles(rows, 20, 150).toArray();
      prediction[17] = 0;
      target[100] = -0.0;
      prediction[rows - 1] = 1e-300;
      int left = window.add(prediction, target, 0, rows);
      assertThat(Arrays.copyOf(window.outside(), left)).containsExactly(17, 100, rows - 1);
      assertThat(window.counted()).isEqualTo(rows);
    }
  }

  /** Rows one bin below and above each axis of a window are outside, the first and last are not. */
  @Test
  void theEdgesOfTheWindow() {
    int targets = 1 << PictureWindow.TARGET_PLACES_BITS;
    int others = 1 << PictureWindow.PLACES_BITS;
    int large = 8200;
    int small = large - 400;
    for (double sign : new double[] {1, -1}) {
      double most = sign * middleOf(large);
      double least = middleOf(small);
      for (int beyond : new int[] {-1, 0, targets - 1, targets}) {
        PictureWindow.Bases bases =
            new PictureWindow.Bases(large - beyond, large - others / 2, small - others / 2);
        checkWindow(bases, least, most, beyond >= 0 && beyond < targets);
      }
      for (int beyond : new int[] {-1, 0, others - 1, others}) {
        boolean inside = beyond >= 0 && beyond < others;
        int target = small - targets / 2;
        int middle = large - others / 2;
        checkWindow(new PictureWindow.Bases(target, large - beyond, middle), most, least, inside);
        checkWindow(new PictureWindow.Bases(target, middle, large - beyond), most, least, inside);
      }
    }
  }

  /** A number of a bin of positive numbers. */
  private static double middleOf(int bin) {
    return Double.longBitsToDouble((2L * bin + 1) << (PictureState.DROPPED_BITS - 1));
  }

  private static void checkWindow(
      PictureWindow.Bases bases, double prediction, double target, boolean inside) {
    for (PictureIndex index : KernelsUnderTest.pictureIndexes()) {
      int rows = index.lanes();
      double[] predictions = new double[rows];
      double[] targets = new double[rows];
      Arrays.fill(predictions, prediction);
      Arrays.fill(targets, target);
      PictureWindow window = new PictureWindow(index, bases);
      String what = prediction + ", " + target + " in " + bases;
      assertThat(window.add(predictions, targets, 0, rows)).as(what).isEqualTo(inside ? 0 : rows);
      PictureState state = new PictureState();
      window.drainTo(state);
      PictureState expected = inside ? oneByOne(predictions, targets) : new PictureState();
      assertThat(state.toBytes()).as(what).isEqualTo(expected.toBytes());
    }
  }

  /** Numbers in hundredths, numbers that come one by one, and those that are not finite. */
  @Test
  void otherWaysToAddRows() {
    PictureAccumulator hundredths = new PictureAccumulator(2, KernelKind.SCALAR);
    hundredths.add(new double[] {150, 0, 7}, new double[] {50, 25, 7}, 2);
    assertThat(hundredths.drain().toBytes())
        .isEqualTo(oneByOne(new double[] {1.5, 0}, new double[] {0.5, 0.25}).toBytes());
    for (KernelKind kind : new KernelKind[] {KernelKind.SCALAR, Accumulators.fastest()}) {
      PictureAccumulator rounded = new PictureAccumulator(0, kind);
      rounded.add(Double.POSITIVE_INFINITY, -1, Double.POSITIVE_INFINITY);
      rounded.add(3, 1, 2);
      rounded.addNonFinite();
      PictureState expected = oneByOne(new double[] {Double.MAX_VALUE, 3}, new double[] {-1, 1});
      expected.addNonFinite(1);
      assertThat(rounded.drain().toBytes()).isEqualTo(expected.toBytes());
      assertThat(rounded.drain().toBytes()).isEqualTo(new PictureState().toBytes());
    }
  }

  private void check(int rows, DoubleUnaryOperator of) {
    double[] prediction = random.doubles(rows).map(v -> of.applyAsDouble(v - 0.5)).toArray();
    double[] target = random.doubles(rows).map(v -> of.applyAsDouble(v - 0.5)).toArray();
    byte[] expected = oneByOne(prediction, target).toBytes();
    List<Optional<PictureIndex>> indexes = new ArrayList<>(List.of(Optional.empty()));
    KernelsUnderTest.pictureIndexes().forEach(index -> indexes.add(Optional.of(index)));
    for (Optional<PictureIndex> index : indexes) {
      int late = random.nextInt(3);
      int[] asked = {0};
      PictureAccumulator whole =
          new PictureAccumulator(0, Integer.MAX_VALUE, index, () -> asked[0]++ >= late);
      whole.add(prediction, target, rows);
      assertThat(whole.drain().toBytes()).as("%s", index).isEqualTo(expected);
      assertThat(whole.drain().toBytes()).isEqualTo(new PictureState().toBytes());
      PictureAccumulator small = new PictureAccumulator(0, 3000, index, () -> true);
      int done = 0;
      while (done < rows) {
        int part = Math.min(rows - done, 1 + random.nextInt(2500));
        small.add(
            Arrays.copyOfRange(prediction, done, done + part),
            Arrays.copyOfRange(target, done, done + part),
            part);
        done += part;
      }
      assertThat(small.drain().toBytes()).as("%s", index).isEqualTo(expected);
    }
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
