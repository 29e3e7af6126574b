package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.metric.LossMetrics;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.KernelOption;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows give the same digest, however they are stored, split, ordered, read and summed. */
class InvarianceTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int ROWS = 20_000;
  private static final long SEED = 20_260_101;
  private static final StructType SCHEMA =
      new StructType()
          .add("p", DataTypes.DoubleType)
          .add("t", DataTypes.DoubleType)
          .add("w", DataTypes.DoubleType);

  @TempDir static Path folder;
  private static Dataset<Row> data;
  private static LossMetrics expected;

  @BeforeAll
  static void makeRows() {
    Random random = new Random(SEED);
    List<Row> rows = new ArrayList<>();
    RationalOracle oracle = new RationalOracle();
    for (int i = 0; i < ROWS; i++) {
      double target = value(random, i);
      double prediction = i % 7 == 0 ? Math.nextUp(target) : value(random, i);
      double weight = i < ROWS / 2 ? 0.1 : Math.scalb(1 + random.nextDouble(), random.nextInt(60));
      rows.add(RowFactory.create(prediction, target, weight));
      oracle.add(prediction, target, weight);
    }
    data = SPARK.createDataFrame(rows, SCHEMA).coalesce(1).cache();
    expected = evaluate(data, spec());
    assertThat(expected.mean().getAsDouble()).isEqualTo(oracle.mean().nearest());
    assertThat(expected.sum().getAsDouble()).isEqualTo(oracle.squaredError().nearest());
    assertThat(expected.weightSum().getAsDouble()).isEqualTo(oracle.weight().nearest());
  }

  private static double value(Random random, int row) {
    double ordinary = 50 + 10 * random.nextGaussian();
    return row % 10 < 8 ? ordinary : Math.scalb(ordinary, random.nextInt(600) - 300);
  }

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder().prediction("p").target("t").weight("w");
  }

  private static LossMetrics evaluate(Dataset<Row> rows, EvaluationSpecBuilder spec) {
    return only(new Evaluator(SPARK).evaluate(rows, spec.build()));
  }

  private static LossMetrics only(EvaluationReport report) {
    assertThat(report.results()).hasSize(1);
    assertThat(report.results().get(0).used()).isEqualTo(ROWS);
    assertThat(report.results().get(0).refusals()).isEmpty();
    return report.results().get(0).metrics();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1000})
  void partitions(int partitions) {
    assertThat(evaluate(data.repartition(partitions), spec())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void order(long seed) {
    Dataset<Row> shuffled = data.orderBy(functions.rand(seed)).coalesce(3);
    assertThat(evaluate(shuffled, spec())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void treeDepth(int depth) {
    assertThat(evaluate(data.repartition(40), spec().treeDepth(depth))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(KernelOption.class)
  void kernels(KernelOption kernel) {
    assertThat(evaluate(data, spec().kernel(kernel))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "parquet,PAGES",
    "parquet,COLUMNS",
    "parquet,ROWS",
    "orc,COLUMNS",
    "orc,ROWS",
    "csv,ROWS",
    "json,ROWS",
    "csv,AUTO",
    "json,AUTO",
    "parquet,AUTO",
    "orc,AUTO"
  })
  void formatsAndReaders(String format, ReaderOption reader) {
    String path = folder.resolve(format + "-" + reader).toString();
    data.repartition(3).write().format(format).option("header", "true").save(path);
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(spec().reader(reader).input(InputSpec.ofPaths(path)).build());
    assertThat(only(report)).isEqualTo(expected);
    assertThat(report.provenance().reader()).startsWith(reader(format, reader));
  }

  private static String reader(String format, ReaderOption asked) {
    boolean columnar = format.equals("parquet") || format.equals("orc");
    if (asked != ReaderOption.AUTO) {
      return asked.name().toLowerCase(java.util.Locale.ROOT);
    } else if (!columnar) {
      return "rows";
    }
    return format.equals("parquet") ? "pages" : "columns";
  }

  @Test
  void gzipAndOtherCompressions() {
    for (String codec : List.of("gzip", "bzip2")) {
      String path = folder.resolve("csv-" + codec).toString();
      data.write().option("header", "true").option("compression", codec).csv(path);
      EvaluationReport report =
          new Evaluator(SPARK).evaluate(spec().input(InputSpec.ofPaths(path)).build());
      assertThat(only(report)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
  void parquetCompressionsAndDictionaries(String codec) {
    String path = folder.resolve("parquet-" + codec).toString();
    data.write()
        .option("compression", codec)
        .option("parquet.enable.dictionary", codec.equals("zstd") ? "false" : "true")
        .parquet(path);
    EvaluationReport report =
        new Evaluator(SPARK)
            .evaluate(spec().reader(ReaderOption.COLUMNS).input(InputSpec.ofPaths(path)).build());
    assertThat(only(report)).isEqualTo(expected);
  }

  @Test
  void severalModelsInOneScanAndTheirExpressions() {
    EvaluationReport report =
        new Evaluator(SPARK)
            .evaluate(data, spec().prediction("p + 0 AS same").prediction("t AS perfect").build());
    assertThat(report.results())
        .extracting(result -> result.prediction())
        .containsExactly("p", "same", "perfect");
    assertThat(report.results().get(1).metrics()).isEqualTo(expected);
    assertThat(report.results().get(2).metrics().sum().getAsDouble()).isZero();
  }
}
