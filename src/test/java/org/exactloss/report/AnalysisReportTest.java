package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport.Slice;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;
import org.junit.jupiter.api.Test;

/** Reports of slices, further metrics and gates. */
class AnalysisReportTest {
  private static final ModelResult BASELINE = result("a", Map.of());
  private static final ModelResult OTHER =
      result(
          "b",
          Map.of(
              Metric.R2,
              MetricValue.undefined("the target is constant"),
              Metric.MEAN_CHANGE,
              MetricValue.of(-0.25),
              Metric.CONFIDENCE_INTERVAL,
              new MetricValue.Interval(1.5, Double.POSITIVE_INFINITY)));

  private static ModelResult result(String name, Map<Metric, MetricValue> further) {
    return Reports.result(
            name, 1234, 1234, 1200, Map.of(), List.of(), Reports.metrics(1200, 12, 2, 1.5, 'a'))
        .with(Map.of(Metric.MAE, MetricValue.of(0.1)))
        .with(further);
  }

  private static ModelResult slice(String name, double share, Map<Metric, MetricValue> further) {
    return result(name, further).with(Map.of(Metric.SHARE, MetricValue.of(share)));
  }

  private static EvaluationReport report() {
    Map<Metric, MetricValue> interval =
        Map.of(Metric.CONFIDENCE_INTERVAL, new MetricValue.Interval(-0.0625, 1e-300));
    List<Slice> some =
        List.of(
            new Slice(
                Arrays.asList(null, "JFK"),
                List.of(slice("a", 0.123456, interval), slice("b", Double.NaN, interval))),
            new Slice(
                List.of(12L, "null"),
                List.of(slice("a", 1e-9, interval), slice("b", 1, Map.of()))));
    List<Slice> many =
        IntStream.range(0, 30)
            .mapToObj(i -> new Slice(List.of("s" + i), List.of(slice("a", 0, Map.of()), OTHER)))
            .toList();
    return Reports.of(BASELINE, OTHER)
        .withSlicings(
            List.of(
                new SlicingReport(List.of("month", "station"), 2, some),
                new SlicingReport(List.of("station"), 12345, many)))
        .withGates(gates());
  }

  private static List<GateResult> gates() {
    Map<String, Object> slice = new LinkedHashMap<>();
    slice.put("month", null);
    slice.put("station", "JFK");
    return List.of(
        new GateResult(Gate.parse("rmse > 3"), 2, 0, List.of()),
        new GateResult(
            Gate.parse("any slice: r2 < 0.5"),
            24690,
            1002,
            List.of(
                new GateResult.Firing("a", OptionalInt.empty(), slice, MetricValue.of(0.41)),
                new GateResult.Firing(
                    "b",
                    OptionalInt.of(3),
                    slice,
                    MetricValue.undefined("the target is constant")))),
        new GateResult(
            Gate.parse("meanChangeInterval.hi > 0.01"),
            1,
            1,
            List.of(
                new GateResult.Firing(
                    "b", OptionalInt.empty(), Map.of(), MetricValue.of(Double.NaN)))));
  }

  @Test
  void showsSlicesMetricsAndGates() throws Exception {
    assertThat(TextReport.of(report())).isEqualTo(Golden.read("analysis.txt"));
    assertThat(TextReport.of(report()).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void saysWhichGatesFired() {
    assertThat(GateWords.messages(gates()))
        .containsExactly(
            "Gate fired: any slice: r2 < 0.5: a, month=null, station=JFK: r2 is 0.41; and 1,001"
                + " more",
            "Gate fired: meanChangeInterval.hi > 0.01: b: meanChangeInterval.hi is NaN");
  }

  @Test
  void writesFurtherMetricsBehindTheLoss() throws Exception {
    JsonNode other = json(report()).get("results").get(1);
    assertThat(other.fieldNames())
        .toIterable()
        .containsExactly(
            "prediction",
            "slice",
            "output",
            "count",
            "weightSum",
            "sum",
            "mean",
            "rmse",
            "loss",
            "mae",
            "r2",
            "confidenceInterval",
            "meanChange",
            "digest",
            "undefined");
    assertThat(other.get("mae").asDouble()).isEqualTo(0.1);
    assertThat(other.get("r2").isNull()).isTrue();
    assertThat(other.get("undefined").get("r2").asText()).isEqualTo("the target is constant");
    assertThat(other.get("confidenceInterval").get(0).asDouble()).isEqualTo(1.5);
    assertThat(other.get("confidenceInterval").get(1).textValue()).isEqualTo("Infinity");
    assertThat(json(report()).get("results").get(0).has("meanChange")).isFalse();
  }

  @Test
  void writesSlicesAsFurtherResults() throws Exception {
    JsonNode report = json(report());
    assertThat(report.get("results")).hasSize(2 + 2 * 2 + 30 * 2);
    assertThat(report.get("results").get(0).get("slice")).isEmpty();
    JsonNode slice = report.get("results").get(2);
    assertThat(slice.get("slice").get("month").isNull()).isTrue();
    assertThat(slice.get("slice").get("station").textValue()).isEqualTo("JFK");
    assertThat(slice.get("share").asDouble()).isEqualTo(0.123456);
    assertThat(report.get("results").get(3).get("share").textValue()).isEqualTo("NaN");
    assertThat(report.get("results").get(4).get("slice").get("month").asLong()).isEqualTo(12);
    assertThat(report.get("results").get(4).get("slice").get("station").textValue())
        .isEqualTo("null");
    assertThat(report.get("slicings").toString())
        .isEqualTo(
            "[{\"names\":[\"month\",\"station\"],\"slices\":2,\"reported\":2},"
                + "{\"names\":[\"station\"],\"slices\":12345,\"reported\":30}]");
  }

  @Test
  void writesGates() throws Exception {
    JsonNode gates = json(report()).get("gates");
    assertThat(gates.get(0).toString())
        .isEqualTo("{\"condition\":\"rmse > 3\",\"tested\":2,\"fired\":0,\"firings\":[]}");
    assertThat(gates.get(1).get("fired").asLong()).isEqualTo(1002);
    assertThat(gates.get(1).get("firings").get(1).toString())
        .isEqualTo(
            "{\"prediction\":\"b\",\"slice\":{\"month\":null,\"station\":\"JFK\"},\"output\":3,"
                + "\"metric\":\"r2\",\"value\":null}");
    assertThat(gates.get(2).get("firings").get(0).get("metric").textValue())
        .isEqualTo("meanChangeInterval.hi");
    assertThat(gates.get(2).get("firings").get(0).get("value").textValue()).isEqualTo("NaN");
  }

  @Test
  void saysNothingOfWhatWasNotAskedFor() throws Exception {
    assertThat(json(Reports.of(Reports.persistence())).fieldNames())
        .toIterable()
        .doesNotContain("slicings", "gates");
  }

  @Test
  void aRefusedModelLacksWhatOthersHave() throws Exception {
    JsonNode refused = json(Reports.of(OTHER, Reports.refused())).get("results").get(1);
    for (String metric : List.of("mae", "r2", "confidenceInterval", "meanChange", "loss")) {
      assertThat(refused.get(metric).isNull()).as(metric).isTrue();
      assertThat(refused.get("undefined").get(metric).textValue()).isEqualTo(Reports.REFUSAL);
    }
    assertThat(TextReport.of(Reports.of(OTHER, Reports.refused())))
        .containsPattern("mae +0.1 +refused\n");
  }

  @Test
  void aResultKnowsItsMetrics() {
    assertThat(OTHER.value(Metric.SUM)).isEqualTo(MetricValue.of(12));
    assertThat(OTHER.value(Metric.RMSE)).isEqualTo(MetricValue.of(1.5));
    assertThat(OTHER.value(Metric.LOSS)).isEqualTo(MetricValue.of(2));
    assertThat(OTHER.value(Metric.MEAN_CHANGE)).isEqualTo(MetricValue.of(-0.25));
    assertThat(BASELINE.has(Metric.MEAN_CHANGE)).isFalse();
    assertThat(Reports.refused().value(Metric.MAE)).isInstanceOf(MetricValue.Undefined.class);
    assertThatThrownBy(() -> BASELINE.value(Metric.PENALTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has no penalty");
  }

  private static JsonNode json(EvaluationReport report) throws Exception {
    return new ObjectMapper().readTree(JsonReport.of(report));
  }
}
