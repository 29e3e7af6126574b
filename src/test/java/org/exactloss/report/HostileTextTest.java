package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;
import org.exactloss.testing.HostileStrings;
import org.junit.jupiter.api.Test;

/** Names and values from data that were made to do harm. */
class HostileTextTest {
  private static final List<String> TEXTS = HostileStrings.all();

  @Test
  void thereAreFiveHundred() {
    assertThat(TEXTS).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void jsonReadsBackToTheSameNames() throws Exception {
    JsonNode results = read(JsonReport.of(models())).get("results");
    assertThat(results).hasSize(TEXTS.size());
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(results.get(i).get("prediction").textValue()).isEqualTo(TEXTS.get(i));
    }
  }

  @Test
  void jsonReadsBackToTheSameSlices() throws Exception {
    JsonNode report = read(JsonReport.of(slices(TEXTS)));
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = TEXTS.get(i);
      assertSlice(report.get("results").get(i + 1), text);
      assertThat(report.get("slicings").get(i).get("names").get(0).textValue()).isEqualTo(text);
      JsonNode gate = report.get("gates").get(i);
      assertThat(gate.get("condition").textValue()).isEqualTo(gate(text).text());
      assertSlice(gate.get("firings").get(0), text);
    }
  }

  private static void assertSlice(JsonNode result, String text) {
    assertThat(result.get("slice")).hasSize(1);
    assertThat(result.get("slice").get(text).textValue()).isEqualTo(text);
  }

  private static JsonNode read(String json) throws Exception {
    assertThat(json.chars().filter(c -> c != '\n' && (c < ' ' || c >= 127))).isEmpty();
    return new ObjectMapper().readTree(json);
  }

  @Test
  void theTerminalShowsNoRawControlCharacter() {
    EvaluationReport slices = slices(TEXTS);
    assertPrintable(TextReport.of(models()));
    assertPrintable(TextReport.of(slices));
    GateWords.messages(slices.gates()).forEach(message -> assertThat(message).hasLineCount(1));
    assertPrintable(String.join("\n", GateWords.messages(slices.gates())));
  }

  private static void assertPrintable(String text) {
    assertThat(text.codePoints().filter(HostileTextTest::isHarmful)).isEmpty();
  }

  private static boolean isHarmful(int point) {
    int type = Character.getType(point);
    return point != '\n'
        && (Character.isISOControl(point)
            || type == Character.FORMAT
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR
            || type == Character.SURROGATE);
  }

  @Test
  void noTextAddsALineToTheTable() {
    List<String> plain = Collections.nCopies(TEXTS.size(), "x");
    assertThat(TextReport.of(slices(TEXTS)).lines().count())
        .isEqualTo(TextReport.of(slices(plain)).lines().count());
  }

  @Test
  void theTableTellsNullFromText() {
    assertThat(ValueText.of((Object) null)).isEqualTo("null");
    assertThat(ValueText.of("null")).isEqualTo("\"null\"");
    assertThat(ValueText.of("\"null\"")).isEqualTo("\"\"null\"\"");
    assertThat(ValueText.of("")).isEqualTo("\"\"");
    assertThat(ValueText.of(" a")).isEqualTo("\" a\"");
    assertThat(ValueText.of("a b")).isEqualTo("a b");
    assertThat(ValueText.of(Double.NaN)).isEqualTo("NaN");
  }

  private static EvaluationReport models() {
    return Reports.of(TEXTS.stream().map(HostileTextTest::model).toArray(ModelResult[]::new));
  }

  /** One slicing and one gate for each text, which is the name and the value of its only slice. */
  private static EvaluationReport slices(List<String> texts) {
    ModelResult model = model("m").with(Map.of(Metric.SHARE, MetricValue.of(1)));
    return Reports.of(model("m"))
        .withSlicings(
            texts.stream()
                .map(
                    text ->
                        new SlicingReport(
                            List.of(text),
                            1,
                            List.of(new SlicingReport.Slice(List.of(text), List.of(model)))))
                .toList())
        .withGates(
            texts.stream()
                .map(
                    text ->
                        new GateResult(
                            gate(text),
                            1,
                            1,
                            List.of(
                                new GateResult.Firing(
                                    text,
                                    OptionalInt.empty(),
                                    Map.of(text, text),
                                    MetricValue.of(1)))))
                .toList());
  }

  private static Gate gate(String model) {
    Gate gate = Gate.parse("`x" + model.replace("`", "``") + "x`: any slice: share > 0");
    assertThat(gate.prediction()).contains("x" + model + "x");
    return gate;
  }

  private static ModelResult model(String name) {
    return Reports.result(name, 1, 1, 1, Map.of(), List.of(), Reports.metrics(1, 1, 1, 1, 'a'));
  }
}
