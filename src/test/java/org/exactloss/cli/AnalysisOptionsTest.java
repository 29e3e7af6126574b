package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.junit.jupiter.api.Test;

class AnalysisOptionsTest {
  private static AnalysisSpec asked(List<List<String>> slices) {
    return new AnalysisSpec(slices, Set.of(Metric.MAE), Comparison.NONE, List.of(), 7);
  }

  @Test
  void thePageHasANumberWithoutUnitsAndAnInterval() {
    AnalysisSpec page = AnalysisOptions.ofPage(asked(List.of()), Multioutput.POOLED);
    assertThat(page.pictures()).isTrue();
    assertThat(page.metrics()).containsExactlyInAnyOrder(Metric.MAE, Metric.R2);
    assertThat(page.comparison().confidence()).isPresent();
    assertThat(page.reportedSlices()).isEqualTo(7);
  }

  @Test
  void slicesAndAveragesHaveWhatIsAskedForAlone() {
    for (AnalysisSpec page :
        List.of(
            AnalysisOptions.ofPage(asked(List.of(List.of("a"))), Multioutput.POOLED),
            AnalysisOptions.ofPage(asked(List.of()), Multioutput.UNIFORM))) {
      assertThat(page.pictures()).isTrue();
      assertThat(page.metrics()).containsExactly(Metric.MAE);
      assertThat(page.comparison().confidence()).isEmpty();
    }
  }
}
