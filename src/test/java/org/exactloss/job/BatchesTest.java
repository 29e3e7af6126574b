package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The losses of batches, beside the exact values of their rows. */
class BatchesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_123;
  private static final ValuePolicies SKIP_ALL = new ValuePolicies(SKIP, SKIP, SKIP, SKIP);

  @TempDir Path folder;

  private static EvaluationSpecBuilder spec(BatchSpec batches) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .weight("w")
        .policies(SKIP_ALL)
        .batches(batches);
  }

  private static EvaluationReport evaluate(Table table, EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(table.data(5), spec.build());
  }

  private static Table rows(int count, String keyType, Object... keys) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object prediction = random.nextInt(20) == 0 ? null : (Object) random.nextGaussian();
      Object target = random.nextInt(20) == 0 ? (Object) Double.NaN : 50 + random.nextGaussian();
      rows.add(
          Table.row(prediction, target, random.nextDouble(), keys[random.nextInt(keys.length)]));
    }
    return Table.of("p DOUBLE, t DOUBLE, w DOUBLE, k " + keyType, rows);
  }

  private static LossOracle oracle(List<Row> rows) {
    LossOracle oracle = new LossOracle(SKIP_ALL, Divisor.WEIGHTS, target -> false);
    rows.forEach(row -> oracle.add(row.get(0), row.get(1), row.get(2)));
    return oracle;
  }

  /** What a report shows for a value. */
  private static Object shown(Object key) {
    if (key instanceof Double number) {
      return number + 0.0;
    }
    return key instanceof Integer number ? (Object) number.longValue() : key;
  }

  private static void check(EvaluationReport report, Map<Object, List<Row>> batches) {
    BatchReport found = report.batches().orElseThrow();
    String seed = "seed " + SEED;
    assertThat(found.first().stream().map(BatchReport.Batch::value).toList())
        .as(seed)
        .containsExactlyInAnyOrderElementsOf(batches.keySet());
    List<Double> losses = new ArrayList<>();
    for (BatchReport.Batch batch : found.first()) {
      ModelResult result = batch.results().get(0);
      check(oracle(batches.get(batch.value())), result, "batch " + batch.value() + ", " + seed);
      result.loss().ifPresent(losses::add);
    }
    assertThat(found.batches()).isEqualTo(batches.size());
    assertThat(found.means().get(0).defined()).isEqualTo(losses.size());
    assertThat(found.means().get(0).loss()).hasValue(mean(losses));
  }

  private static void check(LossOracle expected, ModelResult result, String what) {
    if (expected.used() > 0) {
      expected.check(result, what);
      return;
    }
    assertThat(result.refused()).as(what).isFalse();
    assertThat(result.excluded()).as(what).isEqualTo(expected.excluded());
    assertThat(result.loss()).as(what).isEmpty();
    assertThat(result.metrics().sum()).as(what).isEmpty();
  }

  /** The mean in decimals that are long enough for the nearest double to be sure. */
  private static double mean(List<Double> values) {
    BigDecimal sum = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.divide(BigDecimal.valueOf(values.size()), new MathContext(400)).doubleValue();
  }

  private static void checkByKey(Table table, EvaluationReport report) {
    Map<Object, List<Row>> batches = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      batches.computeIfAbsent(shown(row.get(3)), key -> new ArrayList<>()).add(row);
    }
    check(report, batches);
    oracle(table.rows()).check(report.results().get(0), "overall");
  }

  @Test
  void rowsOfOneValueAreABatch() {
    Table texts = rows(3000, "STRING", "a", "", "null", null, "é\u202E", "A");
    checkByKey(texts, evaluate(texts, spec(BatchSpec.by("k"))));
    Table doubles = rows(2000, "DOUBLE", 0.0, -0.0, Double.NaN, null, 1e300, -1.5);
    checkByKey(doubles, evaluate(doubles, spec(BatchSpec.by("k"))));
    Table integers = rows(2000, "INT", 1, 2, null, Integer.MIN_VALUE);
    checkByKey(integers, evaluate(integers, spec(BatchSpec.by("k"))));
    Table booleans = rows(500, "BOOLEAN", true, false, null);
    checkByKey(booleans, evaluate(booleans, spec(BatchSpec.by("k"))));
  }

  @Test
  void moreBatchesThanAreHeldAtATimeAreWhole() {
    Object[] keys = Stream.iterate(0, i -> i + 1).limit(3000).toArray();
    Table table = rows(9000, "INT", keys);
    EvaluationReport report = evaluate(table, spec(BatchSpec.by("k % 1700")));
    long expected = table.rows().stream().map(row -> row.getInt(3) % 1700).distinct().count();
    BatchReport batches = report.batches().orElseThrow();
    assertThat(batches.batches()).isEqualTo(expected);
    assertThat(batches.first()).hasSize(1000);
    for (BatchReport.Batch batch : batches.first()) {
      List<Row> rows =
          table.rows().stream().filter(row -> batch.value().equals(row.getInt(3) % 1700L)).toList();
      check(oracle(rows), batch.results().get(0), "batch " + batch.value() + ", seed " + SEED);
    }
  }

  @Test
  void aBatchWithNothingUsableHasNoLossAndIsNotInTheMean() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE, w DOUBLE, k STRING",
            Table.row(1.0, 2.0, 1.0, "a"),
            Table.row(null, 2.0, 1.0, "b"));
    EvaluationReport report = evaluate(table, spec(BatchSpec.by("k")));
    checkByKey(table, report);
    BatchReport.Mean mean = report.batches().orElseThrow().means().get(0);
    assertThat(mean.loss()).hasValue(1);
    assertThat(mean.defined()).isEqualTo(1);
    assertThat(report.batches().orElseThrow().batches()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "256", "1000", "100000000000"})
  void soManyRowsInTheirOrderAreABatch(long size) {
    Table table = rows(1000, "INT", 3, 1, null, 2);
    EvaluationReport report = evaluate(table, spec(BatchSpec.ofSize(size, List.of("k"))));
    List<Row> sorted = new ArrayList<>(table.rows());
    sorted.sort(
        compare(3).thenComparing(compare(1)).thenComparing(compare(0)).thenComparing(compare(2)));
    Map<Object, List<Row>> batches = new LinkedHashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      batches.computeIfAbsent(i / size, key -> new ArrayList<>()).add(sorted.get(i));
    }
    if (batches.size() == 1000) {
      assertThat(report.batches().orElseThrow().first()).hasSize(1000);
    }
    check(report, batches);
    oracle(table.rows()).check(report.results().get(0), "overall");
  }

  /** Spark's order: nulls first, NaN last. */
  @SuppressWarnings("unchecked")
  private static Comparator<Row> compare(int column) {
    return Comparator.comparing(
        row -> (Comparable<Object>) row.get(column),
        Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  @Test
  void theResultDoesNotDependOnThePartitions() {
    Table table = rows(500, "INT", 1, 2, 3);
    for (BatchSpec batches : List.of(BatchSpec.by("k"), BatchSpec.ofSize(9, List.of("k")))) {
      EvaluationReport one = new Evaluator(SPARK).evaluate(table.data(1), spec(batches).build());
      EvaluationReport many = new Evaluator(SPARK).evaluate(table.data(11), spec(batches).build());
      assertThat(many.batches()).isEqualTo(one.batches());
      assertThat(many.results()).isEqualTo(one.results());
    }
  }

  @Test
  void outputsHaveBatchesToo() {
    Table table =
        Table.of(
            "p ARRAY<DOUBLE>, t ARRAY<DOUBLE>, k INT",
            Table.row(List.of(1.0, 2.0), List.of(0.0, 0.0), 1),
            Table.row(List.of(3.0, 4.0), List.of(0.0, 0.0), 1),
            Table.row(null, null, 2));
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .policies(SKIP_ALL)
            .multioutput(Multioutput.RAW)
            .batches(BatchSpec.by("k"));
    EvaluationReport report = new Evaluator(SPARK).evaluate(table.data(), spec.build());
    List<BatchReport.Batch> batches = report.batches().orElseThrow().first();
    assertThat(batches.get(0).results()).hasSize(2);
    assertThat(batches.get(0).results().get(0).loss()).hasValue(5);
    assertThat(batches.get(0).results().get(1).loss()).hasValue(10);
    assertThat(batches.get(1).results()).hasSize(2);
    assertThat(batches.get(1).results().get(1).excluded()).isEqualTo(Map.of("nullTarget", 1L));
    assertThat(batches.get(1).results().get(1).loss()).isEmpty();
  }

  @Test
  void vectorsBreakTiesToo() {
    StructType schema =
        new StructType().add("p", new VectorUDT()).add("t", new VectorUDT()).add("k", "int");
    List<Row> rows =
        List.of(
            RowFactory.create(Vectors.dense(1, 2), Vectors.dense(0, 0), 1),
            RowFactory.create(Vectors.sparse(2, new int[] {1}, new double[] {3}), null, 1),
            RowFactory.create(Vectors.dense(5, 6), Vectors.dense(0, 0), 1));
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .policies(SKIP_ALL)
            .reduction(Reduction.SUM)
            .batches(BatchSpec.ofSize(2, List.of("k")))
            .build();
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(SPARK.createDataFrame(rows, schema), spec);
    assertThat(report.batches().orElseThrow().first())
        .extracting(batch -> batch.results().get(0).loss().getAsDouble())
        .containsExactly(5.0, 61.0);
  }

  @Test
  void joinedRowsAreBatchesOfColumnsOfBothSides() throws Exception {
    Path predictions = Files.writeString(folder.resolve("p.csv"), "id,p,a\n1,1,x\n2,2,x\n3,3,y\n");
    Path targets = Files.writeString(folder.resolve("t.csv"), "id,t,b\n1,0,u\n2,0,v\n4,0,v\n");
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(predictions.toString()))
            .join(new JoinSpec(InputSpec.ofPaths(targets.toString()), List.of("id"), true))
            .prediction("p")
            .target("t")
            .reduction(Reduction.SUM);
    EvaluationReport byBoth =
        new Evaluator(SPARK).evaluate(spec.batches(BatchSpec.by("a || b")).build());
    assertThat(byBoth.batches().orElseThrow().first().stream().map(BatchReport.Batch::value))
        .containsExactly("xu", "xv");
    assertThat(byBoth.join().orElseThrow().unmatchedTargets()).isEqualTo(1);
    EvaluationReport sized =
        new Evaluator(SPARK).evaluate(spec.batches(BatchSpec.ofSize(1, List.of("b", "a"))).build());
    assertThat(sized.batches().orElseThrow().first().stream())
        .extracting(batch -> batch.results().get(0).loss().getAsDouble())
        .containsExactly(1.0, 4.0);
    assertThat(sized.join()).isEqualTo(byBoth.join());
  }

  @Test
  void theTableOfResultsHasEveryBatch() {
    Table table = rows(600, "STRING", "b", "a", null);
    String uri = folder.resolve("results.parquet").toString();
    TableOutputs tables =
        new TableOutputs(Optional.empty(), false, 0, List.of(), Optional.of(uri), false);
    EvaluationReport report =
        evaluate(table, spec(BatchSpec.by("k")).prediction("p + 1 AS q").tables(tables));
    List<Row> rows = SPARK.read().parquet(uri).collectAsList();
    assertThat(rows).hasSize(8);
    for (int i = 0; i < 2; i++) {
      ModelResult overall = report.results().get(i);
      Row row = rows.get(i);
      assertThat(row.<String>getAs("prediction")).isEqualTo(overall.prediction());
      assertThat(row.<String>getAs("level")).isEqualTo("overall");
      assertThat(row.<Double>getAs("mean")).isEqualTo(overall.metrics().mean().getAsDouble());
      assertThat(row.<Long>getAs("nullPrediction"))
          .isEqualTo(overall.excluded().get("nullPrediction"));
      assertThat(row.<Double>getAs("batchMean"))
          .isEqualTo(report.batches().orElseThrow().means().get(i).loss().getAsDouble());
      assertThat(row.<Long>getAs("batches")).isEqualTo(3);
    }
    List<BatchReport.Batch> batches = report.batches().orElseThrow().first();
    assertThat(rows.subList(2, 8))
        .extracting(row -> row.getAs("batch"), row -> row.<String>getAs("digest"))
        .containsExactlyInAnyOrderElementsOf(
            batches.stream()
                .flatMap(
                    batch ->
                        batch.results().stream()
                            .map(
                                result ->
                                    org.assertj.core.groups.Tuple.tuple(
                                        batch.value(), result.metrics().digest())))
                .toList());
    assertThatThrownBy(() -> evaluate(table, spec(BatchSpec.by("k")).tables(tables)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("it exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array(k) | its type is ARRAY<STRING>; use a number",
        "nothing | there is no column nothing",
        "rand() | rand is not deterministic",
        "sum(w) | does not give one value"
      })
  void refusesWhatIsNoBatch(String expression, String reason) {
    Table table = rows(10, "STRING", "a");
    assertThatThrownBy(() -> evaluate(table, spec(BatchSpec.by(expression))))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(reason.strip());
  }
}
