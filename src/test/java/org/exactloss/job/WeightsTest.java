package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.spec.ValuePolicy.FAIL;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.exactloss.oracle.LossOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of every kind beside the exact values. */
class WeightsTest {
  private static final long SEED = 20_260_307;
  private static final ValuePolicies SKIP_ALL = new ValuePolicies(SKIP, SKIP, SKIP, SKIP);

  private static void check(Table table, ValuePolicies policies, Divisor divisor, String what) {
    LossOracle oracle = new LossOracle(policies, divisor, target -> false);
    table.rows().forEach(row -> oracle.add(row.get(0), row.get(1), row.get(2)));
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .weight("w")
            .divideBy(divisor)
            .policies(policies)
            .build();
    ModelResult result =
        new Evaluator(LocalSpark.session()).evaluate(table.data(), spec).results().get(0);
    oracle.check(result, what);
  }

  private static Table rows(int count, String weightType, IntFunction<Object> weight) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double target = 50 + 10 * random.nextGaussian();
      rows.add(Table.row(random.nextGaussian(), target, weight.apply(i)));
    }
    return Table.of("p DOUBLE, t DOUBLE, w " + weightType, rows);
  }

  private static Table table(RowSet set) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      rows.add(Table.row(set.prediction()[i], set.target()[i], set.weight()[i]));
    }
    return Table.of("p DOUBLE, t DOUBLE, w DOUBLE", rows);
  }

  @ParameterizedTest
  @EnumSource(names = {"COUNTS", "FRACTIONS", "WIDE", "POWERS", "EVERY_EXPONENT"})
  void everyFamilyOfValuesWithTheseWeights(WeightFamily weights) {
    for (ValueFamily values : ValueFamily.finite()) {
      RowSet rows = RowSets.of(values, weights, SEED, 30);
      check(table(rows), ValuePolicies.FAIL, Divisor.WEIGHTS, rows.name());
    }
  }

  @ParameterizedTest
  @EnumSource(Divisor.class)
  void oneWeightForAll(Divisor divisor) {
    for (double weight :
        new double[] {
          1, 2, 0.1, Double.MIN_VALUE, Double.MIN_NORMAL / 3, Double.MAX_VALUE, 0x1p900, 0x1p-900
        }) {
      String what = "weight " + weight + " for all, " + divisor;
      check(rows(50, "DOUBLE", i -> weight), ValuePolicies.FAIL, divisor, what);
    }
  }

  /** Runs of one weight that end within a batch, at its border and beyond. */
  @ParameterizedTest
  @EnumSource(Divisor.class)
  void weightsThatChangeFromRunToRun(Divisor divisor) {
    double[] weights = {0.1, 0x1p300, 3, Double.MIN_VALUE, 0.1};
    for (int length : new int[] {1, 7, 4095, 4096, 4097}) {
      Table table = rows(2 * 4096 + 11, "DOUBLE", i -> weights[(i / length) % weights.length]);
      check(table, ValuePolicies.FAIL, divisor, "runs of " + length + ", " + divisor);
    }
  }

  @Test
  void weightsOfEveryType() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (NumberType type : NumberType.all()) {
      Table table =
          rows(60, type.ddl(), i -> type.edges().get(random.nextInt(type.edges().size())));
      check(table, SKIP_ALL, Divisor.WEIGHTS, "edges of " + type);
      check(positive(table), ValuePolicies.FAIL, Divisor.ELEMENTS, "edges above 0 of " + type);
    }
  }

  /** The rows whose weight is above zero. */
  private static Table positive(Table table) {
    return new Table(
        table.schema(),
        table.rows().stream()
            .filter(row -> Double.parseDouble(row.get(2).toString()) > 0)
            .toList());
  }

  static Stream<List<Object>> oddWeights() {
    return Stream.of(
        Stream.<Object>of(null, 1.0, 2.0).toList(),
        List.of(Double.NaN, 1.0),
        List.of(Double.POSITIVE_INFINITY, 1.0),
        List.of(Double.NEGATIVE_INFINITY, 1.0),
        List.of(0.0, -0.0, 1.0),
        List.of(-Double.MIN_VALUE, 1.0),
        List.of(0.0, -0.0),
        Stream.<Object>of(null, null).toList(),
        List.of(Double.NaN, Double.NaN));
  }

  /** What a policy skips is counted; a negative weight always refuses, as do zeros alone. */
  @ParameterizedTest
  @MethodSource("oddWeights")
  void oddWeightsByPolicy(List<Object> weights) {
    Table table = rows(3 * weights.size(), "DOUBLE", i -> weights.get(i % weights.size()));
    check(table, SKIP_ALL, Divisor.WEIGHTS, "skip " + weights);
    check(table, ValuePolicies.FAIL, Divisor.WEIGHTS, "fail " + weights);
    check(
        table,
        new ValuePolicies(FAIL, FAIL, SKIP, SKIP),
        Divisor.ELEMENTS,
        "fail for nulls " + weights);
  }

  @Test
  void theMeanIsFiniteWhereSumsOverflow() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE, w DOUBLE",
            Table.row(1e200, -1e200, 0x1p900),
            Table.row(3.0, 1.0, 0x1p900));
    check(table, ValuePolicies.FAIL, Divisor.WEIGHTS, "all beyond the range");
    Table heavy =
        Table.of(
            "p DOUBLE, t DOUBLE, w DOUBLE",
            Table.row(3.0, 1.0, Double.MAX_VALUE),
            Table.row(5.0, 1.0, Double.MAX_VALUE));
    check(heavy, ValuePolicies.FAIL, Divisor.WEIGHTS, "the sums beyond the range");
    ModelResult result =
        new Evaluator(LocalSpark.session())
            .evaluate(
                heavy.data(),
                EvaluationSpec.builder().prediction("p").target("t").weight("w").build())
            .results()
            .get(0);
    assertThat(result.metrics().weightSum()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(result.metrics().sum()).hasValue(Double.POSITIVE_INFINITY);
    assertThat(result.metrics().mean()).hasValue(10);
  }
}
