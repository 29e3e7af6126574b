package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateResult;
import org.exactloss.report.Reports;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class GateTallyTest {
  private static final long SEED = 20_261_123;
  private static final List<Gate> GATES =
      List.of(
          Gate.parse("any slice: r2 < 0.5"),
          Gate.parse("any slice: b: mean >= 0.25"),
          Gate.parse("a: any slice: confidenceInterval.hi > 0.75"),
          Gate.parse("mean > 1"));

  /** What a slice has: its values, and a draw for each of two models. */
  private record Drawn(Object month, Object station, double first, double second)
      implements Serializable {
    Map<String, Object> slice() {
      Map<String, Object> slice = new LinkedHashMap<>();
      slice.put("month", month);
      slice.put("station", station);
      return slice;
    }

    List<ModelResult> results() {
      return List.of(result("a", first), result("b", second));
    }
  }

  private static ModelResult result(String name, double draw) {
    MetricValue r2 = draw < 0.1 ? MetricValue.undefined("constant") : MetricValue.of(draw);
    return Reports.result(
            name, 1, 1, 1, Map.of(), List.of(), Reports.metrics(1, draw, draw, draw, 'a'))
        .with(
            Map.of(
                Metric.R2,
                draw > 0.9 ? MetricValue.of(Double.NaN) : r2,
                Metric.CONFIDENCE_INTERVAL,
                new MetricValue.Interval(0, draw)));
  }

  private static List<Drawn> draws(int count) {
    Random random = new Random(SEED);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Drawn(
                    i % 13 == 0 ? null : (Object) (long) (i % 13),
                    "s" + i / 13,
                    random.nextDouble(),
                    random.nextDouble()))
        .toList();
  }

  private static GateTally tally(List<Drawn> slices) {
    GateTally tally = GateTally.none(GATES);
    for (Drawn slice : slices) {
      tally = tally.plus(slice.results(), slice.slice());
    }
    return tally;
  }

  @Test
  void countsAreThoseOfEachResultByItself() {
    List<Drawn> slices = draws(500);
    List<GateResult> results = tally(slices).results();
    long r2 =
        slices.stream().filter(GateTallyTest::firesOnFirst).count()
            + slices.stream().filter(slice -> firesOnR2(slice.second)).count();
    assertResult(results.get(0), 1000, r2);
    assertResult(
        results.get(1), 500, slices.stream().filter(slice -> slice.second >= 0.25).count());
    assertResult(results.get(2), 500, slices.stream().filter(slice -> slice.first > 0.75).count());
    assertResult(results.get(3), 0, 0);
  }

  private static boolean firesOnFirst(Drawn slice) {
    return firesOnR2(slice.first);
  }

  /** Undefined, below the threshold, or NaN. */
  private static boolean firesOnR2(double draw) {
    return draw < 0.5 || draw > 0.9;
  }

  private static void assertResult(GateResult result, long tested, long fired) {
    assertThat(result.tested()).as("seed %s", SEED).isEqualTo(tested);
    assertThat(result.fired()).as("seed %s", SEED).isEqualTo(fired);
    assertThat(result.firings()).hasSize((int) Math.min(fired, 20));
  }

  @Test
  void keepsTheFirstFiringsByModelThenSlice() {
    GateResult result = tally(draws(500)).results().get(0);
    List<Drawn> first =
        draws(500).stream()
            .filter(GateTallyTest::firesOnFirst)
            .sorted(
                (left, right) -> {
                  long leftMonth = left.month == null ? -1 : (long) left.month;
                  long rightMonth = right.month == null ? -1 : (long) right.month;
                  int months = Long.compare(leftMonth, rightMonth);
                  return months != 0
                      ? months
                      : left.station.toString().compareTo(right.station.toString());
                })
            .limit(20)
            .toList();
    assertThat(result.firings()).extracting(GateResult.Firing::prediction).containsOnly("a");
    assertThat(result.firings().stream().map(GateResult.Firing::slice).toList())
        .as("seed %s", SEED)
        .isEqualTo(first.stream().map(Drawn::slice).toList());
    assertThat(result.firings().get(0).slice()).containsEntry("month", null);
  }

  @Test
  void theOrderOfSlicesAndOfSumsDoesNotMatter() {
    List<Drawn> slices = new ArrayList<>(draws(300));
    GateTally expected = tally(slices);
    Random random = new Random(SEED);
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(slices, random);
      List<GateTally> parts = new ArrayList<>();
      for (int from = 0; from < slices.size(); ) {
        int to = Math.min(slices.size(), from + 1 + random.nextInt(40));
        parts.add(tally(slices.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        GateTally left = parts.remove(random.nextInt(parts.size()));
        GateTally right = parts.remove(random.nextInt(parts.size()));
        parts.add(left.plus(right));
      }
      assertThat(parts.get(0)).as("seed %s, round %s", SEED, round).isEqualTo(expected);
    }
  }

  @Test
  void sparkAddsItUp() {
    List<Drawn> slices = draws(300);
    GateTally sum =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(slices, 7)
            .treeAggregate(
                GateTally.none(GATES),
                (tally, slice) -> tally.plus(slice.results(), slice.slice()),
                GateTally::plus,
                3);
    assertThat(sum).isEqualTo(tally(slices));
  }

  @Test
  void testsTheOverallResultsApartFromSlices() {
    List<Gate> gates =
        List.of(
            Gate.parse("mean > 1"),
            Gate.parse("batchMean > 1"),
            Gate.parse("batches < 3"),
            Gate.parse("any slice: mean > 0"));
    BatchReport batches =
        new BatchReport(
            "day",
            2,
            List.of(
                new BatchReport.Mean(OptionalDouble.of(0.5), 2),
                new BatchReport.Mean(OptionalDouble.empty(), 0)),
            List.of());
    List<GateResult> results =
        GateTally.none(gates)
            .plus(List.of(result("a", 2), result("b", 1)), Optional.of(batches))
            .results();
    assertThat(results).extracting(GateResult::tested).containsExactly(2L, 2L, 2L, 0L);
    assertThat(results).extracting(GateResult::fired).containsExactly(1L, 1L, 2L, 0L);
    assertThat(results.get(1).firings().get(0).prediction()).isEqualTo("b");
    assertThat(results.get(1).firings().get(0).value())
        .isEqualTo(MetricValue.undefined("no batch has a loss"));
    assertThat(results.get(2).firings().get(0).value()).isEqualTo(MetricValue.of(2));
    assertThat(results.get(0).firings().get(0).slice()).isEmpty();
  }

  @Test
  void aRefusedModelFiresOverallAndIsNotTestedInSlices() {
    List<Gate> gates = List.of(Gate.parse("mean < 0"), Gate.parse("any slice: mean < 0"));
    List<ModelResult> results = List.of(Reports.refused());
    List<GateResult> found =
        GateTally.none(gates).plus(results, Map.of()).plus(results, Map.of("s", 1L)).results();
    assertThat(found.get(0).fired()).isEqualTo(1);
    assertThat(found.get(0).firings().get(0).value())
        .isEqualTo(MetricValue.undefined("the model is refused"));
    assertThat(found.get(1).tested()).isZero();
  }

  @Test
  void theBaselineIsNotComparedWithItself() {
    List<ModelResult> results =
        List.of(
            result("a", 1), result("b", 1).with(Map.of(Metric.MEAN_CHANGE, MetricValue.of(0.5))));
    GateResult found =
        GateTally.none(List.of(Gate.parse("meanChange > 0")))
            .plus(results, Optional.empty())
            .results()
            .get(0);
    assertThat(found.tested()).isEqualTo(1);
    assertThat(found.firings()).extracting(GateResult.Firing::prediction).containsExactly("b");
    assertThatThrownBy(
            () -> GateTally.none(List.of(Gate.parse("mae > 0"))).plus(results, Optional.empty()))
        .hasMessage("a has no mae");
  }

  @Test
  void valuesOfAllTypesHaveAnOrder() {
    List<Object> ordered = new ArrayList<>();
    ordered.add(null);
    ordered.addAll(List.of(false, true, -5L, 3L, -0.5, Double.NaN, new BigDecimal("1.5")));
    ordered.addAll(List.of("", "A", "a"));
    GateTally tally = GateTally.none(List.of(Gate.parse("any slice: mean > 0")));
    List<Object> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(SEED));
    for (Object value : shuffled) {
      tally = tally.plus(List.of(result("a", 1)), Collections.singletonMap("s", value));
    }
    assertThat(
            tally.results().get(0).firings().stream()
                .map(firing -> firing.slice().get("s"))
                .toList())
        .isEqualTo(ordered);
  }
}
