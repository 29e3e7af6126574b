package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole kernels keep to the number of products that a double can take, however calls are cut. */
@Tag("kernel")
class SliceSpillTest {
  private static final SliceWindow WINDOW =
      new SliceWindow(SliceFormat.THREE, SliceFormat.THREE.scaleForTop(1));

  /** Its last slice is of 2^22 − 1 units; 513 squares of it pass 2^53 units. */
  private static final double SMALL = ((1 << 22) - 1) * Math.scalb(1.0, WINDOW.grid());

  /** Outside the window. */
  private static final double HUGE = 0x1p300;

  /** Rows of these three kinds alone, the exact sum of which is a matter of counting. */
  private static final class Counted {
    private final SlicedSquaredErrorKernel kernel;
    private long ones;
    private long small;
    private long huge;

    Counted(SlicedSquaredErrorKernel kernel) {
      this.kernel = kernel;
    }

    void add(int length, IntToDoubleFunction row) {
      double[] prediction = new double[length];
      Arrays.setAll(prediction, row::applyAsDouble);
      for (double value : prediction) {
        ones += value == 1 ? 1 : 0;
        small += value == SMALL ? 1 : 0;
        huge += value == HUGE ? 1 : 0;
      }
      kernel.add(prediction, new double[length], length, new int[length]);
    }

    void check(String name) {
      Superaccumulator sum = new Superaccumulator();
      kernel.drainTo(sum, new Superaccumulator());
      assertThat(KernelsUnderTest.value(sum))
          .as(name)
          .isEqualByComparingTo(
              squares(1, ones).add(squares(SMALL, small)).add(squares(HUGE, huge)));
      assertThat(kernel.scalarRows()).as(name).isEqualTo(huge);
    }

    private static Rational squares(double value, long count) {
      return Rational.of(value).multiply(Rational.of(value)).multiply(Rational.of(count));
    }
  }

  /** Some rows of 1 hold the window at its place. */
  private static double mostlySmall(int row) {
    return row % 17 == 0 ? 1 : SMALL;
  }

  @Test
  void callsOfAnyLengthAreExact() {
    KernelsUnderTest.sliced()
        .forEach(
            (name, kernel) -> {
              Counted rows = new Counted(kernel.get());
              for (int groups : new int[] {200, 1000, 201, 1500, 255, 900}) {
                rows.add(groups * lanes(rows.kernel) + 3, SliceSpillTest::mostlySmall);
              }
              rows.check(name);
            });
  }

  /** Calls of fewer rows than a group. */
  @Test
  void manyShortCallsAreExact() {
    KernelsUnderTest.sliced()
        .forEach(
            (name, kernel) -> {
              Counted rows = new Counted(kernel.get());
              rows.add(4096, SliceSpillTest::mostlySmall);
              for (int call = 0; call < 1500; call++) {
                rows.add(3, row -> SMALL);
              }
              rows.check(name);
            });
  }

  /** A row in every second group or more goes its own way. */
  @Test
  void groupsWithRowsOutsideTheWindowAreExact() {
    KernelsUnderTest.sliced()
        .forEach(
            (name, kernel) -> {
              Counted rows = new Counted(kernel.get());
              int every = Math.max(4 * lanes(rows.kernel), 8);
              rows.add(
                  1500 * every, row -> row % every == 5 ? HUGE : SliceSpillTest.mostlySmall(row));
              rows.check(name);
            });
  }

  private static int lanes(SlicedSquaredErrorKernel kernel) {
    return Math.min(kernel.lanes(), 16);
  }

  /** After a run of another weight few rows go to the scalar row, and report what is not finite. */
  @Test
  void shortRunsReportRowsThatAreNotFinite() {
    KernelsUnderTest.sliced()
        .forEach(
            (name, supplier) -> {
              SlicedSquaredErrorKernel kernel = supplier.get();
              double[] ones = new double[100];
              Arrays.fill(ones, 1);
              double[] odd = {1, 2, Double.NaN, 4};
              int[] nonFinite = new int[100];
              assertThat(kernel.add(ones, new double[100], 3, 100, nonFinite)).isZero();
              assertThat(kernel.add(odd, new double[4], 4, nonFinite)).as(name).isOne();
              assertThat(nonFinite[0]).isEqualTo(2);
              nonFinite[0] = -1;
              assertThat(kernel.add(odd, new double[4], 5, 4, nonFinite)).as(name).isOne();
              assertThat(nonFinite[0]).isEqualTo(2);
              double[] none = {};
              assertThat(kernel.add(none, none, none, 0, new int[0])).as(name).isZero();
              Superaccumulator errors = new Superaccumulator();
              Superaccumulator weights = new Superaccumulator();
              kernel.drainTo(errors, weights);
              // 3·100 + (1 + 4 + 16) + 5·(1 + 4 + 16), and the weights 3·100 + 5·3.
              assertThat(KernelsUnderTest.value(errors).nearest()).as(name).isEqualTo(426);
              assertThat(KernelsUnderTest.value(weights).nearest()).as(name).isEqualTo(315);
            });
  }
}
