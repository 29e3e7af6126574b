package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Against mpmath with 60 digits: src/test/python/golden_student.py; versions are in the file. */
class StudentTTest {
  private static final double ACCURACY = 1e-12;

  @Test
  void probabilitiesAreThoseOfMpmath() throws IOException {
    JsonNode cases = golden().get("twoSided");
    assertThat(cases.size()).isGreaterThan(150);
    for (JsonNode node : cases) {
      double expected = hex(node.get(2));
      assertRelative(StudentT.twoSided(hex(node.get(1)), number(node.get(0))), expected, node);
    }
  }

  @Test
  void quantilesAreThoseOfMpmath() throws IOException {
    JsonNode cases = golden().get("quantiles");
    assertThat(cases.size()).isGreaterThan(150);
    for (JsonNode node : cases) {
      double expected = hex(node.get(2));
      assertRelative(
          StudentT.twoSidedQuantile(hex(node.get(1)), number(node.get(0))), expected, node);
    }
  }

  @Test
  void normalQuantilesAreThoseOfMpmath() throws IOException {
    for (JsonNode node : golden().get("normal")) {
      assertThat(NormalQuantile.upper(hex(node.get(0))))
          .isCloseTo(hex(node.get(1)), org.assertj.core.data.Percentage.withPercentage(1e-13));
    }
  }

  @Test
  void extremesAreDefined() {
    assertThat(StudentT.twoSided(0, 5)).isEqualTo(1);
    assertThat(StudentT.twoSided(Double.POSITIVE_INFINITY, 5)).isZero();
    assertThat(StudentT.twoSided(1e308, 1)).isBetween(6e-309, 7e-309);
    assertThat(StudentT.twoSided(1e308, 1e15)).isZero();
    assertThat(StudentT.twoSided(Double.MIN_VALUE, 9)).isEqualTo(1);
    assertThat(StudentT.twoSided(1.96, Long.MAX_VALUE)).isBetween(0.0499, 0.05);
    assertThat(StudentT.twoSidedQuantile(0.05, Long.MAX_VALUE)).isBetween(1.9599, 1.96);
    assertThat(StudentT.twoSidedQuantile(1e-300, 3)).isBetween(1e99, 1e101);
  }

  private static void assertRelative(double actual, double expected, JsonNode node) {
    assertThat(Math.abs(actual - expected) / expected)
        .as("%s: %s, %s expected", node, actual, expected)
        .isLessThan(ACCURACY);
  }

  private static JsonNode golden() throws IOException {
    try (InputStream stream = StudentTTest.class.getResourceAsStream("/golden/student-v1.json")) {
      return new ObjectMapper().readTree(stream);
    }
  }

  private static double hex(JsonNode node) {
    return Double.parseDouble(node.asText());
  }

  private static double number(JsonNode node) {
    return node.asDouble();
  }
}
