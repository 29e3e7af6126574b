package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of errors carries along, and when there is none. */
class ErrorTableMistakesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ValuePolicies SKIP_ALL =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir Path folder;

  @Test
  void keepsTheColumnsThatAreAskedForOfAnyType() {
    Dataset<Row> data =
        SPARK.sql(
            "SELECT id AS `a b`, map('k', id) AS m, array(struct(id, 'x' AS y)) AS s,"
                + " CAST('x' AS BINARY) AS b, DATE '2026-01-01' AS d, id AS p, id + 2 AS t"
                + " FROM range(0, 5, 1, 2) WHERE id <> 3");
    String input = path("input.parquet");
    data.write().parquet(input);
    run(builder("all", false).input(InputSpec.ofPaths(input)));
    assertThat(
            table("all")
                .drop("squaredError", "excluded")
                .drop("m")
                .exceptAll(data.drop("m"))
                .count())
        .isZero();
    assertThat(table("all").filter("squaredError = 4.0 AND excluded IS NULL").count()).isEqualTo(4);
    run(
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(input))
            .prediction("p + 1 AS forecast")
            .target("t")
            .where("p > 0")
            .tables(tables("some", false, List.of("M", "`a b`"), false)));
    assertThat(table("some").columns()).containsExactly("m", "a b", "squaredError", "excluded");
    assertThat(table("some").filter("squaredError = 1.0").count()).isEqualTo(3);
  }

  @Test
  void joinedRowsKeepTheColumnsOfThePredictions() {
    String targets =
        Table.of(
                "k INT, t DOUBLE, note STRING",
                row(1, 1.0, "x"),
                row(2, 5.0, "y"),
                row(4, 0.0, "z"))
            .parquet(folder, "targets");
    Dataset<Row> predictions =
        Table.of(
                "note STRING, k INT, p DOUBLE",
                row("a", 1, 2.0),
                row(null, 2, 2.0),
                row("c", 3, 2.0))
            .data();
    run(
        builder("out", false).join(new JoinSpec(InputSpec.ofPaths(targets), List.of("k"), true)),
        predictions);
    assertThat(table("out").columns())
        .containsExactly("note", "k", "p", "squaredError", "excluded");
    assertThat(rows("out").stream().map(Row::toString).sorted())
        .containsExactly("[a,1,2.0,1.0,null]", "[null,2,2.0,9.0,null]");
  }

  @Test
  void nothingIsWrittenWhereAModelIsRefused() throws IOException {
    Table table = Table.of("p DOUBLE, q DOUBLE, t DOUBLE", row(1.0, null, 2.0));
    EvaluationReport report = run(builder("out", false).prediction("q"), table.data());
    assertThat(report.results().get(1).refused()).isTrue();
    assertThat(names()).isEmpty();
    EvaluationReport again =
        run(builder("out", false).prediction("q").policies(SKIP_ALL), table.data());
    // Nothing of q can be used.
    assertThat(again.results().get(1).refused()).isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsRead() throws IOException {
    // Each row fails when it is read.
    Dataset<Row> data =
        SPARK
            .range(3)
            .selectExpr(
                "id AS p", "CAST(raise_error('read') AS INT) AS t", "id AS excluded", "id AS w");
    refused(data, builder("out", false), Kind.USAGE, "the input has a column excluded, and so has");
    refused(
        data,
        keep("none", List.of("ww")),
        Kind.USAGE,
        "Cannot use --keep ww: there is no column ww; did you mean w");
    refused(
        data,
        keep("out", List.of("p")).prediction("w AS P"),
        Kind.USAGE,
        "the table would have the column squaredError_p twice");
    refused(
        SPARK
            .range(3)
            .selectExpr("id AS p", "CAST(raise_error('read') AS INT) AS t", "array(1) AS a"),
        builder("out.csv", false),
        Kind.USAGE,
        "its column a is ARRAY<INT>, which a cell of csv cannot hold");
    refused(data, builder("none/out", false), Kind.STORAGE, "its folder does not exist");
    Files.createDirectory(folder.resolve("there"));
    refused(data, builder("there", false), Kind.USAGE, "it exists; name another table, or replace");
    assertThat(names()).containsExactly("there");
  }

  @Test
  void aTableThatIsReadIsNotReplaced() throws IOException {
    String place = path("stored");
    SPARK
        .range(6)
        .selectExpr("id AS p", "id + 1 AS t")
        .write()
        .option("path", place)
        .saveAsTable("is_read");
    try {
      TableOutputs replace =
          new TableOutputs(Optional.of(place), false, 0, List.of(), Optional.empty(), true);
      EvaluationSpecBuilder table =
          EvaluationSpec.builder().prediction("p").target("t").tables(replace);
      assertThatThrownBy(() -> run(table.input(InputSpec.ofTable("is_read"))))
          .hasMessageContaining("the files of the input, the table is_read, are there");
      InputSpec byOption =
          new InputSpec(
              List.of(),
              Optional.empty(),
              Optional.of("parquet"),
              Map.of("Path", place),
              Optional.empty());
      assertThatThrownBy(() -> run(table.input(byOption))).hasMessageContaining("is the input");
      assertThat(SPARK.table("is_read").count()).isEqualTo(6);
    } finally {
      SPARK.sql("DROP TABLE is_read");
    }
  }

  @Test
  void aFailureInTheSecondPassLeavesTheOldTable() throws IOException {
    Table table = Table.of("p DOUBLE, t DOUBLE, s STRING", row(1.0, 2.0, "no number"));
    run(keep("out", List.of("p")), table.data());
    Dataset<Row> data = table.data().selectExpr("p", "t", "CAST(s AS INT) AS n");
    EvaluationSpecBuilder builder =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .tables(tables("out", false, List.of(), true));
    refused(data, builder, Kind.DATA, "cannot be cast");
    assertThat(names()).containsExactly("out");
    assertThat(rows("out")).hasSize(1);
  }

  @Test
  void aFullDiskIsSaidSo() {
    Exception failure =
        new IllegalStateException(
            "Task failed while writing rows", new IOException("No space left on device"));
    assertThat(SparkFailures.cannotWrite("out", failure))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage(
            "Cannot write to out: No space left on device; make room there, or name another place");
  }

  private void refused(Dataset<Row> data, EvaluationSpecBuilder builder, Kind kind, String reason) {
    assertThatThrownBy(() -> run(builder, data))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContaining(reason)
        .message()
        .matches("(?s)Cannot .+: .+; .+");
  }

  private EvaluationSpecBuilder keep(String output, List<String> keep) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .tables(tables(output, false, keep, false));
  }

  private EvaluationSpecBuilder builder(String output, boolean gradient) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .tables(tables(output, gradient, List.of(), false));
  }

  private TableOutputs tables(
      String output, boolean gradient, List<String> keep, boolean overwrite) {
    return new TableOutputs(
        Optional.of(path(output)), gradient, 0, keep, Optional.empty(), overwrite);
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder) {
    return new Evaluator(SPARK).evaluate(builder.build());
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder, Dataset<Row> data) {
    return new Evaluator(SPARK).evaluate(data, builder.build());
  }

  private Dataset<Row> table(String name) {
    return SPARK.read().parquet(path(name));
  }

  private List<Row> rows(String name) {
    return table(name).collectAsList();
  }

  private String path(String name) {
    return folder + "/" + name;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
