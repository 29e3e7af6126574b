package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.testing.Table.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.Rational;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derivatives of the losses of batches: each row's by the weights of its own batch. */
class BatchErrorTableTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_125;
  private static final int ROWS = 300;
  private static final int SIZE = 7;
  private static final Double[] GROUPS = {0.0, -0.0, Double.NaN, null, 1.5, 2e300};

  @TempDir Path folder;

  private static Table rows() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Double prediction = random.nextInt(10) == 0 ? null : Double.valueOf(random.nextGaussian());
      Double group = GROUPS[random.nextInt(GROUPS.length)];
      rows.add(row(i, group, prediction, random.nextGaussian(), random.nextDouble() + 0.1));
    }
    return Table.of("id INT, g DOUBLE, p DOUBLE, t DOUBLE, w DOUBLE", rows);
  }

  @Test
  void batchesByAnExpression() {
    // Zeros of both signs are one batch, and so is every NaN.
    check(
        BatchSpec.by("g"),
        Reduction.MEAN,
        row -> row.isNullAt(1) ? "null" : Double.toString(row.getDouble(1) + 0.0));
  }

  @Test
  void batchesOfSoManyRows() {
    check(
        BatchSpec.ofSize(SIZE, List.of("id")),
        Reduction.MEAN,
        row -> Integer.toString(row.getInt(0) / SIZE));
  }

  @Test
  void aSumHasTheSameDerivativeInEveryBatch() {
    check(BatchSpec.by("g"), Reduction.SUM, row -> null);
  }

  private interface Batch {
    String of(Row row);
  }

  private void check(BatchSpec batches, Reduction reduction, Batch batch) {
    String output = folder.resolve("out").toString();
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .weight("w")
            .batches(batches)
            .reduction(reduction)
            .policies(
                new ValuePolicies(
                    ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL))
            .tables(
                new TableOutputs(Optional.of(output), true, 0, List.of(), Optional.empty(), false))
            .build();
    new Evaluator(SPARK).evaluate(rows().data(4), spec);
    List<Row> rows = SPARK.read().parquet(output).collectAsList();
    assertThat(rows).hasSize(ROWS);
    Map<String, Rational> weights = new HashMap<>();
    for (Row row : rows) {
      if (!row.isNullAt(2)) {
        weights.merge(String.valueOf(batch.of(row)), Rational.of(row.getDouble(4)), Rational::add);
      }
    }
    for (Row row : rows) {
      String what = "seed %d: %s".formatted(SEED, row);
      if (row.isNullAt(2)) {
        assertThat(row.getString(6)).as(what).isEqualTo("nullPrediction");
        assertThat(row.isNullAt(7)).as(what).isTrue();
        continue;
      }
      Rational difference =
          Rational.of(row.getDouble(2)).add(Rational.of(row.getDouble(3)).negate());
      Rational twice = difference.multiply(Rational.of(row.getDouble(4))).multiply(Rational.of(2));
      String own = batch.of(row);
      Rational expected =
          reduction == Reduction.SUM ? twice : twice.divide(weights.get(String.valueOf(own)));
      assertThat(row.getDouble(7)).as(what).isEqualTo(expected.nearest());
    }
  }
}
