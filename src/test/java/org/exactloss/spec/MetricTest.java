package org.exactloss.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void theSpellingsAreThoseOfTheInterface() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::label))
        .containsExactly(
            ("sum mean rmse loss penalty mae bias errorVariance r2 explainedVariance maxError"
                    + " targetMean targetVariance predictionMean predictionVariance correlation"
                    + " standardError confidenceInterval rmseInterval meanChange meanChangeError"
                    + " meanChangeInterval meanChangePValue meanChangeAdjustedPValue share"
                    + " batchMean batches")
                .split(" "));
    for (Metric metric : Metric.values()) {
      assertThat(Metric.named(metric.label())).isEqualTo(metric);
      assertThat(metric.isInterval()).isEqualTo(metric.label().endsWith("Interval"));
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithANearOne() {
    assertThatThrownBy(() -> Metric.requested(List.of("mae", "rsquared2")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("Cannot compute the metric rsquared2");
    assertThatThrownBy(() -> Metric.named("maxerr"))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("did you mean maxError");
  }

  @Test
  void metricsOfOtherOptionsNameTheOption() {
    assertThatThrownBy(() -> Metric.requested(List.of("meanChange")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("it comes with --baseline; use that option");
    assertThat(Metric.requested(List.of("r2", "mean", "r2")))
        .containsExactly(Metric.MEAN, Metric.R2);
  }

  @Test
  void levelsLieBetweenZeroAndOne() {
    for (String text : List.of("0", "1", "-0.5", "95", "1e9", "1e-999999999", "x", "", "NaN")) {
      assertThatThrownBy(() -> ConfidenceLevel.parse(text))
          .as(text)
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining("Cannot give intervals of confidence");
    }
    assertThat(ConfidenceLevel.parse(" 0.95 ").rest()).isEqualTo(0.05);
    assertThat(ConfidenceLevel.parse("0.999999999999999999999").rest()).isEqualTo(1e-21);
    assertThat(ConfidenceLevel.DEFAULT.level()).isEqualByComparingTo(new BigDecimal("0.95"));
  }

  @Test
  void theBaselineIsOneOfSeveralModels() {
    Comparison comparison = new Comparison(Optional.empty(), Optional.of("ridge"));
    assertThat(comparison.baselineIndex(List.of("lasso", "ridge"))).contains(1);
    assertThat(comparison.level()).isEqualTo(ConfidenceLevel.DEFAULT);
    assertThat(Comparison.NONE.baselineIndex(List.of("lasso"))).isEmpty();
    assertThatThrownBy(() -> comparison.baselineIndex(List.of("lasso", "rigde")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("did you mean rigde");
    assertThatThrownBy(() -> comparison.baselineIndex(List.of("ridge")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("it is the only model");
  }
}
