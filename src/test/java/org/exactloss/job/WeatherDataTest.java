package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;

/** The weather data, whose true values were computed with rational arithmetic elsewhere. */
class WeatherDataTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String DATA = "src/examples/weather_forecasts.csv.gz";
  private static final ValuePolicies SKIP_NULLS =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL);

  private static EvaluationSpecBuilder threeForecasts() {
    return EvaluationSpec.builder()
        .input(InputSpec.ofPaths(DATA))
        .prediction("persistence_1h")
        .prediction("persistence_24h")
        .prediction("linear_model")
        .target("temperature");
  }

  @Test
  void theTrueValuesOfThreeForecasts() {
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(threeForecasts().policies(SKIP_NULLS).build());
    assertThat(report.results())
        .extracting(ModelResult::used)
        .containsExactly(26065L, 25971L, 23166L);
    assertThat(report.results())
        .extracting(result -> result.metrics().sum().getAsDouble())
        .containsExactly(76420.422, 1237466.8404, 57604.89967205021);
    assertThat(report.results())
        .extracting(result -> result.metrics().mean().getAsDouble())
        .containsExactly(2.931917206982544, 47.6480243502368, 2.4866139891241565);
    assertThat(report.results()).noneMatch(ModelResult::refused);
  }

  @Test
  void emptyCellsRefuseTheNumbersWithTheFullAccounting() {
    EvaluationReport report = new Evaluator(SPARK).evaluate(threeForecasts().build());
    ModelResult first = report.results().get(0);
    assertThat(first.rows()).isEqualTo(26115);
    assertThat(first.excluded()).isEqualTo(Map.of("nullTarget", 1L, "nullPrediction", 49L));
    assertThat(first.refusals())
        .isEqualTo(
            List.of(
                "Cannot give the loss of persistence_1h: 50 of 26,115 elements are null"
                    + " (nullTarget 1, nullPrediction 49); use --on-null skip to leave them out, or"
                    + " mend the data"));
    assertThat(report.results()).allMatch(ModelResult::refused);
  }
}
