package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types of {@code --schema} hold every value of a stored type. */
class GivenSchemaTest {
  private static StructType column(String type) {
    return StructType.fromDDL("x " + type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TINYINT|SMALLINT",
        "INT|BIGINT",
        "INT|DOUBLE",
        "SMALLINT|FLOAT",
        "FLOAT|DOUBLE",
        "BIGINT|DECIMAL(19,0)",
        "INT|DECIMAL(12,2)",
        "DECIMAL(5,2)|DECIMAL(5,2)",
        "DECIMAL(5,2)|DECIMAL(7,4)",
        "DOUBLE|STRING"
      })
  void aWiderTypeIsTaken(String stored, String given) {
    assertThatCode(() -> GivenSchema.requireLossless(column(given), column(stored)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT|INT",
        "BIGINT|DOUBLE",
        "INT|FLOAT",
        "DOUBLE|FLOAT",
        "DOUBLE|INT",
        "DOUBLE|DECIMAL(38,10)",
        "BIGINT|DECIMAL(18,0)",
        "DECIMAL(5,2)|DECIMAL(6,4)",
        "DECIMAL(5,2)|DECIMAL(5,1)",
        "DECIMAL(5,2)|DOUBLE",
        "DECIMAL(5,0)|BIGINT",
        "STRING|DOUBLE"
      })
  void aTypeThatLosesValuesIsRefused(String stored, String given) {
    assertThatThrownBy(() -> GivenSchema.requireLossless(column(given), column(stored)))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DATA))
        .hasMessageStartingWith("Cannot read the column x as " + given + ": it is stored as ")
        .hasMessageContaining(stored);
  }

  @Test
  void aColumnThatIsNotStoredIsRefused() {
    StructType given = StructType.fromDDL("temprature DOUBLE");
    StructType stored = StructType.fromDDL("temperature DOUBLE");
    assertThatThrownBy(() -> GivenSchema.requireLossless(given, stored))
        .hasMessageContaining("no column temprature; did you mean temperature?");
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    assertThatThrownBy(() -> GivenSchema.parse("p NUMBER"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "Cannot use --schema p NUMBER: Unsupported data type \"NUMBER\"; write names and types,"
                + " as in 'p DOUBLE, t DECIMAL(10,2)'");
  }
}
