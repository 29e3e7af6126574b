package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.spec.ValuePolicy.PROPAGATE;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More rows than a batch holds, with odd values on, before and after its borders. */
class BatchBordersTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String BATCH_SIZE = "spark.sql.parquet.columnarReaderBatchSize";
  private static final int BATCH = 4096;
  private static final int ROWS = 2 * BATCH + 37;
  private static final long SEED = 20_260_401;
  private static final ValuePolicies PROPAGATE_NAN = new ValuePolicies(SKIP, SKIP, PROPAGATE, SKIP);

  /** Where the odd values are. */
  enum Place {
    AT_BORDERS(row -> row % BATCH <= 1 || row % BATCH == BATCH - 1),
    A_WHOLE_BATCH(row -> row >= BATCH && row < 2 * BATCH),
    ACROSS_A_BORDER(row -> row > BATCH / 2 && row < BATCH + BATCH / 2),
    ALL_BUT_THE_LAST(row -> row < ROWS - 1),
    EVERY_OTHER(row -> row % 2 == 0),
    THE_FIRST(row -> row == 0);

    private final IntPredicate odd;

    Place(IntPredicate odd) {
      this.odd = odd;
    }
  }

  @TempDir static Path folder;

  private static Table table(Place place) {
    SplittableRandom random = new SplittableRandom(SEED);
    Object[] odd = {null, Double.NaN, Double.POSITIVE_INFINITY, -0.0};
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Object[] row = {
        random.nextGaussian(),
        50 + 10 * random.nextGaussian(),
        (long) random.nextInt(1000),
        i < BATCH + 5 ? 0.25 : 1 + random.nextDouble()
      };
      if (place.odd.test(i)) {
        int column = random.nextInt(row.length);
        Object value = odd[random.nextInt(odd.length)];
        row[column] = column == 2 ? value == null ? null : Long.MAX_VALUE - i : value;
      }
      rows.add(row);
    }
    return Table.of("p DOUBLE, t DOUBLE, q BIGINT, w DOUBLE", rows);
  }

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder()
        .prediction("p")
        .prediction("q")
        .target("t")
        .policies(PROPAGATE_NAN);
  }

  private static void check(EvaluationReport report, Table table, boolean weighted, String what) {
    for (ModelResult result : report.results()) {
      LossOracle oracle = new LossOracle(PROPAGATE_NAN);
      for (int i = 0; i < table.rows().size(); i++) {
        Object weight = weighted ? table.value(i, "w") : (Object) 1;
        oracle.add(table.value(i, result.prediction()), table.value(i, "t"), weight);
      }
      oracle.check(result, result.prediction() + ", " + what + ", seed " + SEED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oddValuesInOnePartition(Place place) {
    Table table = table(place);
    Dataset<Row> data = table.data().coalesce(1);
    assertThat(data.javaRDD().getNumPartitions()).isEqualTo(1);
    Evaluator evaluator = new Evaluator(SPARK);
    check(evaluator.evaluate(data, spec().build()), table, false, place + ", rows");
    EvaluationSpec weighted = spec().weight("w").build();
    check(evaluator.evaluate(data, weighted), table, true, place + ", weighted rows");

    EvaluationSpecBuilder file =
        spec()
            .weight("w")
            .reader(ReaderOption.COLUMNS)
            .input(InputSpec.ofPaths(table.parquet(folder, place.name())));
    check(evaluator.evaluate(file.build()), table, true, place + ", columns");
  }

  /** Batches of Spark's reader whose borders are not ours. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 4095, 4097, 5000})
  void otherBatchesOfTheReader(int size) {
    Table table = table(Place.ACROSS_A_BORDER);
    String path = table.parquet(folder, "batches-of-" + size);
    SPARK.conf().set(BATCH_SIZE, size);
    try {
      EvaluationSpecBuilder spec = spec().weight("w").reader(ReaderOption.COLUMNS);
      EvaluationReport report =
          new Evaluator(SPARK).evaluate(spec.input(InputSpec.ofPaths(path)).build());
      check(report, table, true, "batches of " + size);
    } finally {
      SPARK.conf().unset(BATCH_SIZE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BATCH - 1, BATCH, BATCH + 1, 2 * BATCH, 1})
  void partitionsThatEndNearABorder(int rows) {
    Table all = table(Place.AT_BORDERS);
    Table table = new Table(all.schema(), all.rows().subList(1, 1 + rows));
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(table.data().coalesce(1), spec().build());
    check(report, table, false, rows + " rows");
  }

  @Test
  void emptyPartitions() {
    Table all = table(Place.EVERY_OTHER);
    Table table = new Table(all.schema(), all.rows().subList(0, 3));
    EvaluationSpec weighted = spec().weight("w").build();
    EvaluationReport report = new Evaluator(SPARK).evaluate(table.data(16), weighted);
    check(report, table, true, "three rows in 16 partitions");
  }
}
