package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How models are called, which rows conditions keep, and what fails on a row. */
class ExpressionValuesTest {
  private static final Table TABLE =
      Table.of(
          "p DOUBLE, t DOUBLE, n INT, text STRING, price DECIMAL(10,2), big BIGINT",
          Table.row(1.0, 2.0, 0, "abc", new BigDecimal("12345678.90"), Long.MAX_VALUE),
          Table.row(3.0, 2.5, 5, "7", new BigDecimal("0.10"), 1L));

  @TempDir static Path folder;

  private static EvaluationReport evaluate(Table table, EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
  }

  private static List<String> names(EvaluationReport report) {
    return report.results().stream().map(ModelResult::prediction).toList();
  }

  @Test
  void namesOfModels() {
    EvaluationReport report =
        evaluate(
            TABLE,
            EvaluationSpec.builder()
                .target("t")
                .prediction("p")
                .prediction("p + 1")
                .prediction("p * 2 AS doubled")
                .prediction("p `in metres`")
                .prediction("`n`")
                .prediction("  n-1 "));
    assertThat(names(report)).containsExactly("p", "p + 1", "doubled", "in metres", "n", "n-1");
    assertThat(report.results().get(2).metrics().sum()).hasValue(0 + 3.5 * 3.5);
  }

  @Test
  void oddNames() {
    Table table =
        Table.of(
            "`p 1` DOUBLE, `a.b` DOUBLE, `größe→∞` DOUBLE, `a` STRUCT<b: DOUBLE, `c d`: DOUBLE>,"
                + " `back``tick` DOUBLE, `select` DOUBLE, `1st` DOUBLE, `CamelCase` DOUBLE",
            Table.row(
                1.0,
                2.0,
                3.0,
                org.apache.spark.sql.RowFactory.create(4.0, 5.0),
                6.0,
                7.0,
                8.0,
                9.0));
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("0");
    List.of(
            "`p 1`",
            "`a.b`",
            "`größe→∞`",
            "a.b",
            "a.`c d`",
            "`back``tick`",
            "`select`",
            "`1st`",
            "camelcase")
        .forEach(spec::prediction);
    EvaluationReport report = evaluate(table, spec);
    assertThat(names(report))
        .containsExactly(
            "p 1", "a.b", "größe→∞", "b", "c d", "back`tick", "select", "1st", "camelcase");
    for (int i = 0; i < 9; i++) {
      assertThat(report.results().get(i).metrics().rmse()).as("model %d", i).hasValue(i + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"p,p,p", "p,t AS p,p", "n + 1 AS x,p AS x,x", "p + 1,p + 1,p + 1", "`p`,p,p"})
  void twoPredictionsOfOneName(String first, String second, String name) {
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () ->
                evaluate(
                    TABLE,
                    EvaluationSpec.builder().target("t").prediction(first).prediction(second)));
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.USAGE);
    assertThat(refusal)
        .hasMessage(
            "Cannot evaluate two predictions of the name "
                + name
                + ": results are told apart by it; name one of them with --prediction 'EXPR AS"
                + " name'");
  }

  /** A condition that is null keeps no row, as in SQL; rows that are not kept are not counted. */
  @Test
  void conditions() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE, hour INT",
            Table.row(1.0, 2.0, null),
            Table.row(1.0, 3.0, 5),
            Table.row(1.0, 4.0, 15),
            Table.row(null, null, 1));
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("p").target("t");
    ModelResult afternoon = evaluate(table, spec.where("hour > 12")).results().get(0);
    assertThat(afternoon.rows()).isEqualTo(1);
    assertThat(afternoon.metrics().sum()).hasValue(9);
    ModelResult other = evaluate(table, spec.where("NOT (hour > 12) AND p = 1")).results().get(0);
    assertThat(other.rows()).isEqualTo(1);
    assertThat(other.metrics().sum()).hasValue(4);
    ModelResult unknown = evaluate(table, spec.where("hour IS NULL")).results().get(0);
    assertThat(unknown.metrics().sum()).hasValue(1);
    EvaluationException never =
        catchThrowableOfType(
            EvaluationException.class, () -> evaluate(table, spec.where("p > NULL")));
    assertThat(never)
        .hasMessage("Cannot evaluate: no row satisfies --where p > NULL; change the condition");
  }

  /** From rows at hand, which Spark may compute while it plans, and from a file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p / n | Division by zero",
        "10 % n | Remainder by zero",
        "1 / 0 | Division by zero",
        "CAST(text AS DOUBLE) | The value 'abc' of the type \"STRING\" cannot be cast to \"DOUBLE\"",
        "text + 1.5D | The value 'abc' of the type \"STRING\" cannot be cast to \"DOUBLE\"",
        "big + 1 | long overflow",
        "CAST(big AS INT) | The value 9223372036854775807L of the type \"BIGINT\" cannot be cast to"
            + " \"INT\" due to an overflow",
        "CAST(price AS DECIMAL(4,2)) | 12345678.90",
        "array(1, 2)[n] | The index 5 is out of bounds",
        "raise_error('out of range') | out of range"
      })
  void expressionsThatFailOnARow(String expression, String why) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("t").prediction(expression);
    if (expression.startsWith("raise_error")) {
      spec = EvaluationSpec.builder().target("t").prediction("CAST(" + expression + " AS INT)");
    }
    check(spec, why);
    String file = TABLE.parquet(folder, Integer.toHexString(expression.hashCode()));
    EvaluationSpec fromFile = spec.input(InputSpec.ofPaths(file)).build();
    check(
        catchThrowableOfType(
            EvaluationException.class,
            () -> new Evaluator(LocalSpark.session()).evaluate(fromFile)),
        why);
  }

  @Test
  void aConditionThatFailsOnARow() {
    check(EvaluationSpec.builder().target("t").prediction("p").where("1 / n > 0"), "by zero");
  }

  private static void check(EvaluationSpecBuilder spec, String why) {
    check(catchThrowableOfType(EvaluationException.class, () -> evaluate(TABLE, spec)), why);
  }

  private static void check(EvaluationException failure, String why) {
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(EvaluationException.Kind.DATA);
    assertThat(failure)
        .hasMessageStartingWith("Cannot evaluate: an expression fails on a row: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("; mend the row or the expression");
    assertThat(failure.getMessage()).doesNotContain("\n").doesNotContain("SQLSTATE");
    assertThat(failure.getMessage()).doesNotContain("spark.sql");
  }
}
