package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  @Test
  void writesTheSchema() throws Exception {
    assertThat(JsonReport.of(Reports.of(Reports.persistence(), Reports.refused())))
        .isEqualTo(Golden.read("models.json"));
  }

  @Test
  void writesTheJoinAndMasksSecrets() throws Exception {
    Map<String, List<String>> options = new LinkedHashMap<>();
    options.put("option", List.of("url=jdbc:x://u:hunter2@h/d", "password=hunter2"));
    options.put("where", List.of("token = 5"));
    ModelResult infinite =
        Reports.result(
            "m",
            2,
            2,
            2,
            Map.of(),
            List.of(),
            Reports.metrics(2, Double.POSITIVE_INFINITY, Double.NaN, -0.0, 'c'));
    assertThat(JsonReport.of(Reports.joined(options, infinite)))
        .isEqualTo(Golden.read("joined.json"));
  }

  @Test
  void writesBatchesBesideTheOverallResults() throws Exception {
    JsonNode report = new ObjectMapper().readTree(JsonReport.of(Reports.batched()));
    JsonNode second = report.get("results").get(1);
    assertThat(second.get("loss").asDouble()).isEqualTo(0.5);
    assertThat(second.get("batchMean").asDouble()).isEqualTo(0.5);
    assertThat(second.get("batches").asLong()).isEqualTo(1200);
    assertThat(second.get("batchesWithLoss").asLong()).isEqualTo(1199);
    JsonNode batches = report.get("batchResults");
    assertThat(batches).hasSize(6);
    assertThat(batches.get(1).get("batch").get("day\u001B").isNull()).isTrue();
    assertThat(batches.get(1).get("prediction").asText()).isEqualTo("b");
    assertThat(batches.get(1).get("loss").isNull()).isTrue();
    assertThat(batches.get(1).get("undefined").get("loss").asText())
        .isEqualTo("no element is used");
    assertThat(batches.get(2).get("batch").get("day\u001B").asText()).isEqualTo("2025-01-01");
    assertThat(batches.get(4).get("batch").get("day\u001B").asText()).isEqualTo("NaN");
  }

  @Test
  void saysWhyANumberIsUndefined() throws Exception {
    OptionalDouble none = OptionalDouble.empty();
    ModelResult empty =
        Reports.result(
            "m", 0, 0, 0, Map.of(), List.of(), new LossMetrics(none, none, none, none, "sha256:0"));
    JsonNode result = result(empty);
    assertThat(result.get("mean").isNull()).isTrue();
    assertThat(result.get("undefined").get("mean").asText()).isEqualTo("no element is used");
    assertThat(result.get("digest").asText()).isEqualTo("sha256:0");
  }

  @Test
  void readsBackToTheSameNameAndIsAscii() throws Exception {
    String name = "prévision \u001B[2J \u009B 🌡 \"x\\y\"";
    ModelResult model =
        Reports.result(name, 1, 1, 1, Map.of(), List.of(), Reports.metrics(1, 0.1, 0.1, 0.1, 'd'));
    assertThat(JsonReport.of(Reports.of(model)).chars())
        .allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    assertThat(result(model).get("prediction").asText()).isEqualTo(name);
  }

  @Test
  void readsBackToTheSameDouble() throws Exception {
    double[] values = {76420.422, 4.9e-324, Double.MAX_VALUE, 0.1 + 0.2, 1e16, 2e23, 26065};
    for (double value : values) {
      ModelResult model =
          Reports.result(
              "m", 1, 1, 1, Map.of(), List.of(), Reports.metrics(1, value, value, value, 'e'));
      assertThat(Double.doubleToRawLongBits(result(model).get("sum").asDouble()))
          .as("%s", value)
          .isEqualTo(Double.doubleToRawLongBits(value));
    }
  }

  private static JsonNode result(ModelResult model) throws Exception {
    return new ObjectMapper().readTree(JsonReport.of(Reports.of(model))).get("results").get(0);
  }
}
