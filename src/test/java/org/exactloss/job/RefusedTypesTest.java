package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of types that hold no numbers are refused by the type's name. */
class RefusedTypesTest {
  private static final String OTHERS = "1.0D AS number, ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | BOOLEAN",
        "TIMESTAMP '2024-02-29 12:00:00' | TIMESTAMP",
        "TIMESTAMP_NTZ '2024-02-29 12:00:00' | TIMESTAMP_NTZ",
        "DATE '2024-02-29' | DATE",
        "X'1F' | BINARY",
        "named_struct('a', 1, 'b', 2.0) | STRUCT<a: INT NOT NULL, b: DECIMAL(2,1) NOT NULL>",
        "map('a', 1) | MAP<STRING, INT>",
        "array(true) | ARRAY<BOOLEAN>",
        "array(array(DATE '2024-02-29')) | ARRAY<ARRAY<DATE>>",
        "array(named_struct('a', 1)) | ARRAY<STRUCT<a: INT NOT NULL>>",
        "INTERVAL '1' YEAR | INTERVAL YEAR",
        "INTERVAL '1 02' DAY TO HOUR | INTERVAL DAY TO HOUR",
        "make_interval(1) | INTERVAL",
        "parse_json('1') | VARIANT",
        "NULL | VOID"
      })
  void everyPlaceOfAColumn(String value, String type) {
    Dataset<Row> data = LocalSpark.session().sql("SELECT " + OTHERS + value + " AS odd");
    check(data, EvaluationSpec.builder().prediction("odd").target("number"), "--prediction", type);
    check(data, EvaluationSpec.builder().prediction("number").target("odd"), "--target", type);
    check(
        data,
        EvaluationSpec.builder().prediction("number").target("number").weight("odd"),
        "--weight",
        type);
  }

  private static void check(
      Dataset<Row> data, EvaluationSpecBuilder spec, String option, String type) {
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () -> new Evaluator(LocalSpark.session()).evaluate(data, spec.build()));
    assertThat(refusal).as("%s of type %s", option, type).isNotNull();
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.DATA);
    assertThat(refusal)
        .hasMessage(
            "Cannot use "
                + option
                + " odd: its type is "
                + type
                + ", which holds no numbers; use a column of an integer type, FLOAT, DOUBLE, DECIMAL or"
                + " text, of arrays of these or of vectors, or cast it to one");
  }
}
