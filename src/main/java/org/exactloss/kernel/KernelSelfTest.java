package org.exactloss.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.Superaccumulator;

/**
 * The test that a slicing kernel passes before it is used: that arithmetic rounds to nearest and
 * keeps subnormal numbers (native libraries may switch that off for a thread), and that the kernel
 * agrees with the scalar kernel on fixed rows.
 */
final class KernelSelfTest {
  // Not final, so that no compiler computes with them.
  private static double least = Double.MIN_VALUE;
  private static double one = 1;
  private static double half = 0x1p-53;

  /** The number of rows leaves a tail. */
  private static final int ROWS = 301;

  private KernelSelfTest() {}

  /** Whether this thread's arithmetic is that of IEEE 754 with its default rounding. */
  static boolean isStandardArithmetic() {
    double next = one + 0x1p-52;
    return least * one != 0 && one + half == 1 && next + half == 1 + 0x1p-51;
  }

  /** Why the kernels must not be used, with the remedy; empty if nothing is wrong. */
  static Optional<String> failure(Supplier<SquaredErrorKernel> kernels) {
    if (!isStandardArithmetic()) {
      return Optional.of(
          "the arithmetic of this thread is not that of IEEE 754 (a native library has switched"
              + " to flushing subnormal numbers or to another rounding); remove that library");
    }
    // Two, three, four and no slices fit these rows.
    for (double[][] rows : List.of(floats(rows(3)), rows(3), rows(25), rows(2000))) {
      if (!agrees(kernels.get(), rows)) {
        return Optional.of(
            "its sum differs from the scalar kernel's on rows of the self-test; update the JVM");
      }
    }
    return Optional.empty();
  }

  /** Whether the squares that a loop cuts have the sum of the scalar kernel. */
  static boolean isExact(SquareLoop loop) {
    for (int spread : new int[] {3, 12}) {
      double[][] rows = rows(spread);
      GroupedSquares squares = GroupedSquares.of(loop, ROWS);
      SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(rows[0], rows[1], null, ROWS);
      squares.chooseWindow(rows[0], rows[1], ROWS, term.exponent());
      ScalarSquaredErrorKernel scalar = new ScalarSquaredErrorKernel();
      long[] words = new long[GroupedSquares.WORDS];
      for (int from = 0; from < ROWS; ) {
        int end = squares.cut(rows[0], rows[1], from, ROWS);
        squares.addRows(words, new int[ROWS], from, end);
        double[] prediction = Arrays.copyOfRange(rows[0], from, end);
        double[] target = Arrays.copyOfRange(rows[1], from, end);
        scalar.add(prediction, target, end - from, new int[ROWS]);
        from = end + squares.lanes();
      }
      long[] sums = new long[term.sums().words()];
      squares.addWordsTo(sums, 0, term.sums(), words, 0);
      Superaccumulator rest = new Superaccumulator();
      scalar.drainTo(rest, new Superaccumulator());
      new Dyadic(term.sums().squaredError(sums, 0).negate(), term.exponent()).addTo(rest);
      if (rest.signum() != 0 || GroupedSquares.count(words, 0) < ROWS / 2) {
        return false;
      }
    }
    return true;
  }

  /** Whether the doubles that a loop makes of floats are those of Java. */
  static boolean isExact(FloatLoop loop) {
    float[] floats = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      floats[i] = (float) Math.scalb(i - ROWS / 2.0, i - ROWS / 2);
    }
    double[] doubles = new double[ROWS];
    int count = loop.widen(floats, ROWS, doubles, 0);
    for (int i = 0; i < count; i++) {
      if (doubles[i] != floats[i]) {
        return false;
      }
    }
    return count > 0;
  }

  private static boolean agrees(SquaredErrorKernel kernel, double[][] rows) {
    double[] prediction = rows[0];
    double[] target = rows[1];
    ScalarSquaredErrorKernel scalar = new ScalarSquaredErrorKernel();
    Superaccumulator sum = sum(kernel, prediction, target);
    sum.subtract(sum(scalar, prediction, target));
    Superaccumulator weighted = weighted(kernel, prediction, target);
    weighted.subtract(weighted(scalar, prediction, target));
    return sum.signum() == 0 && weighted.signum() == 0;
  }

  /** Predictions and targets, the former over so many binades. */
  private static double[][] rows(int spread) {
    double[] prediction = new double[ROWS];
    double[] target = new double[ROWS];
    long state = 1;
    for (int i = 0; i < ROWS; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L; // Knuth's MMIX generator
      int shift = (int) Math.floorMod(state >> 33, (long) spread) - spread / 2;
      prediction[i] = Math.scalb((double) state, shift - 63);
      target[i] = (double) (state * 3);
      target[i] = Math.scalb(target[i], -63);
    }
    return new double[][] {prediction, target};
  }

  /** The same, rounded to floats. */
  private static double[][] floats(double[][] rows) {
    for (double[] column : rows) {
      Arrays.setAll(column, i -> (float) column[i]);
    }
    return rows;
  }

  private static Superaccumulator sum(
      SquaredErrorKernel kernel, double[] prediction, double[] target) {
    Superaccumulator sum = new Superaccumulator();
    kernel.add(prediction, target, prediction.length, new int[prediction.length]);
    kernel.drainTo(sum, new Superaccumulator());
    return sum;
  }

  /** Of both sums, with the targets as weights. */
  private static Superaccumulator weighted(
      SquaredErrorKernel kernel, double[] prediction, double[] target) {
    Superaccumulator sum = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    kernel.add(prediction, target, target, prediction.length, new int[prediction.length]);
    kernel.drainTo(sum, weights);
    sum.add(weights);
    return sum;
  }
}
