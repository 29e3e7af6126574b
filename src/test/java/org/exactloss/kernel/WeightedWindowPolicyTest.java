package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The choice of windows for weights that differ, as a pure function of the rows. */
class WeightedWindowPolicyTest {
  private static final int GROUP = 8;
  private static final int BLOCK = 4096;
  private final SplittableRandom random = new SplittableRandom(3);
  private final WeightedWindowPolicy policy = new WeightedWindowPolicy(GROUP);

  private double[] block(ToDoubleFunction<SplittableRandom> value) {
    double[] block = new double[BLOCK];
    Arrays.setAll(block, i -> value.applyAsDouble(random));
    return block;
  }

  private void feed(double[] prediction, double[] target, double[] weight) {
    if (policy.isDue()) {
      policy.choose(prediction, target, weight, 0, BLOCK);
    }
    policy.added(BLOCK);
    policy
        .window()
        .ifPresent(
            window -> {
              for (int i = 0; i < BLOCK; i++) {
                if (!window.accepts(prediction[i], target[i], weight[i])
                    && Double.isFinite(prediction[i] - target[i])) {
                  policy.rejected(prediction[i], target[i], weight[i]);
                }
              }
            });
  }

  private void feedNormal(ToDoubleFunction<SplittableRandom> weight) {
    feed(
        block(SplittableRandom::nextGaussian),
        block(SplittableRandom::nextGaussian),
        block(weight));
  }

  private int pieces() {
    return policy.window().orElseThrow().format().pieces();
  }

  @Test
  void nothingIsChosenBeforeTheFirstRows() {
    assertThat(policy.window()).isEmpty();
    assertThat(policy.isDue()).isTrue();
  }

  @Test
  void weightsOfFewBitsLeaveThemToTheDifferences() {
    for (int i = 0; i < 20; i++) {
      feedNormal(r -> r.nextInt(1, 25));
    }
    WeightedWindow window = policy.window().orElseThrow();
    assertThat(pieces()).isEqualTo(3);
    assertThat(window.top()).isBetween(2, 4);
    assertThat(window.grid()).isLessThan(-60);
    assertThat(window.weightTop()).isBetween(5, 6);
  }

  @Test
  void weightsOfManyBitsGetThemWhereDifferencesHaveFew() {
    for (int i = 0; i < 20; i++) {
      feed(
          block(r -> (float) r.nextGaussian()),
          block(r -> (float) r.nextGaussian()),
          block(r -> 1 - r.nextDouble()));
    }
    assertThat(pieces()).isEqualTo(3);
    assertThat(policy.window().orElseThrow().weightGrid()).isLessThanOrEqualTo(-59);
  }

  @Test
  void manyBitsOfBothGetFourPiecesAndComeBackToThree() {
    for (int i = 0; i < 20; i++) {
      feed(
          block(r -> Math.scalb(r.nextGaussian(), r.nextInt(6))),
          block(SplittableRandom::nextGaussian),
          block(r -> Math.scalb(1 + r.nextDouble(), r.nextInt(10))));
    }
    assertThat(pieces()).isEqualTo(4);
    for (int rows = 0; rows <= WindowPolicy.WIDE_ROWS; rows += BLOCK) {
      feedNormal(r -> r.nextInt(1, 25));
    }
    feedNormal(r -> r.nextInt(1, 25));
    assertThat(pieces()).isEqualTo(3);
  }

  @Test
  void weightsOfEveryScaleGetNoWindowAndAreTriedAgain() {
    feedNormal(r -> Math.scalb(1 + r.nextDouble(), r.nextInt(-400, 400)));
    assertThat(policy.window()).isEmpty();
    assertThat(policy.isDue()).isFalse();
    for (int rows = BLOCK; rows < WindowPolicy.SCALAR_ROWS; rows += BLOCK) {
      feedNormal(r -> r.nextInt(1, 25));
    }
    assertThat(policy.isDue()).isTrue();
    feedNormal(r -> r.nextInt(1, 25));
    assertThat(policy.window()).isPresent();
  }

  @Test
  void aNewScaleOfWeightsIsFollowedUpAndDown() {
    for (int scale : new int[] {0, 300, -300, -700, 700}) {
      for (int i = 0; i < 3; i++) {
        feedNormal(r -> Math.scalb((double) r.nextInt(1, 25), scale));
      }
      assertThat(policy.window().orElseThrow().weightTop())
          .as("after scale %s", scale)
          .isBetween(scale + 5, scale + 6);
    }
  }

  @Test
  void rareOutliersDoNotMoveTheWindow() {
    double[] prediction = block(SplittableRandom::nextGaussian);
    double[] target = block(SplittableRandom::nextGaussian);
    double[] weight = block(r -> r.nextInt(1, 25));
    weight[1234] = 1e30;
    prediction[2345] = -1e30;
    for (int i = 0; i < 100; i++) {
      feed(prediction, target, weight);
      assertThat(policy.window().orElseThrow().top()).isBetween(2, 4);
      assertThat(policy.window().orElseThrow().weightTop()).isBetween(5, 6);
    }
  }
}
