package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole kernels keep to the number of products that a double can take, however calls are cut. */
@Tag("kernel")
class SliceSpillTest {

  /**
   * Most rows have a last slice of 2^22 − 1 units, of whose squares 512 pass 2^53 units; some rows
   * of 1 hold the window at its place.
   */
  @Test
  void theLargestLastSlicesStayExactInCallsOfAnyLength() {
    SliceWindow window = new SliceWindow(SliceFormat.THREE, SliceFormat.THREE.scaleForTop(1));
    double small = ((1 << 22) - 1) * Math.scalb(1.0, window.grid());
    KernelsUnderTest.sliced()
        .forEach(
            (name, supplier) -> {
              SlicedSquaredErrorKernel kernel = supplier.get();
              int lanes = kernel.group(SliceFormat.FOUR);
              long[] counts = new long[2];
              for (int groups : new int[] {200, 1000, 201, 1500, 255, 900}) {
                int length = groups * Math.min(lanes, 16) + 3;
                double[] prediction = new double[length];
                Arrays.setAll(prediction, i -> i % 17 == 0 ? 1 : small);
                long ones = Arrays.stream(prediction).filter(value -> value == 1).count();
                counts[0] += ones;
                counts[1] += length - ones;
                kernel.add(prediction, new double[length], length, new int[length]);
              }
              Superaccumulator sum = new Superaccumulator();
              kernel.drainTo(sum, new Superaccumulator());
              Rational square = Rational.of(small).multiply(Rational.of(small));
              assertThat(KernelsUnderTest.value(sum))
                  .as(name)
                  .isEqualByComparingTo(
                      Rational.of(counts[0]).add(square.multiply(Rational.of(counts[1]))));
              assertThat(kernel.scalarRows()).as(name).isZero();
            });
  }
}
