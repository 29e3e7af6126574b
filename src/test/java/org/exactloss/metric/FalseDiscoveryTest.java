package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.exactloss.spec.EvaluationException;
import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {

  /** The 15 p-values of the paper, section 3.2. */
  @Test
  void theExampleOfThePaper() {
    double[] p = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000
    };
    double[] adjusted = FalseDiscovery.adjust(p);
    // The paper calls the first four significant at 0.05.
    assertThat(Arrays.stream(adjusted).filter(value -> value <= 0.05).count()).isEqualTo(4);
    assertThat(adjusted[0]).isEqualTo(0.0001 * 15);
    assertThat(adjusted[3]).isEqualTo(0.0095 * 15 / 4);
    assertThat(adjusted[14]).isEqualTo(1);
  }

  @Test
  void valuesAreThoseOfTheDefinitionInAnyOrder() {
    SplittableRandom random = new SplittableRandom(20260405);
    for (int round = 0; round < 50; round++) {
      double[] p = random.doubles(random.nextInt(1, 40)).map(x -> x * x * x).toArray();
      p[random.nextInt(p.length)] = p[0]; // ties
      assertThat(FalseDiscovery.adjust(p)).containsExactly(byDefinition(p));
    }
  }

  @Test
  void comparisonsWithoutAPValueDoNotCount() {
    assertThat(FalseDiscovery.adjust(new double[] {0.04, Double.NaN, 0.03, Double.NaN}))
        .containsExactly(0.04, Double.NaN, 0.04, Double.NaN);
    assertThat(FalseDiscovery.adjust(new double[0])).isEmpty();
  }

  @Test
  void moreThanTheLimitIsRefused() {
    assertThat(FalseDiscovery.adjust(new double[FalseDiscovery.MOST])).containsOnly(0);
    assertThatThrownBy(() -> FalseDiscovery.adjust(new double[FalseDiscovery.MOST + 1]))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("Cannot compare 100001 slices");
  }

  private static double[] byDefinition(double[] p) {
    return Arrays.stream(p)
        .map(
            own -> {
              double least = 1;
              for (double other : p) {
                long rank = Arrays.stream(p).filter(value -> value <= other).count();
                least = other >= own ? Math.min(least, other * p.length / rank) : least;
              }
              return least;
            })
        .toArray();
  }
}
