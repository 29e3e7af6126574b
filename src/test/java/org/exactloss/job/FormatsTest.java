package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of input with real files, tables and databases, and what is wrong with them. */
class FormatsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir Path folder;

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder().prediction("p").target("t");
  }

  private static ModelResult evaluate(EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(spec.build()).results().get(0);
  }

  private InputSpec file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.writeString(path, content);
    return InputSpec.ofPaths(path.toString());
  }

  private static InputSpec with(InputSpec input, String option, String value) {
    return new InputSpec(
        input.paths(), input.table(), input.format(), Map.of(option, value), input.schema());
  }

  @Test
  void csvCellsAreTheNearestDoubles() throws IOException {
    InputSpec input = file("a.csv", "p,t\n0.1,0\n1e-3,0\n-2.5E+1,0\n");
    ModelResult result = evaluate(spec().input(input));
    double expected =
        new BigDecimal(0.1)
            .pow(2)
            .add(new BigDecimal(1e-3).pow(2))
            .add(new BigDecimal(625))
            .doubleValue();
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(expected);
  }

  @Test
  void csvDecimalsAreExactWhenCast() throws IOException {
    InputSpec input = file("a.csv", "p,t\n0.1,0.3\n");
    ModelResult result =
        evaluate(
            EvaluationSpec.builder()
                .input(input)
                .prediction("CAST(p AS DECIMAL(5,2))")
                .target("CAST(t AS DECIMAL(9,4))"));
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(0.04);
  }

  @Test
  void malformedCsvRecordsAreCounted() throws IOException {
    InputSpec input = file("a.csv", "p,t,x\n1,2,a\n1,2\n1,2,3,4\n3,5,b\nabc,1,c\n");
    EvaluationReport report = new Evaluator(SPARK).evaluate(spec().input(input).build());
    assertThat(report.results().get(0).excluded())
        .isEqualTo(Map.of("malformedRecord", 2L, "malformedPrediction", 1L));
    assertThat(report.results().get(0).refusals())
        .containsExactly(
            "Cannot give the loss of p: 3 of 5 elements are malformed (malformedRecord 2,"
                + " malformedPrediction 1); use --on-malformed skip to leave them out, or mend the"
                + " data");
    ModelResult skipped = evaluate(spec().input(input).policies(SKIP));
    assertThat(skipped.used()).isEqualTo(2);
    assertThat(skipped.metrics().sum().getAsDouble()).isEqualTo(5);
  }

  @Test
  void aConditionDoesNotHideMalformedRecords() throws IOException {
    InputSpec input = file("a.csv", "p,t,x\n1,2,a\n1,2\n1,5,b\n");
    ModelResult result = evaluate(spec().input(input).where("x = 'a'").policies(SKIP));
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.excluded()).isEqualTo(Map.of("malformedRecord", 1L));
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(1);
  }

  @Test
  void filesWhoseHeadersDifferAreRefused() throws IOException {
    file("a.csv", "p,t\n1,2\n");
    file("b.csv", "t,p\n1,2\n");
    assertThatThrownBy(() -> evaluate(spec().input(InputSpec.ofPaths(folder.toString()))))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot evaluate: ")
        .hasMessageContaining("CSV header does not conform to the schema");
  }

  @Test
  void csvWithoutHeader() throws IOException {
    InputSpec input = with(file("a.csv", "1,2\n3,5\n"), "header", "false");
    ModelResult result =
        evaluate(EvaluationSpec.builder().input(input).prediction("_c0").target("_c1"));
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(5);
  }

  @Test
  void malformedJsonLinesAreCounted() throws IOException {
    String lines = "{\"p\":1,\"t\":2}\n{bad\n{\"p\":\"x\",\"t\":1}\n{\"p\":\"4.5\",\"t\":1}\n\n";
    ModelResult result = evaluate(spec().input(file("a.jsonl", lines)).policies(SKIP));
    assertThat(result.excluded())
        .isEqualTo(Map.of("malformedRecord", 1L, "malformedPrediction", 1L));
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(13.25);
  }

  @Test
  void aSecondDocumentOnAJsonLineIsMalformed() throws IOException {
    String lines = "{\"p\":1,\"t\":2}\n{\"p\":1,\"t\":2}{\"p\":1,\"t\":9}\n{\"p\":1,\"t\":2} x\n";
    ModelResult result = evaluate(spec().input(file("a.json", lines)).policies(SKIP));
    assertThat(result.excluded()).isEqualTo(Map.of("malformedRecord", 2L));
    assertThat(result.used()).isEqualTo(1);
  }

  @Test
  void catalogTable() {
    SPARK.sql("DROP TABLE IF EXISTS forecasts");
    SPARK.sql("CREATE TABLE forecasts USING parquet AS SELECT 1.5D AS p, 1.0D AS t");
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(spec().input(InputSpec.ofTable("forecasts")).build());
    assertThat(report.results().get(0).metrics().sum().getAsDouble()).isEqualTo(0.25);
    assertThat(report.provenance().reader()).startsWith("pages");
    assertThatThrownBy(() -> evaluate(spec().input(InputSpec.ofTable("forecast"))))
        .hasMessageStartingWith("Cannot read table forecast: ")
        .extracting("kind")
        .isEqualTo(EvaluationException.Kind.STORAGE);
  }

  @Test
  void jdbcDatabase() throws SQLException {
    String url = "jdbc:derby:memory:forecasts;create=true";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE f (p DOUBLE, t DECIMAL(10,2), n BIGINT)");
      statement.execute("INSERT INTO f VALUES (1.5, 1.25, 3), (0.1, 0.1, 4), (NULL, 2, 5)");
    }
    InputSpec input =
        new InputSpec(
            List.of(),
            Optional.empty(),
            Optional.of("jdbc"),
            Map.of("url", url, "dbtable", "f"),
            Optional.empty());
    ModelResult result = evaluate(spec().input(input).policies(SKIP));
    BigDecimal tiny = new BigDecimal(0.1).subtract(new BigDecimal("0.1"));
    double expected = new BigDecimal("0.0625").add(tiny.pow(2)).doubleValue();
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(expected);
    assertThat(result.excluded()).isEqualTo(Map.of("nullPrediction", 1L));
  }

  @Test
  void parquetThatTheVectorizedReaderRefusesIsReadAsRows() throws Exception {
    Path file = folder.resolve("split.parquet");
    ByteStreamSplitFile.write(file, 1000);
    EvaluationReport report =
        new Evaluator(SPARK).evaluate(spec().input(InputSpec.ofPaths(file.toString())).build());
    assertThat(report.results().get(0).used()).isEqualTo(1000);
    assertThat(report.results().get(0).metrics().sum().getAsDouble())
        .isEqualTo(ByteStreamSplitFile.SUM_OF_1000);
    assertThat(report.provenance().reader()).startsWith("rows (Spark's vectorized reader refuses");
    assertThatThrownBy(
            () ->
                evaluate(
                    spec().reader(ReaderOption.COLUMNS).input(InputSpec.ofPaths(file.toString()))))
        .isInstanceOf(EvaluationException.class);
  }

  @Test
  void optionsThatLoseRowsAreRefused() throws IOException {
    InputSpec input = file("a.csv", "p,t\n1,2\n");
    for (String option : List.of("ignoreCorruptFiles", "IGNOREMISSINGFILES", "inferSchema")) {
      assertThatThrownBy(() -> evaluate(spec().input(with(input, option, "true"))))
          .hasMessageStartingWith("Cannot use --option ")
          .extracting("kind")
          .isEqualTo(EvaluationException.Kind.USAGE);
    }
    assertThatThrownBy(() -> evaluate(spec().input(with(input, "mode", "DROPMALFORMED"))))
        .hasMessageContaining("--on-malformed");
    SPARK.conf().set("spark.sql.files.ignoreCorruptFiles", "true");
    try {
      assertThatThrownBy(() -> evaluate(spec().input(input)))
          .hasMessageStartingWith("Cannot read with spark.sql.files.ignoreCorruptFiles=true");
    } finally {
      SPARK.conf().unset("spark.sql.files.ignoreCorruptFiles");
    }
  }

  @Test
  void theSessionsSettingsArePutBack() throws IOException {
    SPARK.conf().set("spark.sql.ansi.enabled", "false");
    try {
      evaluate(spec().input(file("a.csv", "p,t\n1,2\n")));
      assertThat(SPARK.conf().get("spark.sql.ansi.enabled")).isEqualTo("false");
      assertThat(SPARK.conf().getOption("parquet.page.verify-checksum.enabled").isEmpty()).isTrue();
    } finally {
      SPARK.conf().unset("spark.sql.ansi.enabled");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, 'DECIMAL(9,2)', 1.25, 'DECIMAL(20,4)', 1.2345",
    "parquet, 'DECIMAL(20,4)', 1.2345, 'DECIMAL(9,2)', 1.25",
    "parquet, 'DECIMAL(9,2)', 1.25, 'DECIMAL(12,2)', 1234567890.12",
    "parquet, 'DECIMAL(30,2)', 1.25, 'DECIMAL(12,5)', 1.23456",
    "parquet, FLOAT, 0.5, DOUBLE, 0.1",
    "parquet, INT, 8, BIGINT, 3000000000",
    "orc, 'DECIMAL(9,2)', 1.25, 'DECIMAL(20,4)', 1.2345",
    "orc, 'DECIMAL(20,4)', 1.2345, 'DECIMAL(9,2)', 1.25",
    "orc, 'DECIMAL(12,2)', 1234567890.12, 'DECIMAL(9,2)', 1.25",
    "orc, DOUBLE, 0.1, FLOAT, 0.5"
  })
  void filesOfSeveralTypesAreExactOrRefused(
      String format, String first, String p, String second, String q) {
    String path = folder.resolve("mixed").toString();
    write(format, path + "/k=1", p, first);
    write(format, path + "/k=2", q, second);
    double exact = stored(p, first).pow(2).add(stored(q, second).pow(2)).doubleValue();
    for (ReaderOption reader : List.of(ReaderOption.AUTO, ReaderOption.ROWS)) {
      EvaluationSpecBuilder spec = spec().reader(reader).input(InputSpec.ofPaths(path));
      try {
        ModelResult result = evaluate(spec);
        assertThat(result.metrics().sum().getAsDouble()).isEqualTo(exact);
        assertThat(result.used()).isEqualTo(2);
      } catch (EvaluationException refused) {
        assertThat(refused).hasMessageStartingWith("Cannot ");
        assertThat(refused.kind()).isEqualTo(EvaluationException.Kind.DATA);
      }
    }
  }

  private static BigDecimal stored(String value, String type) {
    return type.equals("DOUBLE")
        ? new BigDecimal(Double.parseDouble(value))
        : new BigDecimal(value);
  }

  private static void write(String format, String path, String value, String type) {
    SPARK
        .sql("SELECT CAST('" + value + "' AS " + type + ") AS p, 0.0D AS t")
        .coalesce(1)
        .write()
        .format(format)
        .save(path);
  }
}
