package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final double[] folded = new double[Lanes.FOLDED];

  /** A row outside the window must not get lost, whatever other rows are outside. */
  @Test
  void noFlagsCancel() {
    double[] bad = new double[Lanes.COUNT];
    assertThat(Lanes.anyBad(bad, folded)).isFalse();
    for (int i = 0; i < Lanes.COUNT; i++) {
      for (int j = 0; j < Lanes.COUNT; j++) {
        bad[i] = 1;
        bad[j] = 1;
        if (!Lanes.anyBad(bad, folded)) {
          throw new AssertionError("the flags " + i + " and " + j + " cancel");
        }
        bad[i] = 0;
        bad[j] = 0;
      }
    }
    for (double flag : new double[] {Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY}) {
      bad[Lanes.COUNT - 1] = flag;
      assertThat(Lanes.anyBad(bad, folded)).as("%s", flag).isTrue();
    }
    Arrays.fill(bad, 1);
    assertThat(Lanes.anyBad(bad, folded)).isTrue();
  }

  @Test
  void everyLaneIsAddedToItself() {
    double[] sums = IntStream.range(0, Lanes.COUNT).asDoubleStream().toArray();
    double[] terms = IntStream.range(0, Lanes.COUNT).mapToDouble(i -> 1000.0 * i).toArray();
    Lanes.addTo(sums, terms);
    assertThat(sums)
        .isEqualTo(IntStream.range(0, Lanes.COUNT).mapToDouble(i -> 1001.0 * i).toArray());
  }
}
