package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.exactloss.metric.LossMetrics;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The laws of weighted regression losses, with {@code ==} on bits. */
class WeightLawsTest {
  private static final long SEED = 20_260_314;
  private static final int ROWS = 200;

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder().prediction("p").target("t");
  }

  private static LossMetrics metrics(List<Object[]> rows, EvaluationSpecBuilder spec) {
    Table table = Table.of("p DOUBLE, t DOUBLE, w DOUBLE", rows);
    EvaluationReport report =
        new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
    assertThat(report.results().get(0).refusals()).isEmpty();
    return report.results().get(0).metrics();
  }

  private static LossMetrics weighted(List<Object[]> rows) {
    return metrics(rows, spec().weight("w"));
  }

  private static List<Object[]> rows(ValueFamily values, WeightFamily weights) {
    RowSet set = RowSets.of(values, weights, SEED, ROWS);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      rows.add(Table.row(set.prediction()[i], set.target()[i], set.weight()[i]));
    }
    return rows;
  }

  private static List<Object[]> reweighted(List<Object[]> rows, double factor) {
    return rows.stream().map(row -> Table.row(row[0], row[1], (Double) row[2] * factor)).toList();
  }

  private static void assertSameBits(OptionalDouble actual, OptionalDouble expected, String what) {
    assertThat(Double.doubleToRawLongBits(actual.getAsDouble()))
        .as("%s: %s and %s, seed %d", what, actual, expected, SEED)
        .isEqualTo(Double.doubleToRawLongBits(expected.getAsDouble()));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NON_FINITE")
  void weightsOfOneAreNoWeights(ValueFamily family) {
    List<Object[]> rows = rows(family, WeightFamily.ONES);
    assertThat(weighted(rows)).isEqualTo(metrics(rows, spec()));
  }

  @Test
  void onesOfEveryTypeAreNoWeights() {
    List<Object[]> rows = rows(ValueFamily.EVERY_EXPONENT, WeightFamily.COUNTS);
    LossMetrics expected = metrics(rows, spec());
    for (String one :
        List.of(
            "1",
            "1L",
            "1S",
            "1Y",
            "1.0F",
            "1.0D",
            "1.000",
            "'1'",
            "'1e0'",
            "CAST(1 AS DECIMAL(38,37))")) {
      assertThat(metrics(rows, spec().weight(one))).as("weight %s", one).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NON_FINITE")
  void aWeightOfTwoIsTheRowTwice(ValueFamily family) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> doubled = new ArrayList<>();
    List<Object[]> repeated = new ArrayList<>();
    for (Object[] row : rows(family, WeightFamily.ONES)) {
      boolean twice = random.nextBoolean();
      doubled.add(Table.row(row[0], row[1], twice ? 2.0 : 1.0));
      repeated.addAll(Collections.nCopies(twice ? 2 : 1, row));
    }
    LossMetrics weights = weighted(doubled);
    LossMetrics repetition = metrics(repeated, spec());
    assertSameBits(weights.sum(), repetition.sum(), "sum of " + family);
    assertSameBits(weights.mean(), repetition.mean(), "mean of " + family);
    assertSameBits(weights.rmse(), repetition.rmse(), "rmse of " + family);
    assertSameBits(weights.weightSum(), repetition.weightSum(), "weightSum of " + family);
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEPENDENT", "EVERY_EXPONENT", "NON_FINITE"})
  void aWeightOfZeroIsNoRow(ValueFamily family) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> zeroed = new ArrayList<>();
    List<Object[]> absent = new ArrayList<>();
    for (Object[] row : rows(family, WeightFamily.WIDE)) {
      boolean finite = Double.isFinite((Double) row[0]) && Double.isFinite((Double) row[1]);
      boolean zero = !finite || random.nextBoolean();
      zeroed.add(Table.row(row[0], row[1], zero ? random.nextBoolean() ? 0.0 : -0.0 : row[2]));
      if (!zero) {
        absent.add(row);
      }
    }
    assertThat(weighted(zeroed)).isEqualTo(weighted(absent));
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEPENDENT", "EVERY_EXPONENT", "TINY"})
  void aPowerOfTwoForAllWeightsChangesNoMean(ValueFamily family) {
    List<Object[]> rows = reweighted(rows(family, WeightFamily.FRACTIONS), 1.0);
    LossMetrics expected = weighted(rows);
    for (int exponent : new int[] {-900, -500, -1, 1, 60, 900, 1020}) {
      LossMetrics scaled = weighted(reweighted(rows, Math.scalb(1.0, exponent)));
      assertSameBits(scaled.mean(), expected.mean(), family + ", weights times 2^" + exponent);
      assertSameBits(scaled.rmse(), expected.rmse(), family + ", weights times 2^" + exponent);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INDEPENDENT", "EVERY_EXPONENT", "EXTREMES"})
  void orderChangesNothing(ValueFamily family) {
    List<Object[]> rows = new ArrayList<>(rows(family, WeightFamily.EVERY_EXPONENT));
    LossMetrics expected = weighted(rows);
    for (int seed = 1; seed <= 3; seed++) {
      Collections.shuffle(rows, new Random(seed));
      assertThat(weighted(rows)).as("%s, shuffled with %d", family, seed).isEqualTo(expected);
    }
  }

  /** The divisor is the number of elements: the mean is that of the weighted terms. */
  @Test
  void dividingByElements() {
    List<Object[]> rows = rows(ValueFamily.INDEPENDENT, WeightFamily.ONES);
    LossMetrics ones = metrics(rows, spec());
    EvaluationSpecBuilder elements = spec().weight("w").divideBy(Divisor.ELEMENTS);
    assertThat(metrics(rows, elements)).isEqualTo(ones);
    LossMetrics fours = metrics(reweighted(rows, 4.0), elements);
    assertThat(fours.mean()).hasValue(4 * ones.mean().getAsDouble());
    assertThat(fours.rmse()).hasValue(2 * ones.rmse().getAsDouble());
    assertThat(fours.weightSum()).hasValue(4.0 * ROWS);
    assertThat(fours.digest()).isEqualTo(weighted(reweighted(rows, 4.0)).digest());
  }

  /** A decimal weight is the decimal, so ten tenths are one. */
  @Test
  void decimalWeightsAreExact() {
    List<Object[]> rows = Collections.nCopies(10, Table.row(3.0, 1.0, new BigDecimal("0.1")));
    Table table = Table.of("p DOUBLE, t DOUBLE, w DECIMAL(2,1)", rows);
    LossMetrics metrics =
        new Evaluator(LocalSpark.session())
            .evaluate(table.data(), spec().weight("w").build())
            .results()
            .get(0)
            .metrics();
    assertThat(metrics.weightSum()).hasValue(1);
    assertThat(metrics.sum()).hasValue(4);
    assertThat(metrics.mean()).hasValue(4);
  }
}
