package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.junit.jupiter.api.Test;

class TextReportTest {
  @Test
  void showsModelsBesideEachOther() throws Exception {
    assertThat(TextReport.of(Reports.of(Reports.persistence(), Reports.refused())))
        .isEqualTo(Golden.read("models.txt"));
  }

  @Test
  void showsWeightsElementsJoinAndTheChosenLoss() throws Exception {
    ModelResult weighted =
        Reports.result(
            "a * 2",
            10,
            12,
            11,
            Reports.counts("zeroWeight", 1),
            List.of(),
            Reports.metrics(16.5, Double.POSITIVE_INFINITY, 1e300, 1e150, 'c'));
    assertThat(TextReport.of(Reports.joined(Map.of("weight", List.of("w")), weighted)))
        .isEqualTo(Golden.read("weighted.txt"));
  }

  @Test
  void showsWeightsThatAreNotAllOneWithoutTheOption() {
    ModelResult result = model("m", Reports.metrics(2.5, 1, 1, 1, 'd'));
    assertThat(TextReport.of(Reports.of(result))).contains("weightSum    2.5\n");
  }

  @Test
  void showsWhatIsUndefined() {
    OptionalDouble none = OptionalDouble.empty();
    ModelResult result = model("m", new LossMetrics(none, none, none, none, "sha256:0"));
    assertThat(TextReport.of(Reports.of(result))).contains("mean (loss)  undefined\n");
  }

  @Test
  void neverNeedsTheNumbersOfARefusedModel() {
    ModelResult refused =
        Reports.result("m", 1, 1, 0, Map.of("nullTarget", 1L), List.of("Cannot"), null);
    assertThat(TextReport.of(Reports.of(refused))).contains("mean (loss)   refused\n");
  }

  @Test
  void fitsInto100ColumnsWhateverTheNamesAndNumbers() {
    ModelResult[] results =
        IntStream.range(0, 7)
            .mapToObj(
                i ->
                    model(
                        "CAST(a AS DOUBLE) + a_rather_long_name_without_any_blank_in_it_" + i,
                        Reports.metrics(1, -2.2250738585072014E-308, 1, 1, 'e')))
            .toArray(ModelResult[]::new);
    String text = TextReport.of(Reports.of(results));
    assertThat(text.lines().filter(line -> !line.startsWith("digest of")))
        .allMatch(line -> line.length() <= 100);
    assertThat(text.lines().filter(line -> line.startsWith("rmse"))).hasSize(3);
  }

  @Test
  void tellsTheMeanOfBatchLossesFromTheOverallLoss() throws Exception {
    assertThat(TextReport.of(Reports.batched())).isEqualTo(Golden.read("batches.txt"));
  }

  @Test
  void escapesNames() {
    String text = TextReport.of(Reports.of(model("a\u001B[31m", Reports.metrics(1, 1, 1, 1, 'f'))));
    assertThat(text).contains("a\\u001B[31m").doesNotContain("\u001B");
  }

  private static ModelResult model(String name, LossMetrics metrics) {
    return Reports.result(name, 1, 1, 1, Map.of(), List.of(), metrics);
  }
}
