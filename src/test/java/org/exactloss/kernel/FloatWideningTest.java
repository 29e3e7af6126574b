package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Doubles of floats are the same bits, one by one and in vectors. */
@Tag("kernel")
class FloatWideningTest {
  private static final long SEED = 20_261_129;

  private static final float[] EDGES = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    1f,
    0.1f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private static List<FloatLoop> loops() {
    List<FloatLoop> loops = new ArrayList<>();
    loops.add(
        (floats, count, target, position) -> {
          FloatWidening.widen(floats, count, target, position);
          return count;
        });
    if (KernelsUnderTest.sliced().containsKey("vector")) {
      loops.add(ThisJvm.newFloatLoop());
    }
    return loops;
  }

  @Test
  void everyFloatIsItsDouble() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] floats = new float[70];
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] =
            random.nextInt(3) == 0
                ? EDGES[random.nextInt(EDGES.length)]
                : Float.intBitsToFloat(random.nextInt());
      }
      for (FloatLoop loop : loops()) {
        check(loop, floats, random.nextInt(floats.length + 1), random.nextInt(9));
      }
    }
  }

  @Test
  void aLoopThatErrsDoesNotPassItsSelfTest() {
    for (FloatLoop loop : loops()) {
      assertThat(KernelSelfTest.isExact(loop)).isTrue();
      FloatLoop wrong =
          (floats, count, target, position) -> {
            int done = loop.widen(floats, count, target, position);
            target[position + 9] = Math.nextUp(target[position + 9]);
            return done;
          };
      assertThat(KernelSelfTest.isExact(wrong)).isFalse();
    }
    assertThat(KernelSelfTest.isExact((floats, count, target, position) -> 0)).isFalse();
  }

  private static void check(FloatLoop loop, float[] floats, int count, int position) {
    double[] target = new double[floats.length + 9];
    Arrays.fill(target, 7);
    int done = loop.widen(floats, count, target, position);
    assertThat(done).isBetween(Math.max(0, count - 7), count);
    for (int i = 0; i < target.length; i++) {
      boolean inside = i >= position && i < position + done;
      double expected = inside ? floats[i - position] : 7;
      assertThat(Double.doubleToLongBits(target[i]))
          .as("place %s of %s from %s, seed %s", i, count, position, SEED)
          .isEqualTo(Double.doubleToLongBits(expected));
    }
  }
}
