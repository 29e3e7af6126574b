package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every metric of three models by station and month against golden values that Python's fractions
 * gave; intervals and p-values against SciPy.
 */
class WeatherSlicesTest {
  /** Of SciPy's quantiles and probabilities. */
  private static final double RELATIVE_ACCURACY = 1e-9;

  private static final ValuePolicies SKIP_NULLS =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL);

  private static JsonNode golden() throws IOException {
    try (InputStream in = WeatherSlicesTest.class.getResourceAsStream("/golden/weather-v1.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static EvaluationReport evaluate(boolean weighted) {
    EvaluationSpecBuilder builder =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths("src/examples/weather_forecasts.csv.gz"))
            .prediction("persistence_1h")
            .prediction("persistence_24h")
            .prediction("linear_model")
            .target("temperature")
            .policies(SKIP_NULLS)
            .analysis(
                new AnalysisSpec(
                    List.of(List.of("station"), List.of("month", "station")),
                    Metric.of(Metric.Source.REGRESSION),
                    new Comparison(
                        Optional.of(new ConfidenceLevel(new BigDecimal("0.95"))),
                        Optional.of("persistence_1h")),
                    List.of(),
                    1000));
    if (weighted) {
      builder.weight("weight");
    }
    return new Evaluator(LocalSpark.session()).evaluate(builder.build());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyNumberOfEverySliceIsTheTrueOne(boolean weighted) throws IOException {
    JsonNode expected = golden().get(weighted ? "weighted" : "unweighted");
    EvaluationReport report = evaluate(weighted);
    check(expected.get(0).get("slices").get(0), report.results(), "overall");
    assertThat(report.slicings()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      SlicingReport slicing = report.slicings().get(i);
      Map<List<Object>, List<ModelResult>> slices = new HashMap<>();
      slicing.most().forEach(slice -> slices.put(slice.values(), slice.results()));
      JsonNode golden = expected.get(i + 1).get("slices");
      assertThat(slices).hasSize(golden.size());
      assertThat(slicing.slices()).isEqualTo(golden.size());
      for (JsonNode slice : golden) {
        List<Object> values = new ArrayList<>();
        slice.get("values").forEach(value -> values.add(value.asText()));
        assertThat(slices).containsKey(values);
        check(slice, slices.get(values), values.toString());
      }
    }
  }

  private static void check(JsonNode golden, List<ModelResult> results, String what) {
    for (int model = 0; model < results.size(); model++) {
      ModelResult result = results.get(model);
      String where = what + ", " + result.prediction();
      JsonNode expected = golden.get("models").get(model);
      assertThat(result.used()).as(where).isEqualTo(expected.get("used").asLong());
      int compared = 0;
      for (Map.Entry<String, JsonNode> metric : expected.get("metrics").properties()) {
        check(
            result.value(Metric.named(metric.getKey())), metric.getValue(), where + ", " + metric);
        compared++;
      }
      assertThat(compared).isGreaterThanOrEqualTo(17);
      assertThat(result.further().keySet())
          .as(where)
          .allMatch(metric -> expected.get("metrics").has(metric.label()));
    }
  }

  private static void check(MetricValue value, JsonNode expected, String what) {
    if (value instanceof MetricValue.Interval interval) {
      checkNear(interval.lo(), expected.get(0).asDouble(), what);
      checkNear(interval.hi(), expected.get(1).asDouble(), what);
      return;
    }
    double number = ((MetricValue.Number) value).value();
    if (what.contains("PValue=")) {
      checkNear(number, expected.asDouble(), what);
    } else {
      assertThat(Double.doubleToRawLongBits(number))
          .as("%s: %s instead of %s", what, number, expected)
          .isEqualTo(Double.doubleToRawLongBits(expected.asDouble()));
    }
  }

  private static void checkNear(double value, double expected, String what) {
    assertThat(value).as(what).isCloseTo(expected, within(Math.abs(expected) * RELATIVE_ACCURACY));
  }
}
