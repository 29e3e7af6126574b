package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that are left out, by their value in the target's own type. */
class IgnoredTargetsTest {
  private static final String BIG = "9007199254740993";

  /** How many of these targets are left out, and that the others are used. */
  private static void check(String type, List<?> targets, List<String> ignored, long count) {
    List<Object[]> rows = targets.stream().map(target -> Table.row(0.0, target)).toList();
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .policies(
                new ValuePolicies(
                    ValuePolicy.FAIL,
                    ValuePolicy.SKIP,
                    ValuePolicy.PROPAGATE,
                    ValuePolicy.PROPAGATE));
    ignored.forEach(spec::ignoreTarget);
    ModelResult result =
        new Evaluator(LocalSpark.session())
            .evaluate(Table.of("p DOUBLE, t " + type, rows).data(), spec.build())
            .results()
            .get(0);
    String what = type + " " + targets + " without " + ignored;
    assertThat(result.excluded().getOrDefault("ignoredTarget", 0L)).as(what).isEqualTo(count);
    assertThat(result.used()).as(what).isEqualTo(targets.size() - count);
  }

  @Test
  void floatsAreComparedAsFloats() {
    List<Float> targets = List.of(0.1f, Math.nextUp(0.1f), 16777216f, Float.NaN, 0.0f, 1f);
    check("FLOAT", targets, List.of("0.1"), 1);
    check("FLOAT", targets, List.of("0.1000000000000001"), 1);
    check("FLOAT", targets, List.of("16777217"), 1);
    check("FLOAT", targets, List.of("-0.0", "NaN"), 2);
    // Through a double this would be a tie and become the float below.
    check("FLOAT", List.of(1.0000001f, 1f), List.of("1.00000005960464477539062500001"), 1);
    check("FLOAT", List.of(Float.POSITIVE_INFINITY, 1f), List.of("1e39"), 1);
  }

  @Test
  void doublesAreTheNearestOnes() {
    List<Double> targets =
        List.of(0.1, (double) 0.1f, -999.0, Double.NaN, Double.POSITIVE_INFINITY, 0.0, -0.0);
    check("DOUBLE", targets, List.of("0.1"), 1);
    check("DOUBLE", targets, List.of("0.10000000000000000000001", "-9.99e2"), 2);
    check("DOUBLE", targets, List.of("NaN"), 1);
    check("DOUBLE", targets, List.of("Infinity"), 1);
    check("DOUBLE", targets, List.of("-Infinity"), 0);
    check("DOUBLE", targets, List.of("0"), 2);
    check("DOUBLE", List.of(9007199254740992.0, 1.0), List.of(BIG), 1);
  }

  @Test
  void textIsComparedByItsValue() {
    List<String> targets = List.of("0.1", ".1", "1e-1", "0.1000000000000000000001", "7", "NaN");
    check("STRING", targets, List.of("0.10"), 4);
    check("STRING", targets, List.of("7.0", "NaN"), 2);
  }

  @Test
  void integersAreExact() {
    check("TINYINT", List.of((byte) -1, (byte) 1, (byte) 127), List.of("-1.0", "127"), 2);
    check("SMALLINT", List.of((short) -999, (short) 999), List.of("-9.99e2"), 1);
    check("INT", List.of(-999, Integer.MIN_VALUE, 0), List.of("-2147483648", "-0"), 2);
    long limit = 1L << 53;
    List<Long> targets =
        List.of(limit - 1, limit, limit + 1, -limit, -limit - 1, Long.MAX_VALUE, Long.MIN_VALUE);
    check("BIGINT", targets, List.of(BIG), 1);
    for (long target : targets) {
      check("BIGINT", targets, List.of(Long.toString(target)), 1);
    }
    check("BIGINT", targets, targets.stream().map(String::valueOf).toList().subList(1, 4), 3);
  }

  @Test
  void decimalsAreExact() {
    List<BigDecimal> prices = List.of(new BigDecimal("0.10"), new BigDecimal("-999.99"));
    check("DECIMAL(5,2)", prices, List.of("0.1"), 1);
    check("DECIMAL(5,2)", prices, List.of("1e-1", "-999.99000"), 2);
    List<BigDecimal> wide =
        Arrays.asList(
            new BigDecimal("9".repeat(38)),
            new BigDecimal("9".repeat(37) + "8"),
            new BigDecimal(BIG),
            new BigDecimal("9007199254740992"),
            new BigDecimal("9007199254740991"),
            BigDecimal.ZERO);
    for (BigDecimal target : wide) {
      check("DECIMAL(38,0)", wide, List.of(target.toPlainString()), 1);
    }
    BigDecimal finest = BigDecimal.ONE.movePointLeft(38);
    check("DECIMAL(38,38)", List.of(finest, BigDecimal.ZERO.setScale(38)), List.of("1e-38"), 1);
  }

  @Test
  void theCountIsTheSameForEveryModel() {
    Table table =
        Table.of(
            "a INT, b INT, t INT",
            Table.row(1, null, -1),
            Table.row(null, 1, 5),
            Table.row(1, 1, 5));
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("a")
            .prediction("b")
            .target("t")
            .ignoreTarget("-1")
            .policies(
                new ValuePolicies(
                    ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL))
            .build();
    assertThat(new Evaluator(LocalSpark.session()).evaluate(table.data(), spec).results())
        .extracting(ModelResult::excluded)
        .containsExactly(
            Map.of("ignoredTarget", 1L, "nullPrediction", 1L), Map.of("ignoredTarget", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DOUBLE | minus one | it is no number; give digits, NaN or Infinity",
        "DOUBLE | nan | it is no number; give digits, NaN or Infinity",
        "DOUBLE | 1,5 | it is no number; give digits, NaN or Infinity",
        "INT | 1_000 | it is no number; give digits, NaN or Infinity",
        "INT | NaN | the target's type has no such value; leave the option out",
        "DECIMAL(5,2) | -Infinity | the target's type has no such value; leave the option out",
        "INT | 0.5 | the target's type has only 0 digits after the point; give a value that a target"
            + " can have",
        "DECIMAL(5,2) | 0.125 | the target's type has only 2 digits after the point; give a value"
            + " that a target can have",
        "INT | 1e-999999999 | the target's type has only 0 digits after the point; give a value that"
            + " a target can have",
        "TINYINT | 128 | the target's type has no such value; leave the option out",
        "SMALLINT | -32769 | the target's type has no such value; leave the option out",
        "INT | 2147483648 | the target's type has no such value; leave the option out",
        "BIGINT | 9223372036854775808 | the target's type has no such value; leave the option out",
        "DECIMAL(5,2) | 1000 | the target's type has no such value; leave the option out",
        "BIGINT | 1e999999999 | the target's type has no such value; leave the option out",
        "BIGINT | 1e99999999999 | the target's type has no such value; leave the option out"
      })
  void refusals(String type, String ignored, String why) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("CAST(NULL AS DOUBLE) AS p")
            .target("t")
            .ignoreTarget(ignored)
            .build();
    Table table = Table.of("t " + type, List.of());
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () -> new Evaluator(LocalSpark.session()).evaluate(table.data(), spec));
    assertThat(refusal).hasMessage("Cannot use --ignore-target " + ignored + ": " + why);
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.USAGE);
  }
}
