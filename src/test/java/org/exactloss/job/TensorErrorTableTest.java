package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.oracle.Rational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of errors of arrays and vectors. */
class TensorErrorTableTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_124;
  private static final int ROWS = 60;
  private static final int OUTPUTS = 3;
  private static final ValuePolicies SKIP_ALL =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir Path folder;

  @Test
  void arraysHaveTheShapeOfTheirRow() {
    Dataset<Row> data =
        SPARK.sql(
            """
            SELECT * FROM VALUES
              (0, array(array(1D, 2D), array(3D, null)), array(array(0F, 0F), array(1F, 1F))),
              (1, array(array(1D), null), array(array(3F), array(1F, 1F))),
              (2, null, array(array(3F), array(1F))),
              (3, array(array(5D), null), array(array(3F), null)),
              (4, null, null),
              (5, array(), array()),
              (6, array(array(), array()), array(array(), array()))
              AS rows(id, p, t)
            """);
    assertThat(run("bad", Multioutput.POOLED, Reduction.SUM, data).results().get(0).refused())
        .isTrue();
    // Row 1 is ragged: without it the rest has errors.
    run("out", Multioutput.POOLED, Reduction.SUM, data.filter("id <> 1"));
    assertThat(table("out").schema().apply("squaredError").dataType().sql())
        .isEqualTo("ARRAY<ARRAY<DOUBLE>>");
    assertThat(text("out"))
        .containsExactly(
            "0 [[1.0,4.0],[4.0,null]] [[null,null],[null,\"nullPrediction\"]]"
                + " [[2.0,4.0],[4.0,null]]",
            "2 [[null],[null]] [[\"nullPrediction\"],[\"nullPrediction\"]] [[null],[null]]",
            "3 [[4.0],null] [[null],[\"nullTarget\"]] [[4.0],null]",
            "4 null [[\"nullTarget\"]] null",
            "5 [] null []",
            "6 [[],[]] null [[],[]]");
  }

  @Test
  void vectorsAreArrays() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("p", SQLDataTypes.VectorType())
            .add("t", "array<int>");
    List<Row> rows =
        List.of(
            RowFactory.create(0, Vectors.dense(1, 2, 3), new Integer[] {0, 0, 0}),
            RowFactory.create(
                1, Vectors.sparse(3, new int[] {1}, new double[] {5}), new Integer[] {1, 1, null}));
    run("out", Multioutput.POOLED, Reduction.SUM, SPARK.createDataFrame(rows, schema));
    assertThat(text("out"))
        .containsExactly(
            "0 [1.0,4.0,9.0] null [2.0,4.0,6.0]",
            "1 [1.0,16.0,null] [null,null,\"nullTarget\"] [-2.0,8.0,null]");
  }

  @Test
  void aMalformedElementOfAnArrayIsLeftOut() {
    Dataset<Row> data =
        SPARK.sql("SELECT 0 AS id, array('1', 'x', 'NaN') AS p, array(3, 3, 3) AS t");
    run("out", Multioutput.POOLED, Reduction.SUM, data);
    assertThat(text("out"))
        .containsExactly(
            "0 [4.0,null,null] [null,\"malformedPrediction\",\"nanPrediction\"] [-4.0,null,null]");
  }

  /** Each kind of loss of several outputs, with its derivative by definition. */
  @Test
  void gradientsAreThoseOfTheCombinedLoss() {
    Table table = random();
    String path = table.parquet(folder, "input");
    Dataset<Row> data = SPARK.read().parquet(path);
    List<Double> weights = List.of(0.5, 0.0, 3.0);
    for (Reduction reduction : Reduction.values()) {
      checkGradients(table, data, Multioutput.POOLED, reduction);
      checkGradients(table, data, Multioutput.RAW, reduction);
      checkGradients(table, data, Multioutput.UNIFORM, reduction);
      checkGradients(table, data, Multioutput.weighted(weights), reduction);
    }
  }

  private static Table random() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Double[] p = new Double[OUTPUTS];
      Double[] t = new Double[OUTPUTS];
      Double[] w = new Double[OUTPUTS];
      for (int j = 0; j < OUTPUTS; j++) {
        p[j] = random.nextInt(7) == 0 ? null : Double.valueOf(random.nextGaussian());
        t[j] = random.nextGaussian();
        w[j] = random.nextDouble() + 0.1;
      }
      rows.add(Table.row(i, p, t, w));
    }
    return Table.of("id INT, p ARRAY<DOUBLE>, t ARRAY<DOUBLE>, w ARRAY<DOUBLE>", rows);
  }

  private void checkGradients(
      Table table, Dataset<Row> data, Multioutput multioutput, Reduction reduction) {
    String name = "out-" + multioutput.kind() + "-" + reduction;
    run(builder(name, multioutput, reduction).weight("w"), data);
    List<Row> rows = table(name).orderBy("id").collectAsList();
    assertThat(rows).hasSize(ROWS);
    for (Row row : rows) {
      for (int j = 0; j < OUTPUTS; j++) {
        Double p = (Double) row.getList(1).get(j);
        Double squaredError = (Double) row.getList(4).get(j);
        Double gradient = (Double) row.getList(6).get(j);
        String what = "seed %d, %s, output %d of %s".formatted(SEED, name, j, row);
        if (p == null) {
          assertThat(row.getList(5).get(j)).as(what).isEqualTo("nullPrediction");
          assertThat(gradient).as(what).isNull();
          assertThat(squaredError).as(what).isNull();
          continue;
        }
        Rational difference =
            Rational.of(p).add(Rational.of((Double) row.getList(2).get(j)).negate());
        Rational weighted = difference.multiply(Rational.of((Double) row.getList(3).get(j)));
        assertThat(squaredError).as(what).isEqualTo(weighted.multiply(difference).nearest());
        Rational factor = factor(table, multioutput, reduction, j);
        assertThat(gradient)
            .as(what)
            .isEqualTo(weighted.multiply(Rational.of(2)).multiply(factor).nearest());
      }
    }
  }

  private static Rational factor(
      Table table, Multioutput multioutput, Reduction reduction, int output) {
    Rational one = Rational.of(1);
    Rational own = one;
    if (reduction == Reduction.MEAN) {
      own = one.divide(weightSum(table, multioutput.separate() ? output : -1));
    }
    if (reduction == Reduction.NONE) {
      return one;
    }
    return switch (multioutput.kind()) {
      case POOLED, RAW -> own;
      case UNIFORM -> own.divide(Rational.of(OUTPUTS));
      case WEIGHTED ->
          own.multiply(Rational.of(multioutput.weights().get(output))).divide(Rational.of(3.5));
    };
  }

  private static Rational weightSum(Table table, int output) {
    Rational sum = Rational.ZERO;
    for (Row row : table.rows()) {
      for (int j = 0; j < OUTPUTS; j++) {
        if ((output < 0 || output == j) && ((Double[]) row.get(1))[j] != null) {
          sum = sum.add(Rational.of(((Double[]) row.get(3))[j]));
        }
      }
    }
    return sum;
  }

  private EvaluationReport run(
      String name, Multioutput multioutput, Reduction reduction, Dataset<Row> data) {
    return run(builder(name, multioutput, reduction), data);
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder, Dataset<Row> data) {
    return new Evaluator(SPARK).evaluate(data, builder.build());
  }

  private EvaluationSpecBuilder builder(String name, Multioutput multioutput, Reduction reduction) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .multioutput(multioutput)
        .reduction(reduction)
        .policies(SKIP_ALL)
        .tables(
            new TableOutputs(
                Optional.of(folder + "/" + name), true, 0, List.of(), Optional.empty(), false));
  }

  private Dataset<Row> table(String name) {
    return SPARK.read().parquet(folder + "/" + name);
  }

  /** Number, squared errors, reasons and derivatives of each row, arrays as JSON. */
  private List<String> text(String name) {
    return table(name)
        .orderBy("id")
        .selectExpr(
            "concat_ws(' ', id, coalesce(to_json(squaredError), 'null'),"
                + " coalesce(to_json(excluded), 'null'), coalesce(to_json(gradient), 'null'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
