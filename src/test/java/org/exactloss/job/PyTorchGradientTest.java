package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.NumberFormat;
import org.exactloss.golden.TensorCase;
import org.exactloss.golden.TensorRows;
import org.exactloss.job.ParityRun.Layout;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * PyTorch's {@code reduction="none"} and {@code backward} beside the table of errors: the bits of
 * each element are those of exact fractions, and PyTorch's number lies within its rounding error.
 */
class PyTorchGradientTest {
  private static final List<TensorCase> TENSORS =
      TensorCase.all(GoldenFile.named("pytorch-v1.json"), "tensors", "torch");

  @TempDir Path folder;

  /** The gradients of the sum, with each element in a row of its own. */
  @ParameterizedTest
  @EnumSource
  void rowsOfNumbers(NumberFormat format) {
    List<TensorCase> tensors =
        TENSORS.stream().filter(tensor -> tensor.format() == format).toList();
    ParityRun.of(tensors, Layout.NUMBERS)
        .forEach(
            (run, cases) -> {
              Dataset<Row> data = TensorRows.numbers(cases).data();
              compare(cases, errors(run, data, cases, Reduction.NONE), "gradientOfSum");
            });
  }

  /** The gradients of the mean, in arrays. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void rowsOfArrays(int depth) {
    for (NumberFormat format : NumberFormat.values()) {
      List<TensorCase> tensors =
          TENSORS.stream()
              .filter(tensor -> tensor.format() == format && tensor.depth() == depth)
              .toList();
      Dataset<Row> data = TensorRows.arrays(tensors).data().coalesce(1).cache();
      ParityRun.of(tensors, Layout.ARRAYS)
          .forEach(
              (run, cases) ->
                  compare(cases, errors(run, data, cases, Reduction.MEAN), "gradientOfMean"));
      data.unpersist();
    }
  }

  /** The rows of the table of errors, in the order of the input. */
  private List<Row> errors(
      ParityRun run, Dataset<Row> data, List<TensorCase> cases, Reduction reduction) {
    String table = folder.resolve(run.weight() + run.divisor() + cases.get(0).id()).toString();
    EvaluationSpec spec =
        run.spec(cases)
            .reduction(reduction)
            .tables(
                new TableOutputs(
                    Optional.of(table), true, 0, List.of("id", "i"), Optional.empty(), false))
            .build();
    ParityRun.check(data, cases, spec);
    List<Row> rows = new ArrayList<>(LocalSpark.session().read().parquet(table).collectAsList());
    rows.sort(
        Comparator.<Row>comparingInt(row -> row.getAs("id"))
            .thenComparingInt(row -> row.getAs("i")));
    assertThat(rows).hasSize((int) data.count());
    return rows;
  }

  private static void compare(List<TensorCase> cases, List<Row> rows, String gradient) {
    for (TensorCase tensor : cases) {
      List<Row> own = rows.stream().filter(row -> row.<Integer>getAs("id") == tensor.id()).toList();
      compare(tensor, elements(own, "squaredError_" + ParityRun.model(tensor)), "squaredError");
      compare(tensor, elements(own, "gradient_" + ParityRun.model(tensor)), gradient);
    }
  }

  private static void compare(TensorCase tensor, List<Double> actual, String what) {
    List<Double> exact = GoldenFile.numbers(tensor.exact().required(what));
    assertThat(actual).as("%s of %s", what, tensor).isEqualTo(exact);
    if (!tensor.theirs().has(what)) {
      return; // a NaN prediction has no gradient there
    }
    List<Double> theirs = GoldenFile.numbers(tensor.theirs().required(what));
    for (int i = 0; i < exact.size(); i++) {
      assertThat(theirs.get(i) == null).isEqualTo(exact.get(i) == null);
      if (exact.get(i) != null) {
        tensor
            .format()
            .assertNearMean(theirs.get(i), exact.get(i), exact.size(), what + " of " + tensor);
      }
    }
  }

  /** All numbers of a column, in row-major order; null where an element has none. */
  private static List<Double> elements(List<Row> rows, String column) {
    List<Double> elements = new ArrayList<>();
    rows.forEach(row -> flatten(row.getAs(column), elements));
    return elements;
  }

  private static void flatten(Object value, List<Double> elements) {
    if (value instanceof Seq<?> list) {
      CollectionConverters.asJava(list).forEach(part -> flatten(part, elements));
    } else {
      elements.add((Double) value);
    }
  }
}
