package org.exactloss.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalysisSpecTest {
  private static final Comparison NOISE =
      new Comparison(Optional.of(new ConfidenceLevel(new BigDecimal("0.9"))), Optional.empty());
  private static final Comparison BASELINE = new Comparison(Optional.empty(), Optional.of("p"));

  private static EvaluationSpec spec(Multioutput outputs, Comparison comparison) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .multioutput(outputs)
        .analysis(new AnalysisSpec(List.of(), Set.of(), comparison, List.of(), 1))
        .build();
  }

  @Test
  void noiseIsToldWhereItIsKnown() {
    assertThat(spec(Multioutput.POOLED, NOISE).analysis().furtherMetrics()).hasSize(3);
    assertThat(spec(Multioutput.RAW, NOISE).analysis().furtherMetrics()).hasSize(3);
    assertThatThrownBy(() -> spec(Multioutput.UNIFORM, NOISE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot give --confidence for an average of outputs: ");
    assertThatThrownBy(() -> spec(Multioutput.weighted(List.of(1.0, 2.0)), NOISE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot give --confidence for an average of outputs: ");
  }

  @Test
  void separateOutputsAreNotComparedWithABaseline() {
    assertThat(spec(Multioutput.POOLED, BASELINE).analysis().comparison()).isEqualTo(BASELINE);
    assertThatThrownBy(() -> spec(Multioutput.RAW, BASELINE))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot compare separate outputs with a --baseline: ");
  }

  @Test
  void slicesOfNothingAndReportsOfNoneAreRefused() {
    assertThatThrownBy(() -> new AnalysisSpec(List.of(List.of()), Set.of(), NOISE, List.of(), 1))
        .hasMessageStartingWith("Cannot make slices of nothing: ");
    assertThatThrownBy(() -> new AnalysisSpec(List.of(), Set.of(), NOISE, List.of(), 0))
        .hasMessageStartingWith("Cannot report slices: --report-slices is 0; ");
  }
}
