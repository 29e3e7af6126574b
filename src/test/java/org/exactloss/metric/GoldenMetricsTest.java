package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.exactloss.kernel.Accumulators;
import org.exactloss.kernel.NumberUnits;
import org.exactloss.kernel.PairAccumulator;
import org.exactloss.kernel.Weighting;
import org.exactloss.oracle.RowSet;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.Metric;
import org.exactloss.state.States;
import org.junit.jupiter.api.Test;

/**
 * The definitions are those of scikit-learn, numpy and scipy: src/test/python/golden_metrics.py,
 * whose versions are in the file.
 */
class GoldenMetricsTest {
  private static final double DIGITS = 1e-10;

  /** The quantiles of scipy 1.10 have nine digits; see {@link StudentTTest} for ours. */
  private static final double INTERVAL_DIGITS = 1e-8;

  @Test
  void metricsAreThoseOfScikitLearn() throws IOException {
    for (JsonNode node : golden().get("cases")) {
      RowSet rows =
          new RowSet(
              node.get("name").asText(),
              numbers(node.get("prediction")),
              numbers(node.get("target")),
              numbers(node.get("weight")));
      Map<Metric, MetricValue> actual =
          RegressionMetrics.of(
              States.of(rows), Accumulators.moments(rows), Metric.of(Metric.Source.REGRESSION));
      assertThat(actual).hasSize(node.get("metrics").size());
      actual.forEach(
          (metric, value) ->
              assertNear(value, node.get("metrics").get(metric.label()), metric + ", " + rows));
    }
  }

  @Test
  void errorsAndTestsAreThoseOfScipy() throws IOException {
    for (JsonNode node : golden().get("comparisons")) {
      double[] model = numbers(node.get("model"));
      double[] baseline = numbers(node.get("baseline"));
      double[] target = numbers(node.get("target"));
      double[] ones = new double[target.length];
      Arrays.fill(ones, 1);
      RowSet rows = new RowSet(node.get("name").asText(), model, target, ones);
      MeanEstimate loss =
          MeanEstimate.of(
              Accumulators.noise(rows, States.of(rows).squaredError()), Divisor.WEIGHTS);
      assertNear(loss.standardError(), node.get("standardError"), rows.name());
      MetricValue.Interval interval = (MetricValue.Interval) loss.interval(ConfidenceLevel.DEFAULT);
      assertNear(interval.lo(), node.get("interval").get(0), INTERVAL_DIGITS, rows.name());
      assertNear(interval.hi(), node.get("interval").get(1), INTERVAL_DIGITS, rows.name());
      PairAccumulator pairs =
          new PairAccumulator(
              Weighting.NONE, NumberUnits.ONE, Accumulators.fastest(), target.length);
      pairs.add(model, baseline, target, null, target.length);
      MeanEstimate change = MeanEstimate.of(pairs.drain(), Divisor.WEIGHTS);
      assertNear(change.mean(), node.get("meanChange"), rows.name());
      assertNear(change.standardError(), node.get("meanChangeError"), rows.name());
      assertNear(change.pValue(), node.get("meanChangePValue"), rows.name());
    }
  }

  private static void assertNear(MetricValue actual, JsonNode expected, String name) {
    assertNear(((MetricValue.Number) actual).value(), expected, DIGITS, name);
  }

  private static void assertNear(double actual, JsonNode expected, double digits, String name) {
    double other = Double.parseDouble(expected.asText());
    assertThat(actual).as(name).isCloseTo(other, within(digits * Math.max(1, Math.abs(other))));
  }

  private static double[] numbers(JsonNode node) {
    double[] numbers = new double[node.size()];
    Arrays.setAll(numbers, i -> Double.parseDouble(node.get(i).asText()));
    return numbers;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream stream =
        GoldenMetricsTest.class.getResourceAsStream("/golden/metrics-v1.json")) {
      return new ObjectMapper().readTree(stream);
    }
  }
}
