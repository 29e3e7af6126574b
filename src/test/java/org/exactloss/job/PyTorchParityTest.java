package org.exactloss.job;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.spec.ValuePolicy.FAIL;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.NumberFormat;
import org.exactloss.golden.TensorCase;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;

/**
 * Tensors through PyTorch, through exact fractions, and through the program: the bits are those of
 * the fractions, and PyTorch's numbers lie within their own rounding error of them.
 */
class PyTorchParityTest {
  private static final List<TensorCase> TENSORS =
      TensorCase.all(GoldenFile.named("pytorch-v1.json"), "tensors", "torch");

  /** In PyTorch, what is masked takes no part; the other cases of a table are null. */
  private static final ValuePolicies SKIP_MASKED = new ValuePolicies(SKIP, FAIL, SKIP, FAIL);

  private static final String IGNORED = "-100";

  /** Cases that one evaluation can take: each is a model of its own. */
  private record Together(NumberFormat format, int depth, String weight, Divisor divisor) {}

  @Test
  void thereAreAtLeastTwoHundredCases() {
    assertThat(TENSORS).hasSizeGreaterThanOrEqualTo(200);
    assertThat(TENSORS).extracting(tensor -> tensor.shape().size()).contains(0, 1, 2, 3, 4, 5);
  }

  @Test
  void tensorsAsRowsOfOneNumber() {
    Map<Together, List<TensorCase>> groups =
        TENSORS.stream()
            .collect(
                groupingBy(
                    tensor ->
                        new Together(
                            tensor.format(),
                            0,
                            tensor.weight().isPresent() ? "w" : "",
                            tensor.divisor()),
                    LinkedHashMap::new,
                    java.util.stream.Collectors.toList()));
    groups.forEach(
        (together, cases) -> check(scalarRows(together.format(), cases), together, cases));
  }

  private static Dataset<Row> scalarRows(NumberFormat format, List<TensorCase> cases) {
    List<Object[]> rows = new ArrayList<>();
    for (TensorCase tensor : cases) {
      for (int i = 0; i < tensor.prediction().size(); i++) {
        rows.add(
            Table.row(
                tensor.id(),
                format.stored(tensor.prediction().get(i)),
                format.stored(tensor.target().get(i)),
                tensor.weight().isPresent() ? format.stored(tensor.weight(i)) : null));
      }
    }
    return Table.of("id INT, p TYPE, t TYPE, w TYPE".replace("TYPE", format.ddl()), rows).data();
  }

  private static void check(Dataset<Row> data, Together together, List<TensorCase> cases) {
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .target("t")
            .divideBy(together.divisor())
            .policies(SKIP_MASKED)
            .ignoreTarget(IGNORED);
    Optional.of(together.weight()).filter(name -> !name.isEmpty()).ifPresent(spec::weight);
    cases.forEach(
        tensor -> spec.prediction("IF(id = %1$d, p, NULL) AS c%1$d".formatted(tensor.id())));
    List<ModelResult> results =
        new Evaluator(LocalSpark.session()).evaluate(data, spec.build()).results();
    for (int i = 0; i < cases.size(); i++) {
      check(results.get(i), cases.get(i));
    }
  }

  private static void check(ModelResult result, TensorCase tensor) {
    LossMetrics metrics = result.metrics();
    assertThat(result.refusals()).as(tensor.name()).isEmpty();
    assertThat(result.used()).as(tensor.name()).isEqualTo(tensor.exact().get("used").longValue());
    assertBits(metrics.weightSum(), tensor, "weightSum");
    assertBits(metrics.sum(), tensor, "sum");
    assertBits(metrics.mean(), tensor, "mean");
    assertBits(metrics.rmse(), tensor, "rmse");
    assertThat(metrics.digest())
        .as("digest of %s", tensor)
        .isEqualTo(tensor.exact().get("digest").asText());
    int terms = (int) result.used();
    tensor
        .format()
        .assertNearSum(
            GoldenFile.number(tensor.theirs().get("sum")),
            metrics.sum().getAsDouble(),
            terms,
            "sum of " + tensor);
    tensor
        .format()
        .assertNearMean(
            GoldenFile.number(tensor.theirs().get("mean")),
            metrics.mean().getAsDouble(),
            terms,
            "mean of " + tensor);
  }

  private static void assertBits(OptionalDouble actual, TensorCase tensor, String metric) {
    double expected = GoldenFile.number(tensor.exact().required(metric));
    assertThat(actual).as("%s of %s", metric, tensor).isPresent();
    assertThat(Double.toHexString(actual.getAsDouble()))
        .as("%s of %s", metric, tensor)
        .isEqualTo(Double.toHexString(expected));
  }
}
