package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The choice of windows, as a pure function of the rows. */
class SliceWindowPolicyTest {
  private static final int GROUP = 16;
  private static final int BLOCK = 4096;
  private final SplittableRandom random = new SplittableRandom(3);

  private double[] block(ToDoubleFunction<SplittableRandom> value) {
    double[] block = new double[BLOCK];
    Arrays.setAll(block, i -> value.applyAsDouble(random));
    return block;
  }

  private static void feed(SliceWindowPolicy policy, double[] prediction, double[] target) {
    if (policy.isDue()) {
      policy.choose(prediction, target, 0, prediction.length);
    }
    policy.added(prediction.length);
    policy
        .window()
        .ifPresent(
            window -> {
              for (int i = 0; i < prediction.length; i++) {
                if (!window.accepts(prediction[i], target[i])
                    && Double.isFinite(prediction[i] - target[i])) {
                  policy.rejected(prediction[i], target[i]);
                }
              }
            });
  }

  @Test
  void nothingIsChosenBeforeTheFirstRows() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    assertThat(policy.window()).isEmpty();
    assertThat(policy.isDue()).isTrue();
  }

  @Test
  void normalDataGetThreeSlicesJustAboveTheLargestDifference() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    feed(policy, block(SplittableRandom::nextGaussian), block(SplittableRandom::nextGaussian));
    assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.THREE);
    assertThat(policy.window().orElseThrow().top()).isBetween(2, 4);
    assertThat(policy.isDue()).isFalse();
  }

  @Test
  void floatsAndIntegersGetTwoSlices() {
    for (ToDoubleFunction<SplittableRandom> value :
        List.<ToDoubleFunction<SplittableRandom>>of(
            r -> (float) r.nextGaussian(), r -> r.nextInt())) {
      SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
      for (int i = 0; i < 100; i++) {
        feed(policy, block(value), block(value));
      }
      assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.TWO);
      assertThat(policy.isDue()).isFalse();
    }
  }

  @Test
  void dataThatGetFinerGetThreeSlices() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    feed(policy, block(r -> (float) r.nextGaussian()), block(r -> (float) r.nextGaussian()));
    assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.TWO);
    for (int i = 0; i < 2; i++) {
      feed(policy, block(SplittableRandom::nextGaussian), block(SplittableRandom::nextGaussian));
    }
    assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.THREE);
  }

  @Test
  void wideDataGetFourSlicesAndComeBackToThree() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    for (int i = 0; i < 4; i++) {
      feed(
          policy,
          block(r -> Math.scalb(r.nextGaussian(), r.nextInt(25))),
          block(SplittableRandom::nextGaussian));
    }
    assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.FOUR);
    for (int rows = 0; rows <= WindowPolicy.WIDE_ROWS; rows += BLOCK) {
      feed(policy, block(SplittableRandom::nextGaussian), block(SplittableRandom::nextGaussian));
    }
    feed(policy, block(SplittableRandom::nextGaussian), block(SplittableRandom::nextGaussian));
    assertThat(policy.window().orElseThrow().format()).isEqualTo(SliceFormat.THREE);
  }

  @Test
  void dataOfEveryScaleGetNoWindowAndAreTriedAgain() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    double[] zeros = new double[BLOCK];
    feed(policy, block(r -> Math.scalb(r.nextGaussian(), r.nextInt(-400, 400))), zeros);
    assertThat(policy.window()).isEmpty();
    assertThat(policy.isDue()).isFalse();
    for (int rows = BLOCK; rows < WindowPolicy.SCALAR_ROWS; rows += BLOCK) {
      assertThat(policy.isDue()).isFalse();
      feed(policy, block(SplittableRandom::nextGaussian), zeros);
    }
    assertThat(policy.isDue()).isTrue();
    feed(policy, block(SplittableRandom::nextGaussian), zeros);
    assertThat(policy.window()).isPresent();
  }

  @Test
  void aNewScaleIsFollowedUpAndDown() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    for (int scale : new int[] {0, 100, -100, -350, 350}) {
      for (int i = 0; i < 3; i++) {
        feed(
            policy,
            block(r -> Math.scalb(r.nextGaussian(), scale)),
            block(r -> Math.scalb(r.nextGaussian(), scale)));
      }
      assertThat(policy.window().orElseThrow().top())
          .as("after scale %s", scale)
          .isBetween(scale + 2, scale + 5);
    }
  }

  @Test
  void rareOutliersDoNotMoveTheWindow() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    double[] prediction = block(SplittableRandom::nextGaussian);
    double[] target = block(SplittableRandom::nextGaussian);
    prediction[1234] = 1e30;
    for (int i = 0; i < 100; i++) {
      feed(policy, prediction, target);
      assertThat(policy.window().orElseThrow().top()).isBetween(2, 4);
    }
  }

  @Test
  void dataBeyondTheRangeOfScalesGetNoWindow() {
    for (double scale : new double[] {1e160, 1e-200}) {
      SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
      feed(policy, block(r -> scale * r.nextGaussian()), block(r -> scale * r.nextGaussian()));
      assertThat(policy.window()).as("scale %s", scale).isEmpty();
    }
  }

  @Test
  void nonFiniteRowsAreNoSample() {
    SliceWindowPolicy policy = new SliceWindowPolicy(GROUP);
    double[] prediction = block(SplittableRandom::nextGaussian);
    for (int i = 0; i < BLOCK; i += 2) {
      prediction[i] = i % 4 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
    }
    prediction[BLOCK / 2] = 8;
    feed(policy, prediction, new double[BLOCK]);
    assertThat(policy.window()).isPresent();
  }

  @Test
  void spansAreThoseOfTheExactDifference() {
    assertThat(RowSpan.top(3, 3)).isEqualTo(RowSpan.NO_TOP);
    assertThat(RowSpan.low(3, 3)).isEqualTo(RowSpan.NO_LOW);
    assertThat(RowSpan.top(1, 0)).isEqualTo(1);
    assertThat(RowSpan.top(0, 1.5)).isEqualTo(2);
    assertThat(RowSpan.low(1, 0)).isZero();
    assertThat(RowSpan.low(12, 0)).isEqualTo(2);
    assertThat(RowSpan.low(1, 0x1p-80)).isEqualTo(-80);
    assertThat(RowSpan.low(1e300, Double.MIN_VALUE)).isEqualTo(-1074);
    assertThat(RowSpan.low(Double.MIN_NORMAL, 0)).isEqualTo(-1022);
    assertThat(RowSpan.low(3 * Double.MIN_VALUE, 0)).isEqualTo(-1074);
    assertThat(RowSpan.top(Double.MAX_VALUE, -Double.MAX_VALUE)).isGreaterThan(1000);
  }
}
