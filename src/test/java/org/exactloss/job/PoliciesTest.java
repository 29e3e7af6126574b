package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.spec.ValuePolicy.FAIL;
import static org.exactloss.spec.ValuePolicy.PROPAGATE;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.exactloss.oracle.Cell;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every element is used or left out for the first reason that applies, and policies decide. */
class PoliciesTest {
  private static final String COLUMNS = "p STRING, t STRING, w STRING";
  private static final ValuePolicies SKIP_ALL = new ValuePolicies(SKIP, SKIP, SKIP, SKIP);
  private static final List<String> WEIGHTS =
      List.of("?", "null", "NaN", "Infinity", "-Infinity", "-1", "0", "0.1", "3");
  private static final List<String> TARGETS =
      List.of("?", "null", "99", "NaN", "Infinity", "-Infinity", "0.7");
  private static final List<String> PREDICTIONS =
      List.of("?", "null", "NaN", "Infinity", "-Infinity", "0.7", "-1e300");

  private static Object[] row(String... texts) {
    Object[] row = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      row[i] = texts[i].equals("null") ? null : texts[i];
    }
    return row;
  }

  private static EvaluationSpecBuilder spec(ValuePolicies policies) {
    return EvaluationSpec.builder().prediction("p").target("t").policies(policies);
  }

  private static EvaluationReport evaluate(Table table, EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
  }

  private static boolean isIgnored(Cell target) {
    return target.equalsNumber(new java.math.BigDecimal(99));
  }

  /** Elements to which several reasons apply; the one of the definition is written beside each. */
  @Test
  void theFirstReasonThatApplies() {
    Object[][] rows = {
      row("NaN", "?", "?"),
      row("?", "null", "?"),
      row("1", "1", "?"), // malformedWeight
      row("null", "null", "null"),
      row("?", "?", "null"), // nullWeight
      row("NaN", "NaN", "NaN"), // nanWeight
      row("Infinity", "?", "Infinity"),
      row("1", "2", "-Infinity"), // infiniteWeight
      row("null", "null", "-1"), // negativeWeight
      row("?", "?", "0"),
      row("1", "2", "-0.0"),
      row("NaN", "99", "0e5"), // zeroWeight
      row("?", "?", "1"),
      row("null", "", "1"), // malformedTarget
      row("?", "null", "1"),
      row("null", "null", "1"),
      row("NaN", "null", "1"), // nullTarget
      row("?", "99", "1"),
      row("null", "99.0", "1"),
      row("NaN", "9.9e1", "1"), // ignoredTarget
      row("?", "NaN", "1"),
      row("?", "Infinity", "1"), // malformedPrediction
      row("null", "NaN", "1"),
      row("null", "Infinity", "1"),
      row("null", "1", "1"), // nullPrediction
      row("NaN", "NaN", "1"),
      row("Infinity", "NaN", "1"), // nanTarget
      row("NaN", "Infinity", "1"),
      row("NaN", "-Infinity", "1"), // nanPrediction
      row("Infinity", "Infinity", "1"),
      row("-Infinity", "Infinity", "1"), // infiniteTarget
      row("Infinity", "1", "1"), // infinitePrediction
      row("1", "1", "1")
    };
    EvaluationSpecBuilder spec = spec(SKIP_ALL).weight("w").ignoreTarget("99");
    ModelResult result = evaluate(Table.of(COLUMNS, rows), spec).results().get(0);
    assertThat(List.copyOf(result.excluded().entrySet()))
        .containsExactly(
            Map.entry("malformedWeight", 3L),
            Map.entry("nullWeight", 2L),
            Map.entry("nanWeight", 1L),
            Map.entry("infiniteWeight", 2L),
            Map.entry("negativeWeight", 1L),
            Map.entry("zeroWeight", 3L),
            Map.entry("malformedTarget", 2L),
            Map.entry("nullTarget", 3L),
            Map.entry("ignoredTarget", 3L),
            Map.entry("malformedPrediction", 2L),
            Map.entry("nullPrediction", 3L),
            Map.entry("nanTarget", 2L),
            Map.entry("nanPrediction", 2L),
            Map.entry("infiniteTarget", 2L),
            Map.entry("infinitePrediction", 1L));
    assertThat(result.used()).isEqualTo(1);
  }

  /** Every combination of odd values in the three places under combinations of policies. */
  @ParameterizedTest
  @CsvSource({
    "FAIL,FAIL,FAIL,FAIL",
    "SKIP,SKIP,SKIP,SKIP",
    "SKIP,SKIP,PROPAGATE,SKIP",
    "SKIP,SKIP,SKIP,PROPAGATE",
    "SKIP,SKIP,PROPAGATE,PROPAGATE",
    "FAIL,SKIP,PROPAGATE,FAIL"
  })
  void everyCombinationOfOddValues(
      ValuePolicy onNull, ValuePolicy onMalformed, ValuePolicy onNan, ValuePolicy onInfinite) {
    List<Object[]> rows = new ArrayList<>();
    for (String weight : WEIGHTS) {
      for (String target : TARGETS) {
        PREDICTIONS.forEach(prediction -> rows.add(row(prediction, target, weight)));
      }
    }
    ValuePolicies policies = new ValuePolicies(onNull, onMalformed, onNan, onInfinite);
    checkBothWays(Table.of(COLUMNS, rows), policies, "all combinations, " + policies);
  }

  /** With the weights, and without them. */
  private static void checkBothWays(Table table, ValuePolicies policies, String what) {
    LossOracle weighted = new LossOracle(policies, Divisor.WEIGHTS, PoliciesTest::isIgnored);
    LossOracle plain = new LossOracle(policies, Divisor.WEIGHTS, PoliciesTest::isIgnored);
    table.rows().forEach(row -> weighted.add(row.get(0), row.get(1), row.get(2)));
    table.rows().forEach(row -> plain.add(row.get(0), row.get(1)));
    EvaluationSpecBuilder spec = spec(policies).ignoreTarget("99");
    plain.check(evaluate(table, spec).results().get(0), what);
    weighted.check(evaluate(table, spec.weight("w")).results().get(0), what + ", weighted");
  }

  /** Random rows, of which few or most are odd, under random policies. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomRowsUnderRandomPolicies(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int odd = random.nextInt(1, 100);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(
          row(text(random, odd, PREDICTIONS), text(random, odd, TARGETS), weight(random, odd)));
    }
    ValuePolicies policies =
        new ValuePolicies(
            random.nextBoolean() ? SKIP : FAIL,
            random.nextBoolean() ? SKIP : FAIL,
            ValuePolicy.values()[random.nextInt(3)],
            ValuePolicy.values()[random.nextInt(3)]);
    checkBothWays(Table.of(COLUMNS, rows), policies, "seed " + seed + ", " + policies);
  }

  private static String weight(SplittableRandom random, int odd) {
    String weight = text(random, odd, WEIGHTS);
    return weight.startsWith("-") ? weight.substring(1) : weight;
  }

  private static String text(SplittableRandom random, int odd, List<String> odds) {
    return random.nextInt(100) < odd
        ? odds.get(random.nextInt(odds.size()))
        : Double.toString(random.nextGaussian());
  }

  @ParameterizedTest
  @CsvSource({
    // prediction, target, sum with NaN and infinity propagated; null where it is left out
    "NaN,1,NaN",
    "1,NaN,NaN",
    "NaN,NaN,NaN",
    "NaN,Infinity,NaN",
    "Infinity,NaN,NaN",
    "Infinity,1,Infinity",
    "-Infinity,1,Infinity",
    "1,-Infinity,Infinity",
    "Infinity,-Infinity,Infinity",
    "Infinity,Infinity,NaN",
    "-Infinity,-Infinity,NaN"
  })
  void propagatedValues(double prediction, double target, double sum) {
    ValuePolicies policies = new ValuePolicies(FAIL, FAIL, PROPAGATE, PROPAGATE);
    Table table =
        Table.of("p DOUBLE, t DOUBLE", Table.row(prediction, target), Table.row(1.0, 3.0));
    ModelResult result = evaluate(table, spec(policies)).results().get(0);
    assertThat(result.used()).isEqualTo(2);
    assertThat(result.excluded()).isEmpty();
    assertThat(result.refusals()).isEmpty();
    assertThat(result.metrics().sum()).hasValue(sum);
    assertThat(result.metrics().mean()).hasValue(sum);
    assertThat(result.metrics().rmse()).hasValue(sum);
    assertThat(result.metrics().weightSum()).hasValue(2);
  }

  @Test
  void oneReasonIsPassedOverAndTheNextOneCounts() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE",
            Table.row(Double.POSITIVE_INFINITY, Double.NaN),
            Table.row(Double.NaN, Double.NEGATIVE_INFINITY),
            Table.row(Double.NaN, 1.0),
            Table.row(Double.POSITIVE_INFINITY, 1.0),
            Table.row(1.0, 3.0));
    ModelResult nan = only(table, new ValuePolicies(FAIL, FAIL, PROPAGATE, SKIP));
    assertThat(nan.excluded()).isEqualTo(Map.of("infiniteTarget", 1L, "infinitePrediction", 2L));
    assertThat(nan.metrics().sum()).hasValue(Double.NaN);
    ModelResult infinite = only(table, new ValuePolicies(FAIL, FAIL, SKIP, PROPAGATE));
    assertThat(infinite.excluded()).isEqualTo(Map.of("nanTarget", 1L, "nanPrediction", 2L));
    assertThat(infinite.metrics().mean()).hasValue(Double.POSITIVE_INFINITY);
    ModelResult skip = only(table, SKIP_ALL);
    assertThat(skip.metrics().sum()).hasValue(4);
  }

  private static ModelResult only(Table table, ValuePolicies policies) {
    return evaluate(table, spec(policies)).results().get(0);
  }
}
