package org.exactloss.job;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.NumberFormat;
import org.exactloss.golden.TensorCase;
import org.exactloss.golden.TensorRows;
import org.exactloss.job.ParityRun.Layout;
import org.exactloss.metric.LossMetrics;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tensors through PyTorch, through exact fractions, and through the program: the bits and digests
 * are those of the fractions in each layout of rows, and PyTorch's numbers lie within their own
 * rounding error of them.
 */
class PyTorchParityTest {
  private static final GoldenFile FILE = GoldenFile.named("pytorch-v1.json");
  private static final List<TensorCase> TENSORS = TensorCase.all(FILE, "tensors", "torch");

  @TempDir Path folder;

  @Test
  void thereAreAtLeastTwoHundredCases() {
    assertThat(TENSORS).hasSizeGreaterThanOrEqualTo(200);
    assertThat(TENSORS).extracting(tensor -> tensor.shape().size()).contains(0, 1, 2, 3, 4, 5);
  }

  /** One row for each element, whatever the shape. */
  @ParameterizedTest
  @EnumSource
  void rowsOfNumbers(NumberFormat format) {
    List<TensorCase> tensors =
        TENSORS.stream().filter(tensor -> tensor.format() == format).toList();
    ParityRun.of(tensors, Layout.NUMBERS)
        .forEach((run, cases) -> run.check(TensorRows.numbers(cases).data(), cases));
  }

  /** One row for each entry of the first dimension, from a Parquet file. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void rowsOfArrays(int depth) {
    for (NumberFormat format : NumberFormat.values()) {
      List<TensorCase> tensors =
          TENSORS.stream()
              .filter(tensor -> tensor.format() == format && tensor.depth() == depth)
              .toList();
      String path = TensorRows.arrays(tensors).parquet(folder, format + "-" + depth);
      Dataset<Row> data = LocalSpark.session().read().parquet(path);
      ParityRun.of(tensors, Layout.ARRAYS).forEach((run, cases) -> run.check(data, cases));
    }
  }

  /** As many columns as the second dimension has entries, put together by {@code array}. */
  @Test
  void columnsThatMakeAnArray() {
    Map<List<Object>, List<TensorCase>> shapes =
        TENSORS.stream()
            .filter(tensor -> tensor.depth() == 1 && tensor.weight().isEmpty())
            .collect(groupingBy(tensor -> List.of(tensor.format(), tensor.rowSize())));
    assertThat(shapes).hasSize(8);
    for (List<TensorCase> cases : shapes.values()) {
      int width = cases.get(0).rowSize();
      new ParityRun(TensorRows.array("p", width), TensorRows.array("t", width), "", Divisor.WEIGHTS)
          .check(TensorRows.columns(cases).data(), cases);
    }
  }

  /** PyTorch leaves the range of its type; the exact result does so only if it lies outside. */
  @Test
  void rangesThatPyTorchLeaves() {
    List<TensorCase> tensors =
        TensorCase.all(FILE, "differences", "torch").stream()
            .filter(tensor -> !tensor.prediction().isEmpty())
            .toList();
    assertThat(tensors).hasSize(6);
    for (TensorCase tensor : tensors) {
      LossMetrics metrics = evaluate(TensorRows.numbers(List.of(tensor)));
      for (String metric : List.of("sum", "mean")) {
        double theirs = GoldenFile.number(tensor.theirs().required(metric));
        assertThat(theirs == 0 || Double.isInfinite(theirs)).as(tensor.name()).isTrue();
      }
      GoldenFile.assertBits(metrics.sum(), tensor.exact(), "sum", tensor.name());
      GoldenFile.assertBits(metrics.mean(), tensor.exact(), "mean", tensor.name());
      GoldenFile.assertBits(metrics.rmse(), tensor.exact(), "rmse", tensor.name());
      assertThat(metrics.digest()).isEqualTo(tensor.exact().get("digest").asText());
    }
  }

  private static LossMetrics evaluate(Table table) {
    EvaluationSpec spec = EvaluationSpec.builder().prediction("p").target("t").build();
    return new Evaluator(LocalSpark.session())
        .evaluate(table.data(), spec)
        .results()
        .get(0)
        .metrics();
  }

  /** No elements: NaN there; here there is nothing to evaluate. */
  @Test
  void emptyTensors() {
    List<JsonNode> empty =
        FILE.cases("differences").filter(node -> node.get("exact").isNull()).toList();
    assertThat(empty).hasSize(2);
    for (JsonNode node : empty) {
      assertThat(GoldenFile.number(node.get("torch").get("mean"))).isNaN();
      String type = NumberFormat.of(node).ddl();
      Table table = Table.of("p %1$s, t %1$s".formatted(type));
      assertThatThrownBy(() -> evaluate(table))
          .isInstanceOfSatisfying(
              EvaluationException.class,
              e -> assertThat(e.kind()).isEqualTo(EvaluationException.Kind.STORAGE));
    }
  }
}
