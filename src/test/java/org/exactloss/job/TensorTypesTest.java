package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.oracle.LossOracle;
import org.exactloss.oracle.TensorOracle;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.ModelTally;
import org.exactloss.scan.SourceData;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of every type of numbers, of every depth, with nulls at every level. */
class TensorTypesTest {
  private static final long SEED = 20_260_515;
  private static final int ROWS = 50;
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir static Path folder;

  /** Random arrays of one shape, a tenth of them null at each level. */
  static Object tree(SplittableRandom random, NumberType type, int[] shape, int level) {
    if (level == shape.length) {
      return type.value(random);
    } else if (random.nextInt(10) == 0) {
      return null;
    }
    Object[] items = new Object[shape[level]];
    for (int i = 0; i < items.length; i++) {
      items[i] = tree(random, type, shape, level + 1);
    }
    return items;
  }

  private static int[] shape(SplittableRandom random, int depth) {
    int[] shape = new int[depth];
    for (int level = 0; level < depth; level++) {
      shape[level] = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(4);
    }
    return shape;
  }

  /** Rows of a shape of their own each, which is that of all columns. */
  private static Table table(int depth, SplittableRandom random) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int[] shape = shape(random, depth);
      rows.add(NumberType.all().stream().map(type -> tree(random, type, shape, 0)).toArray());
    }
    String ddl =
        NumberType.all().stream()
            .map(
                type -> type.name() + " " + "ARRAY<".repeat(depth) + type.ddl() + ">".repeat(depth))
            .collect(Collectors.joining(", "));
    return Table.of(ddl, rows);
  }

  @ParameterizedTest
  @CsvSource({
    "1, double_, parquet", "1, bigint_, orc", "1, decimal_38_10, parquet", "2, float_, parquet",
    "2, text_, parquet", "2, decimal_9_4, orc", "3, double_, parquet", "3, smallint_, parquet"
  })
  void everyPredictionBesideThisTarget(int depth, String target, String format) {
    SplittableRandom random = new SplittableRandom(SEED + depth);
    Table table = table(depth, random);
    String path = folder.resolve(format + depth + target).toString();
    table.data().coalesce(1).write().format(format).save(path);
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target(target).policies(SKIP);
    List<TensorOracle> expected = new ArrayList<>();
    for (NumberType prediction : NumberType.all()) {
      spec.prediction(prediction.name());
      TensorOracle oracle = new TensorOracle(() -> new LossOracle(SKIP));
      for (int i = 0; i < ROWS; i++) {
        oracle.add(table.value(i, prediction.name()), table.value(i, target));
      }
      expected.add(oracle);
    }
    Dataset<Row> file = LocalSpark.session().read().format(format).load(path);
    TaskResult columns = scan(file, spec.reader(ReaderOption.COLUMNS).build());
    TaskResult rows = scan(file, spec.reader(ReaderOption.ROWS).build());
    var report = new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
    for (int i = 0; i < expected.size(); i++) {
      String what = NumberType.all().get(i) + " beside " + target + ", depth " + depth;
      expected.get(i).check(report.results().get(i), what + ", seed " + SEED);
      assertSame(columns.models().get(i), rows.models().get(i), what);
    }
    assertThat(new Evaluator(LocalSpark.session()).evaluate(file, spec.build()).results())
        .isEqualTo(report.results());
  }

  static TaskResult scan(Dataset<Row> data, EvaluationSpec spec) {
    return LossScan.plan(SourceData.of(data), spec, Set.of()).run(2);
  }

  static void assertSame(ModelTally one, ModelTally other, String what) {
    assertThat(one.state().toBytes()).as(what).isEqualTo(other.state().toBytes());
    assertThat(one.outputs().states()).as(what).hasSameSizeAs(other.outputs().states());
    for (int i = 0; i < one.outputs().states().size(); i++) {
      assertThat(one.outputs().states().get(i).loss().toBytes())
          .as("%s, output %s", what, i)
          .isEqualTo(other.outputs().states().get(i).loss().toBytes());
    }
  }
}
