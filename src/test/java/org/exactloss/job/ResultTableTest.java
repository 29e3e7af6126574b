package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.Reports;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.TableOutputs;
import org.exactloss.testing.CsvText;
import org.exactloss.testing.HostileStrings;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns and rows of the table of all results. */
class ResultTableTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<Metric> METRICS =
      List.of(Metric.MAE, Metric.CONFIDENCE_INTERVAL, Metric.SHARE);

  @TempDir Path folder;

  private static StructType slicing(String ddl) {
    return StructType.fromDDL(ddl);
  }

  private static ModelResult model(String name) {
    return Reports.result(name, 1, 1, 1, Map.of(), List.of(), Reports.metrics(1, 1, 1, 1, 'a'));
  }

  private static Object value(Row row, StructType schema, String column) {
    return row.get(schema.fieldIndex(column));
  }

  @Test
  void eachNameHasOneColumnOfItsOwnType() {
    ResultRows.Layout layout =
        ResultRows.Layout.of(
            Optional.of(DataTypes.DateType),
            List.of(
                slicing("month INT, station STRING"),
                slicing("station STRING"),
                slicing("hour DECIMAL(3,1)")),
            METRICS);
    assertThat(layout.schema().fieldNames())
        .containsSubsequence(
            "prediction",
            "output",
            "level",
            "batch",
            "slicing",
            "month",
            "station",
            "hour",
            "rows",
            "loss",
            "mae",
            "confidenceInterval_lo",
            "confidenceInterval_hi",
            "share",
            "batchMean")
        .doesNotHaveDuplicates();
    assertThat(layout.schema().apply("hour").dataType())
        .isEqualTo(DataTypes.createDecimalType(3, 1));
    assertThat(layout.schema().apply("mae").dataType()).isEqualTo(DataTypes.DoubleType);
  }

  @Test
  void rowsHaveWhatBelongsToThem() {
    ResultRows.Layout layout =
        ResultRows.Layout.of(
            Optional.empty(), List.of(slicing("m INT, s STRING"), slicing("s STRING")), METRICS);
    StructType schema = layout.schema();
    ModelResult result =
        model("a")
            .with(
                Map.of(
                    Metric.MAE,
                    MetricValue.undefined("so"),
                    Metric.CONFIDENCE_INTERVAL,
                    new MetricValue.Interval(-1, Double.NaN),
                    Metric.SHARE,
                    MetricValue.of(0.25)));
    Row slice = layout.slice(result, List.of("m", "s"), Arrays.asList(3, null));
    assertThat(slice.size()).isEqualTo(schema.length());
    assertThat(value(slice, schema, "level")).isEqualTo("slice");
    assertThat(value(slice, schema, "slicing")).isEqualTo("m,s");
    assertThat(value(slice, schema, "m")).isEqualTo(3);
    assertThat(value(slice, schema, "s")).isNull();
    assertThat(value(slice, schema, "mae")).isNull();
    assertThat(value(slice, schema, "confidenceInterval_lo")).isEqualTo(-1.0);
    assertThat(value(slice, schema, "confidenceInterval_hi")).isEqualTo(Double.NaN);
    assertThat(value(slice, schema, "share")).isEqualTo(0.25);
    assertThat(value(slice, schema, "batches")).isNull();
    Row single = layout.slice(result, List.of("s"), List.of("JFK"));
    assertThat(value(single, schema, "slicing")).isEqualTo("s");
    assertThat(value(single, schema, "m")).isNull();
    assertThat(value(single, schema, "s")).isEqualTo("JFK");
    Row overall = layout.overall(model("a"), Optional.empty(), 0);
    assertThat(overall.size()).isEqualTo(schema.length());
    assertThat(value(overall, schema, "slicing")).isNull();
    assertThat(value(overall, schema, "share")).isNull();
    assertThat(value(overall, schema, "loss")).isEqualTo(1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Loss INT | s INT | Loss | that table has a column of this name already",
        "slicing INT | s INT | slicing | that table has a column of this name already",
        "BATCH INT | s INT | BATCH | that table has a column of this name already",
        "confidenceInterval_LO INT | s INT | confidenceInterval_LO | that table has a column of this name already",
        "s INT | s STRING | s | another slice has that name with the type INT, and this one is STRING",
        "s INT | S INT | S | another slice has the name s"
      })
  void refusesTheNameOfAnotherColumn(String first, String second, String name, String why) {
    assertThatThrownBy(
            () ->
                ResultRows.Layout.of(
                    Optional.of(DataTypes.LongType),
                    List.of(slicing(first), slicing(second)),
                    METRICS))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.kind()).isEqualTo(EvaluationException.Kind.USAGE))
        .hasMessage(
            "Cannot write the slice "
                + name
                + " into the table of --results: "
                + why
                + "; name it otherwise with --slice 'EXPR AS name'");
  }

  /** Every text is the name of a slicing, and the value of its one slice, and a model's name. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void hostileTextsReadBackToThemselves(String format) throws IOException {
    List<String> texts = namesAsSparkTellsThemApart();
    ResultRows.Layout layout =
        ResultRows.Layout.of(
            Optional.empty(),
            texts.stream()
                .map(text -> new StructType().add(column(text), DataTypes.StringType))
                .toList(),
            List.of(Metric.SHARE));
    List<Row> slices = new ArrayList<>();
    for (String text : texts) {
      slices.add(layout.slice(model(text), List.of(column(text)), List.of(text)));
    }
    Path table = folder.resolve("results." + format);
    write(table.toString(), layout, slices);
    List<List<String>> found = new ArrayList<>();
    for (Map<String, String> row : read(table, format)) {
      if (row.get("level").equals("slice")) {
        String text = row.get("prediction");
        found.add(Arrays.asList(text, row.get("slicing"), row.get(column(text))));
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            texts.stream().map(text -> List.of(text, column(text), text)).toList());
  }

  /** No column has an empty name. */
  private static String column(String text) {
    return text.isEmpty() ? "nothing" : text;
  }

  /** The cells that are not null, by their columns. */
  private static List<Map<String, String>> read(Path table, String format) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(it -> it.toString().endsWith("." + format)).toList()) {
        String text = Files.readString(file);
        rows.addAll(format.equals("csv") ? CsvText.rows(text) : jsonRows(text));
      }
    }
    return rows;
  }

  private static List<Map<String, String>> jsonRows(String text) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : text.split("\n")) {
      Map<String, String> cells = new HashMap<>();
      new ObjectMapper()
          .readTree(line)
          .fields()
          .forEachRemaining(
              cell -> {
                if (!cell.getValue().isNull()) {
                  cells.put(cell.getKey(), cell.getValue().asText());
                }
              });
      rows.add(cells);
    }
    return rows;
  }

  /** Of names that Spark takes for the same one, the first. */
  private static List<String> namesAsSparkTellsThemApart() {
    Map<String, String> names = new TreeMap<>();
    for (String text : HostileStrings.inData()) {
      names.putIfAbsent(text.toLowerCase(Locale.ROOT), text);
    }
    return List.copyOf(names.values());
  }

  private static void write(String uri, ResultRows.Layout layout, List<Row> slices) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .tables(
                new TableOutputs(Optional.empty(), false, 0, List.of(), Optional.of(uri), false))
            .build();
    ResultTable table = ResultTable.prepare(SPARK, spec).orElseThrow();
    table.requireStorable(layout);
    EvaluationReport report =
        Reports.of(model("m"))
            .withSlicings(List.of(new SlicingReport(List.of("s"), slices.size(), List.of())));
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(SPARK.sparkContext()).parallelize(slices, 2);
    table.write(report, layout, List.of(rows), () -> {});
  }
}
