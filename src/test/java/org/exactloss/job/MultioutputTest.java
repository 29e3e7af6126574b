package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.job.TensorTypesTest.assertSame;
import static org.exactloss.job.TensorTypesTest.scan;
import static org.exactloss.job.TensorTypesTest.tree;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.LossOracle;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.TensorOracle;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each output has the sums of its own elements, and their averages are exact. */
class MultioutputTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_260_616;
  private static final int ROWS = 200;
  private static final int[] SHAPE = {2, 3};
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir static Path folder;

  private static EvaluationSpecBuilder spec(Multioutput multioutput) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .policies(SKIP)
        .multioutput(multioutput);
  }

  private static List<ModelResult> results(Dataset<Row> data, EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(data, spec.build()).results();
  }

  /** Weights that are never negative. */
  private static Object weight(SplittableRandom random) {
    return random.nextInt(8) == 0
        ? null
        : (Object) new BigDecimal(random.nextInt(5)).scaleByPowerOfTen(-2);
  }

  private static Object weights(SplittableRandom random, int level) {
    if (level == SHAPE.length) {
      return weight(random);
    }
    Object[] items = new Object[SHAPE[level]];
    for (int i = 0; i < items.length; i++) {
      items[i] = weights(random, level + 1);
    }
    return random.nextInt(10) == 0 ? null : items;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "w", "ws"})
  void eachOutput(String weighted) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    TensorOracle expected = new TensorOracle(() -> new LossOracle(SKIP), SHAPE);
    for (int i = 0; i < ROWS; i++) {
      Object p = tree(random, NumberType.FLOAT, SHAPE, 0);
      Object t = tree(random, NumberType.decimal(9, 4), SHAPE, 0);
      Object w = weight(random);
      Object ws = weights(random, 0);
      rows.add(Table.row(p, t, w, ws));
      switch (weighted) {
        case "w" -> expected.addWithWeight(p, t, w);
        case "ws" -> expected.addWithWeights(p, t, ws);
        default -> expected.add(p, t);
      }
    }
    Table table =
        Table.of(
            "p ARRAY<ARRAY<FLOAT>>, t ARRAY<ARRAY<DECIMAL(9,4)>>, w DECIMAL(5,2),"
                + " ws ARRAY<ARRAY<DECIMAL(5,2)>>",
            rows);
    Dataset<Row> file = SPARK.read().parquet(table.parquet(folder, "each" + weighted));
    EvaluationSpecBuilder spec = spec(Multioutput.RAW);
    if (!weighted.isEmpty()) {
      spec.weight(weighted);
    }
    List<ModelResult> raw = results(table.data(3), spec);
    assertThat(raw).hasSize(6);
    assertThat(raw.get(5).output()).isEqualTo(OptionalInt.of(5));
    expected.checkOutputs(raw, "weight " + weighted + ", seed " + SEED);
    assertThat(results(file, spec)).isEqualTo(raw);
    assertSame(
        scan(file, spec.reader(ReaderOption.COLUMNS).build()).models().get(0),
        scan(file, spec.reader(ReaderOption.ROWS).build()).models().get(0),
        weighted);
    expected.check(results(file, spec.multioutput(Multioutput.POOLED)).get(0), "pooled");
  }

  @Test
  void averages() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    TensorOracle expected = new TensorOracle(() -> new LossOracle(SKIP), 3);
    for (int i = 0; i < ROWS; i++) {
      Object p = tree(random, NumberType.INT, new int[] {3}, 0);
      Object[] t = {random.nextGaussian(), random.nextInt(4) == 0 ? null : 0.1 * i, 1e-3 * i};
      rows.add(Table.row(p, t));
      expected.add(p, t);
    }
    Table table = Table.of("p ARRAY<INT>, t ARRAY<DOUBLE>", rows);
    for (List<Double> weights :
        List.of(List.of(1.0, 1.0, 1.0), List.of(0.1, 0.7, 0.0), List.of(3.0, 1e-9, 2.5))) {
      boolean uniform = weights.get(1) == 1.0;
      ModelResult result =
          results(
                  table.data(2),
                  spec(uniform ? Multioutput.UNIFORM : Multioutput.weighted(weights)))
              .get(0);
      assertThat(result.output()).isEmpty();
      assertThat(result.elements()).isEqualTo(expected.pooled().used() + excluded(result));
      List<LossOracle> outputs = expected.outputs();
      check(result.metrics().mean(), outputs, weights, LossOracle::exactMean);
      check(result.metrics().sum(), outputs, weights, LossOracle::exactSum);
      check(result.metrics().rmse(), outputs, weights, one -> Rational.of(one.rootMean()));
      assertThat(result.loss()).isEqualTo(result.metrics().mean());
      ModelResult pooled = results(table.data(), spec(Multioutput.POOLED)).get(0);
      assertThat(result.metrics().digest()).isEqualTo(pooled.metrics().digest());
      assertThat(result.metrics().weightSum()).isEqualTo(pooled.metrics().weightSum());
    }
  }

  private static long excluded(ModelResult result) {
    return result.excluded().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void check(
      OptionalDouble actual,
      List<LossOracle> outputs,
      List<Double> weights,
      Function<LossOracle, Rational> loss) {
    Rational sum = Rational.ZERO;
    Rational divisor = Rational.ZERO;
    for (int i = 0; i < outputs.size(); i++) {
      Rational weight = Rational.of(weights.get(i).doubleValue());
      sum = sum.add(loss.apply(outputs.get(i)).multiply(weight));
      divisor = divisor.add(weight);
    }
    assertThat(actual.getAsDouble()).isEqualTo(sum.divide(divisor).nearest());
  }

  @Test
  void anOutputWithNothingUsable() {
    Dataset<Row> data =
        SPARK.sql("SELECT array(1D, NULL) AS p, array(2D, 3D) AS t UNION ALL SELECT NULL, NULL");
    List<ModelResult> raw = results(data, spec(Multioutput.RAW));
    assertThat(raw.get(0).metrics().mean()).hasValue(1);
    assertThat(raw.get(0).excluded()).containsOnly(java.util.Map.entry("nullTarget", 1L));
    assertThat(raw.get(1).metrics().mean()).isEmpty();
    assertThat(raw.get(1).refusals()).isEmpty();
    assertThat(raw.get(1).rows()).isEqualTo(2);
    assertThat(results(data, spec(Multioutput.UNIFORM)).get(0).metrics().mean()).isEmpty();
    ModelResult pooled = results(data, spec(Multioutput.POOLED)).get(0);
    assertThat(pooled.elements()).isEqualTo(3);
  }

  @Test
  void nanAndInfinity() {
    Dataset<Row> data =
        SPARK.sql("SELECT array(1D, DOUBLE('NaN'), 2D) AS p, array(2D, 3D, DOUBLE('inf')) AS t");
    ValuePolicies propagate =
        new ValuePolicies(
            ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
    EvaluationSpecBuilder spec = spec(Multioutput.weighted(List.of(1.0, 0.0, 1.0)));
    spec.policies(propagate);
    assertThat(results(data, spec).get(0).metrics().mean()).hasValue(Double.NaN);
    assertThat(
            results(
                    data.selectExpr("array(p[0], p[2]) AS p", "array(t[0], t[2]) AS t"),
                    spec.multioutput(Multioutput.UNIFORM))
                .get(0)
                .metrics()
                .rmse())
        .hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void plainNumbersAreOneOutput() {
    Dataset<Row> data = SPARK.range(5000).selectExpr("id AS p", "id * 2 AS t");
    List<ModelResult> raw = results(data, spec(Multioutput.RAW));
    assertThat(raw).hasSize(1);
    assertThat(raw.get(0).output()).hasValue(0);
    assertThat(raw.get(0).metrics())
        .isEqualTo(results(data, spec(Multioutput.POOLED)).get(0).metrics());
  }

  @Test
  void tenThousandOutputs() {
    Dataset<Row> data =
        SPARK
            .range(0, 120, 1, 2)
            .selectExpr(
                "transform(sequence(1, 10000), i -> FLOAT(i % 7)) AS p",
                "transform(sequence(1, 10000), i -> DOUBLE(id)) AS t");
    List<ModelResult> raw = results(data, spec(Multioutput.RAW));
    assertThat(raw).hasSize(10_000);
    LossOracle expected = new LossOracle(SKIP);
    for (long id = 0; id < 120; id++) {
      expected.add(10_000 % 7, (double) id);
    }
    expected.check(raw.get(9_999), "the last one");
  }

  @Test
  void shapesThatDiffer() {
    assertRefused(
        "SELECT array(1, 2, 3) AS p, array(1, 2, 3) AS t UNION ALL SELECT array(1), array(1)"
            + " UNION ALL SELECT array(1, 2), array(1, 2)",
        Multioutput.UNIFORM,
        "not all rows have one shape, some have (1) and others (2); make the shapes equal, or leave"
            + " --multioutput out");
    assertRefused(
        "SELECT array(array(1)) AS p, array(array(1)) AS t"
            + " UNION ALL SELECT array(CAST(NULL AS ARRAY<INT>), NULL), NULL",
        Multioutput.RAW,
        "not all rows have one shape, some have (1, 1) and others (2, ?); make the shapes equal, or"
            + " leave --multioutput out");
    assertRefused(
        "SELECT array(1, 2, 3) AS p, array(1, 2, 3) AS t",
        Multioutput.weighted(List.of(1.0, 2.0)),
        "--multioutput has 2 weights, and rows of the shape (3) have 3 outputs; give one weight for"
            + " each output");
    assertRefused(
        "SELECT array_repeat(0, 100001) AS p, array_repeat(1, 100001) AS t",
        Multioutput.RAW,
        "rows of the shape (100001) have 100,001 of them, and sums are kept of at most 100,000;"
            + " leave --multioutput out, or make fewer");
  }

  private static void assertRefused(String sql, Multioutput multioutput, String why) {
    List<ModelResult> results = results(SPARK.sql(sql), spec(multioutput));
    assertThat(results).hasSize(1);
    assertThat(results.get(0).refusals())
        .containsExactly("Cannot give the losses of the outputs of p: " + why);
  }
}
