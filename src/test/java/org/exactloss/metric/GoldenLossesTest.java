package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses and digests computed by Python's fractions: src/test/python/golden_losses.py, whose Python
 * version is in the file.
 */
class GoldenLossesTest {

  static Stream<Named> cases() throws IOException {
    try (InputStream stream =
        GoldenLossesTest.class.getResourceAsStream("/golden/losses-v1.json")) {
      JsonNode cases = new ObjectMapper().readTree(stream).get("cases");
      return StreamSupport.stream(cases.spliterator(), false).map(Named::new);
    }
  }

  record Named(JsonNode node) {
    @Override
    public String toString() {
      return node.get("name").asText();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void numbersAndDigestAreThoseOfPython(Named named) {
    JsonNode expected = named.node();
    LossState state =
        expected.get("kind").asText().equals("decimal")
            ? ofDecimals(expected)
            : ofDoubles(expected);
    LossMetrics metrics = LossMetrics.of(state, Divisor.WEIGHTS);
    LossMetrics overElements = LossMetrics.of(state, Divisor.ELEMENTS);
    assertBits(metrics.weightSum().getAsDouble(), expected.get("weightSum"));
    assertBits(metrics.sum().getAsDouble(), expected.get("sum"));
    assertBits(metrics.mean().getAsDouble(), expected.get("mean"));
    assertBits(metrics.rmse().getAsDouble(), expected.get("rmse"));
    assertBits(overElements.sum().getAsDouble(), expected.get("sum"));
    assertBits(overElements.mean().getAsDouble(), expected.get("meanOverElements"));
    assertBits(overElements.rmse().getAsDouble(), expected.get("rmseOverElements"));
    assertThat(metrics.digest()).isEqualTo(expected.get("digest").asText());
    assertThat(overElements.digest()).isEqualTo(expected.get("digest").asText());
  }

  private static LossState ofDoubles(JsonNode rows) {
    Superaccumulator errors = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    int count = rows.get("weight").size();
    for (int i = 0; i < count; i++) {
      double weight = number(rows, "weight", i);
      SquaredDifference.addWeightedTo(
          errors, number(rows, "prediction", i), number(rows, "target", i), weight);
      weights.add(weight);
    }
    LossState state = new LossState();
    state.addFinite(count, ExactSum.ofUnits(errors, 0), ExactSum.ofUnits(weights, 0));
    return state;
  }

  private static LossState ofDecimals(JsonNode rows) {
    LossState state = new LossState();
    for (int i = 0; i < rows.get("weight").size(); i++) {
      BigDecimal weight = decimal(rows, "weight", i);
      BigDecimal difference = decimal(rows, "prediction", i).subtract(decimal(rows, "target", i));
      BigDecimal term = difference.multiply(difference).multiply(weight);
      state.addFinite(1, sum(term), sum(weight));
    }
    return state;
  }

  private static ExactSum sum(BigDecimal value) {
    Superaccumulator units = new Superaccumulator();
    units.add(value.unscaledValue(), 0);
    return ExactSum.ofUnits(units, value.scale());
  }

  private static double number(JsonNode rows, String field, int index) {
    return Double.parseDouble(rows.get(field).get(index).asText());
  }

  private static BigDecimal decimal(JsonNode rows, String field, int index) {
    return new BigDecimal(rows.get(field).get(index).asText());
  }

  private static void assertBits(double actual, JsonNode expected) {
    assertThat(Double.toHexString(actual))
        .isEqualTo(Double.toHexString(Double.parseDouble(expected.asText())));
  }
}
