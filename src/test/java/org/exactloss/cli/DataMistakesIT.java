package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user meets in data: values, types, keys, and damage. */
class DataMistakesIT {
  @TempDir private static Path folder;
  @TempDir private static Path elsewhere;
  private static LocalSparkSettings settings;

  @BeforeAll
  static void writeData() throws IOException {
    settings = new LocalSparkSettings(elsewhere);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Dataset<Row> rows = spark.range(0, 5000, 1, 1).toDF("id");
      for (String format : List.of("parquet", "orc")) {
        save(rows.selectExpr("id + 0.5D AS p", "double(id) AS t"), format, "good." + format);
        save(rows.selectExpr("decimal(id) * 10000000000BD AS p", "id AS t"), format, "d." + format);
        save(rows.selectExpr("decimal(id) AS p", "int(id) AS t"), format, "two/a." + format);
        save(rows.selectExpr("id + 0.25BD AS p", "id AS t"), format, "two/b." + format);
        Files.createDirectories(folder.resolve("two-" + format));
        for (String name : List.of("a.", "b.")) {
          Files.move(
              folder.resolve("two/" + name + format),
              folder.resolve("two-" + format + "/" + name + format));
        }
      }
      save(
          rows.selectExpr(
              "double(id) AS p",
              "named_struct('x', id) AS struct",
              "array(id) AS array",
              "map('x', id) AS map",
              "date_from_unix_date(0) AS date",
              "id = 0 AS boolean",
              "binary('x') AS binary",
              "decimal(id) AS decimal"),
          "parquet",
          "types.parquet");
    }
    Files.delete(folder.resolve("two"));
  }

  @AfterAll
  static void putBack() {
    settings.close();
  }

  private static void save(Dataset<Row> rows, String format, String name) throws IOException {
    Path parts = elsewhere.resolve(name);
    rows.coalesce(1)
        .write()
        .option("compression", "none")
        .option("parquet.enable.dictionary", "false")
        .format(format)
        .save(parts.toString());
    Files.createDirectories(folder.resolve(name).getParent());
    try (Stream<Path> files = Files.list(parts)) {
      Path file =
          files.filter(it -> it.toString().endsWith("." + format)).findFirst().orElseThrow();
      Files.move(file, folder.resolve(name));
    }
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Attempt evaluate(String input, String prediction, String... more)
      throws IOException {
    List<String> words = Attempt.evaluate(input, "--prediction", prediction);
    words.addAll(Arrays.asList(more));
    words.addAll(List.of("--report", path("report.json")));
    if (!words.contains("--target")) {
      words.addAll(List.of("--target", "t"));
    }
    return Attempt.of(folder, words);
  }

  @Test
  void valuesThatAreNoNumbers() throws IOException {
    String input =
        file(
            "values.csv",
            "p,t,word,none,nan,inf\n1,2,north,,NaN,Infinity\n3,4,south,,5,-Infinity\n");
    evaluate(input, "p", "--target", "word")
        .isRefusedWithAccounting("2 of 2 elements are malformed (malformedTarget 2)");
    evaluate(input, "p", "--target", "none").isRefusedWithAccounting("(nullTarget 2)", "--on-null");
    evaluate(input, "p", "--target", "none", "--on-null", "skip")
        .isRefusedWithAccounting("none of 2 elements can be used (nullTarget 2)");
    evaluate(input, "nan").isRefusedWithAccounting("(nanPrediction 1)", "--on-nan skip");
    evaluate(input, "inf").isRefusedWithAccounting("(infinitePrediction 2)", "--on-infinite skip");
    evaluate(input, "'p'").isRefusedWithAccounting("(malformedPrediction 2)");
    evaluate(input, "CAST(word AS DOUBLE)")
        .isRefused(3, "an expression fails on a row: CAST(word AS DOUBLE): ", "'north'");
  }

  @Test
  void weights() throws IOException {
    String input =
        file("weights.csv", "p,t,zero,neg,nan,inf,x\n1,2,0,-1,NaN,Infinity,\n3,4,0,1,1,1,y\n");
    weighted(input, "zero").isRefusedWithAccounting("none of 2 elements", "(zeroWeight 2)");
    weighted(input, "neg").isRefusedWithAccounting("1 of 2 weights are negative");
    weighted(input, "nan").isRefusedWithAccounting("(nanWeight 1)", "--on-nan skip");
    weighted(input, "inf").isRefusedWithAccounting("(infiniteWeight 1)", "--on-infinite skip");
    Attempt json = evaluate(input, "p", "--weight", "neg", "--report", "-");
    assertThat(json.exitCode()).as("two reports are a mistake too").isEqualTo(2);
  }

  private static Attempt weighted(String input, String weight) throws IOException {
    return evaluate(input, "p", "--weight", weight);
  }

  @Test
  void jsonOnStandardOutputIsWholeOrNothing() throws IOException {
    String input = file("null.csv", "p,t\n1,\n");
    Attempt refused =
        Attempt.of(
            folder, Attempt.evaluate(input, "--prediction", "p", "--target", "t", "--report", "-"));
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.output()).isEmpty();
    assertThat(refused.error()).as(refused.all()).anyMatch(line -> line.contains("nullTarget"));
  }

  @Test
  void keys() throws IOException {
    String predictions = file("predictions.csv", "id,p\n1,1\n2,2\n3,3\n");
    String twice = file("twice.csv", "id,t\n1,1\n1,2\n2,2\n3,3\n");
    String others = file("others.csv", "id,t\n1,1\n2,2\n4,3\n");
    evaluate(predictions, "p", "--targets", twice, "--key", "id")
        .isRefusedWithAccounting("by key id", "1 among the targets, such as 1");
    evaluate(twice, "t", "--targets", predictions, "--key", "id", "--target", "p")
        .isRefusedWithAccounting("by key id", "1 keys stand more than once", "such as 1");
    evaluate(predictions, "p", "--targets", others, "--key", "id")
        .isRefusedWithAccounting("1 predictions have no target", "--on-unmatched skip");
    evaluate(predictions, "t", "--targets", others, "--key", "id").isRefused(2, "no column t");
    evaluate(predictions, "p", "--targets", path("none"), "--key", "id").isRefused(4, "none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"struct", "map", "date", "boolean", "binary"})
  void typesThatHoldNoNumber(String column) throws IOException {
    evaluate(path("types.parquet"), "p", "--target", column)
        .isRefused(3, "--target " + column + ": its type is " + column.toUpperCase(), "cast it");
  }

  @Test
  void aNumberNeverMeetsAnArray() throws IOException {
    evaluate(path("types.parquet"), "p", "--target", "array")
        .isRefused(3, "one is DOUBLE and the other ARRAY<BIGINT>", "nothing is broadcast");
  }

  @Test
  void mixturesThatLoseDigits() throws IOException {
    evaluate(path("types.parquet"), "p", "--target", "p + decimal")
        .isRefused(2, "decimal from DECIMAL(10,0) into DOUBLE", "CAST(decimal AS DOUBLE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void damagedFiles(String format) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("good." + format));
    Path cut = folder.resolve("cut." + format);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    evaluate(cut.toString(), "p").isRefused(4, cut.toString(), "restore what is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pages", "columns", "rows"})
  void aWrongPageChecksum(String reader) throws IOException {
    Path file = folder.resolve("good.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) lastByteOfFirstColumn(file)] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
    evaluate(damaged.toString(), "p", "--reader", reader)
        .isRefused(4, damaged.toString(), "CRC checksum verification failed", "restore");
  }

  private static long lastByteOfFirstColumn(Path file) throws IOException {
    HadoopInputFile input =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      ColumnChunkMetaData chunk = reader.getFooter().getBlocks().get(0).getColumns().get(0);
      return chunk.getStartingPos() + chunk.getTotalSize() - 1;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void decimalsBeyondTheirPrecision(String format) throws IOException {
    String input = path("d." + format);
    evaluate(input, "CAST(p AS DECIMAL(10,2))")
        .isRefused(3, "on a row: CAST(p AS DECIMAL(10,2)): ", "0 cannot be represented");
    evaluate(input, "p", "--schema", "p DECIMAL(12,0), t BIGINT")
        .isRefused(3, "the column p as DECIMAL(12,0)", "it is stored as DECIMAL(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void schemasThatWouldChangeValues(String format) throws IOException {
    String input = path("good." + format);
    for (String type : List.of("INT", "FLOAT", "DECIMAL(6,1)")) {
      evaluate(input, "p", "--schema", "p " + type + ", t DOUBLE")
          .isRefused(3, "the column p as " + type + ": it is stored as DOUBLE", "--schema");
    }
    evaluate(input, "p", "--schema", "p DOUBLE, tt DOUBLE")
        .isRefused(2, "no column tt", "did you mean t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void filesOfOneFolderWithDifferentTypes(String format) throws IOException {
    evaluate(path("two-" + format), "p").isRefused(3, "two-" + format, " store");
  }
}
