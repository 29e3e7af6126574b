package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.TensorCase;
import org.exactloss.golden.TensorRows;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Multioutput;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * scikit-learn's mean_squared_error and root_mean_squared_error, with sample_weight and every kind
 * of multioutput, beside exact fractions and the program.
 */
class ScikitLearnParityTest {
  /** Roundings of the average over outputs, of which there are at most seven, and of a root. */
  private static final int OF_OUTPUTS = 16;

  static Stream<JsonNode> cases() {
    return GoldenFile.named("sklearn-v1.json").cases("cases");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMultioutput(JsonNode golden) {
    TensorCase tensor = TensorCase.of(0, golden, "sklearn");
    ModelResult pooled = evaluate(tensor, Multioutput.POOLED).get(0);
    JsonNode exact = tensor.exact().get("pooled");
    GoldenFile.assertBits(pooled.metrics().mean(), exact, "mean", tensor.name());
    GoldenFile.assertBits(pooled.metrics().rmse(), exact, "rmse", tensor.name());
    compareRaw(tensor, evaluate(tensor, Multioutput.RAW));
    compareCombined(tensor, "uniform", evaluate(tensor, Multioutput.UNIFORM));
    Multioutput weighted = Multioutput.weighted(GoldenFile.numbers(golden.get("outputWeights")));
    compareCombined(tensor, "weighted", evaluate(tensor, weighted));
  }

  private static List<ModelResult> evaluate(TensorCase tensor, Multioutput multioutput) {
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().prediction("p").target("t").multioutput(multioutput);
    if (tensor.weight().isPresent()) {
      spec.weight("row_weight");
    }
    return new Evaluator(LocalSpark.session())
        .evaluate(TensorRows.arrays(List.of(tensor)).data(2), spec.build())
        .results();
  }

  private static void compareRaw(TensorCase tensor, List<ModelResult> outputs) {
    assertThat(outputs).hasSize(tensor.rowSize());
    JsonNode exact = tensor.exact().get("raw");
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(outputs.get(i).output()).hasValue(i);
      double mean = outputs.get(i).metrics().mean().getAsDouble();
      double root = outputs.get(i).metrics().rmse().getAsDouble();
      assertThat(mean).isEqualTo(GoldenFile.numbers(exact.get("mean")).get(i));
      assertThat(root).isEqualTo(GoldenFile.numbers(exact.get("rmse")).get(i));
      JsonNode theirs = tensor.theirs().get("raw");
      assertNear(tensor, GoldenFile.numbers(theirs.get("mean")).get(i), mean);
      assertNear(tensor, GoldenFile.numbers(theirs.get("rmse")).get(i), root);
    }
  }

  private static void compareCombined(TensorCase tensor, String kind, List<ModelResult> results) {
    assertThat(results).hasSize(1);
    ModelResult result = results.get(0);
    JsonNode exact = tensor.exact().get(kind);
    String name = kind + " " + tensor.name();
    double mean = GoldenFile.assertBits(result.metrics().mean(), exact, "mean", name);
    double root = GoldenFile.assertBits(result.metrics().rmse(), exact, "rmse", name);
    GoldenFile.assertBits(result.loss(), exact, "mean", name);
    JsonNode pooled = tensor.exact().get("pooled");
    assertThat(result.metrics().digest()).isEqualTo(pooled.get("digest").asText());
    GoldenFile.assertBits(result.metrics().weightSum(), pooled, "weightSum", name);
    assertNear(tensor, GoldenFile.number(tensor.theirs().get(kind).get("mean")), mean);
    assertNear(tensor, GoldenFile.number(tensor.theirs().get(kind).get("rmse")), root);
  }

  private static void assertNear(TensorCase tensor, double theirs, double ours) {
    tensor.format().assertNear(theirs, ours, 2 * tensor.rows() + OF_OUTPUTS, tensor.name());
  }
}
