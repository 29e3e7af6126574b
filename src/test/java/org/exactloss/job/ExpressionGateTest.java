package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which expressions are refused before anything is read, and in which words. */
class ExpressionGateTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String SAME_ROWS =
      ", and a task that is run again must see the same rows; compute the value beforehand and store"
          + " it as a column";
  private static final Table TABLE =
      Table.of(
          "temperature DOUBLE, forecast DOUBLE, price DECIMAL(10,2), id BIGINT, n INT, f FLOAT,"
              + " text STRING, list ARRAY<DOUBLE>, ids ARRAY<BIGINT>, amount DECIMAL(38,2), share"
              + " DECIMAL(38,30), counts MAP<STRING, BIGINT>",
          Table.row(
              20.5,
              21.0,
              new java.math.BigDecimal("9.99"),
              7L,
              3,
              0.5f,
              "1.5",
              new Double[] {1.0},
              new Long[] {1L},
              new java.math.BigDecimal("1.25"),
              new java.math.BigDecimal("0.5"),
              java.util.Map.of("a", 1L)));

  static {
    SPARK.sql("SELECT 1 AS x").createOrReplaceTempView("others");
  }

  private static EvaluationException refusal(EvaluationSpecBuilder spec) {
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () -> new Evaluator(SPARK).evaluate(TABLE.data(), spec.build()));
    assertThat(refusal).as("refusal of %s", spec.build()).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("SQLSTATE").doesNotContain("\n");
    return refusal;
  }

  private static void assertRefused(String expression, String why) {
    for (EvaluationException refusal :
        new EvaluationException[] {
          refusal(EvaluationSpec.builder().prediction(expression).target("temperature")),
          refusal(EvaluationSpec.builder().prediction("forecast").target(expression)),
          refusal(
              EvaluationSpec.builder()
                  .prediction("forecast")
                  .target("temperature")
                  .weight(expression))
        }) {
      assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
      assertThat(refusal)
          .hasMessageMatching("Cannot use --(prediction|target|weight) .*")
          .hasMessageEndingWith(" " + expression + ": " + why + SAME_ROWS);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rand() | rand",
        "rand(42) | rand",
        "randn() | randn",
        "forecast + random() | random",
        "length(uuid()) | uuid",
        "monotonically_increasing_id() | monotonically_increasing_id",
        "spark_partition_id() | spark_partition_id",
        "shuffle(list)[0] | shuffle"
      })
  void notDeterministic(String expression, String function) {
    assertRefused(expression, function + " is not deterministic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix_timestamp(current_timestamp()) | current_timestamp",
        "unix_timestamp(now()) | now",
        "unix_timestamp() | current_timestamp",
        "datediff(current_date(), DATE '2024-01-01') | current_date",
        "datediff(curdate(), DATE '2024-01-01') | current_date",
        "year(current_date) | current_date",
        "length(input_file_name()) | input_file_name",
        "input_file_block_start() | input_file_block_start",
        "CAST(reflect('java.lang.Math', 'abs', n) AS INT) | reflect",
        "CAST(java_method('java.lang.Math', 'abs', n) AS INT) | java_method",
        "CAST(try_reflect('java.lang.Math', 'abs', n) AS INT) | try_reflect",
        "length(current_user()) | current_user",
        "length(user()) | user",
        "length(session_user()) | session_user",
        "length(current_database()) | current_schema",
        "length(current_schema()) | current_schema",
        "length(current_catalog()) | current_catalog",
        "length(current_timezone()) | current_timezone",
        "length(version()) | version"
      })
  void reachingOutOfTheRow(String expression, String function) {
    assertRefused(expression, function + " reaches out of the row");
  }

  @Test
  void functionsThatAreNotOnTheList() {
    assertRefused(
        "length(aes_encrypt(text, '0123456789abcdef'))",
        "aes_encrypt is none of the functions that take their value from the row");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day(DATE 'today') | 'today'",
        "unix_timestamp(TIMESTAMP 'Now') | 'Now'",
        "day(CAST('yesterday' AS DATE)) | 'yesterday'",
        "unix_timestamp(CAST(' now ' AS TIMESTAMP)) | ' now '"
      })
  void momentsOnTheClock(String expression, String moment) {
    EvaluationException refusal =
        refusal(EvaluationSpec.builder().prediction(expression).target("temperature"));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal)
        .hasMessageContaining(": '" + moment + "' is a moment on the clock, and a task");
  }

  @Test
  void functionsOfTheUserAndVariablesOfTheSession() {
    SPARK.udf().register("gate_probe", (Integer n) -> n, DataTypes.IntegerType);
    assertThat(refusal(EvaluationSpec.builder().prediction("gate_probe(n)").target("temperature")))
        .hasMessageStartingWith("Cannot use --prediction gate_probe(n): gate_probe(n")
        .hasMessageContaining(" is no function of Spark's own on the row");
    SPARK.sql("DECLARE OR REPLACE VARIABLE gate_variable INT DEFAULT 5");
    assertThat(
            refusal(EvaluationSpec.builder().prediction("n + gate_variable").target("temperature")))
        .hasMessageContaining(" is no function of Spark's own on the row");
    SPARK.sql("DROP TEMPORARY VARIABLE gate_variable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT max(x) FROM others)",
        "forecast + (SELECT max(x) FROM others)",
        "CAST(EXISTS (SELECT x FROM others) AS INT)",
        "CAST(n IN (SELECT x FROM others) AS INT)"
      })
  void subqueries(String expression) {
    assertRefused(expression, "it contains a subquery");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avg(forecast)",
        "max(n) + 1",
        "count(*)",
        "row_number() OVER (ORDER BY n)",
        "sum(forecast) OVER ()",
        "lag(forecast) OVER (ORDER BY n) - 1",
        "explode(list)",
        "posexplode(list)",
        "explode(list) AS entry",
        "*"
      })
  void whatGivesNoValueOfItsOwnForEachRow(String expression) {
    assertRefused(expression, "it does not give one value for each row by itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rand() < 0.5 | rand is not deterministic",
        "n IN (SELECT x FROM others) | it contains a subquery",
        "current_timestamp() > TIMESTAMP '2024-01-01 00:00:00' | current_timestamp reaches out of the"
            + " row",
        "input_file_name() LIKE '%.csv' | input_file_name reaches out of the row"
      })
  void conditions(String condition, String why) {
    EvaluationException refusal =
        refusal(
            EvaluationSpec.builder().prediction("forecast").target("temperature").where(condition));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal).hasMessage("Cannot use --where " + condition + ": " + why + SAME_ROWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max(n) > 1",
        "row_number() OVER (ORDER BY n) = 1",
        "explode(list) > 1",
        "forecast",
        "no_such_function(n)"
      })
  void conditionsThatSparkRefuses(String condition) {
    EvaluationException refusal =
        refusal(
            EvaluationSpec.builder().prediction("forecast").target("temperature").where(condition));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal).hasMessageStartingWith("Cannot use --where " + condition + ": ");
  }

  @Test
  void unknownColumns() {
    EvaluationException near =
        refusal(EvaluationSpec.builder().prediction("forcast").target("temperature"));
    assertThat(near)
        .hasMessage(
            "Cannot use --prediction forcast: there is no column forcast; did you mean forecast? (a"
                + " name that is no plain identifier is written in backticks)");
    assertThat(near.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal(EvaluationSpec.builder().prediction("forecast").target("Temprature + 1")))
        .hasMessage(
            "Cannot use --target Temprature + 1: there is no column Temprature; did you mean"
                + " temperature? (a name that is no plain identifier is written in backticks)");
    assertThat(refusal(EvaluationSpec.builder().prediction("zzzzzz").target("temperature")))
        .hasMessage(
            "Cannot use --prediction zzzzzz: there is no column zzzzzz; use one of temperature,"
                + " forecast, price, id, n, f, text, list, ids, amount, share, counts (a name that is no plain identifier is"
                + " written in backticks)");
    assertThat(
            refusal(
                EvaluationSpec.builder()
                    .prediction("forecast")
                    .target("temperature")
                    .where("hour > 12")))
        .hasMessageStartingWith("Cannot use --where hour > 12: there is no column hour; ");
    assertThat(refusal(EvaluationSpec.builder().prediction("fore-cast").target("temperature")))
        .hasMessageStartingWith("Cannot use --prediction fore-cast: there is no column ")
        .hasMessageContaining("backticks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"forecast +", "a b c", "(forecast", "fore cast x", "", "`forecast", "1 +* 2"})
  void textThatIsNoExpression(String text) {
    EvaluationException refusal =
        refusal(EvaluationSpec.builder().prediction(text).target("temperature"));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal)
        .hasMessageMatching(
            "Cannot parse --prediction .*: it is no Spark SQL expression \\(\\S.*\\); write a"
                + " column's name or an expression, and a name that is no plain identifier in"
                + " backticks");
  }

  @Test
  void functionsThatSparkDoesNotKnow() {
    EvaluationException refusal =
        refusal(EvaluationSpec.builder().prediction("squared(n)").target("temperature"));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal)
        .hasMessageStartingWith("Cannot use --prediction squared(n): ")
        .hasMessageContaining("squared")
        .hasMessageEndingWith(
            "; write a Spark SQL expression over the columns temperature, forecast, price, id, n, f, text,"
                + " list, ids, amount, share, counts");
  }

  /** Digits would be lost without a word; the message holds the cast to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price + forecast | price | DECIMAL(10,2) | DOUBLE",
        "forecast * price | price | DECIMAL(10,2) | DOUBLE",
        "id * forecast | id | BIGINT | DOUBLE",
        "id + f | id | BIGINT | DOUBLE",
        "f - price | price | DECIMAL(10,2) | DOUBLE",
        "coalesce(forecast, price) | price | DECIMAL(10,2) | DOUBLE",
        "CASE WHEN n > 1 THEN id ELSE forecast END | id | BIGINT | DOUBLE",
        "if(n > 1, price, forecast) | price | DECIMAL(10,2) | DOUBLE",
        "array(price, forecast)[0] | price | DECIMAL(10,2) | DOUBLE",
        "greatest(id, forecast) | id | BIGINT | DOUBLE",
        "array(id, forecast)[0] | id | BIGINT | DOUBLE",
        "array(ids, list)[0] | ids | ARRAY<BIGINT> | ARRAY<DOUBLE>",
        "concat(ids, list) | ids | ARRAY<BIGINT> | ARRAY<DOUBLE>",
        "array(array(ids), array(list))[0][0] | array(ids) | ARRAY<ARRAY<BIGINT>> | ARRAY<ARRAY<DOUBLE>>",
        "coalesce(named_struct('x', forecast), named_struct('x', id)).x | named_struct('x', id) |"
            + " STRUCT<x: BIGINT> | STRUCT<x: DOUBLE>",
        "if(n > 1, counts, map('b', forecast))['a'] | counts | MAP<STRING, BIGINT> | MAP<STRING,"
            + " DOUBLE>",
        "array(amount, share)[0] | share | DECIMAL(38,30) | DECIMAL(38,2)",
        "coalesce(share, id) | share | DECIMAL(38,30) | DECIMAL(38,18)",
        "transform(ids, x -> x + forecast) | namedlambdavariable() | BIGINT | DOUBLE",
        "sqrt(id) | id | BIGINT | DOUBLE",
        "id / 2 | id | BIGINT | DOUBLE",
        "double(price) + forecast | price | DECIMAL(10,2) | DOUBLE"
      })
  void conversionsThatLoseDigits(String expression, String value, String from, String to) {
    EvaluationException refusal =
        refusal(EvaluationSpec.builder().prediction(expression).target("temperature"));
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal)
        .hasMessage(
            "Cannot use --prediction %s: Spark would turn %s from %s into %s and lose digits; write"
                    .formatted(expression, value, from, to)
                + " CAST(%s AS %s) if that is meant, or cast the other values to DECIMAL"
                    .formatted(value, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CAST(price AS DOUBLE) + forecast | 30.990000000000002",
        "price::DOUBLE + forecast | 30.990000000000002",
        "forecast * CAST(id AS DOUBLE) | 147.0",
        "price + CAST(forecast AS DECIMAL(10,2)) | 30.99",
        "price * id | 69.93",
        "forecast + n | 24.0",
        "n + f | 3.5",
        "price + 1.5 | 11.49",
        "list[0] | 1.0",
        "array(CAST(ids AS ARRAY<DOUBLE>), list)[0][0] | 1.0",
        "array(n, forecast)[1] | 21.0",
        "price + 0 | 9.99",
        "price * array(price, 1)[1] | 9.99",
        "forecast * 0.5 | 10.5",
        "CAST(text AS DECIMAL(3,1)) | 1.5",
        "text | 1.5",
        "abs(-n) | 3",
        "CASE WHEN id > 5 THEN forecast ELSE 0D END | 21.0"
      })
  void expressionsThatAreTaken(String expression, String value) {
    EvaluationSpec spec =
        EvaluationSpec.builder().prediction(expression).target("CAST(0 AS TINYINT)").build();
    ModelResult result = new Evaluator(SPARK).evaluate(TABLE.data(), spec).results().get(0);
    new org.exactloss.oracle.LossOracle(spec.policies())
        .add(
            expression.startsWith("price") && !expression.contains("::")
                ? new java.math.BigDecimal(value)
                : Double.valueOf(value),
            0)
        .check(result, expression);
  }
}
