package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateResult;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;

/**
 * What became of gates in a part of all results. Adding is commutative and associative: counts are
 * exact, and of the firings those are kept that come first in the order of {@link FiredResult}.
 *
 * <p>A gate fires on a number that compares so, on NaN, and on what is undefined. A refused model
 * is undefined as a whole; its slices are not tested.
 */
record GateTally(List<Count> counts) implements Serializable {

  /** What became of one gate. */
  private record Count(Gate gate, long tested, long fired, List<FiredResult> first)
      implements Serializable {

    Count passed() {
      return new Count(gate, tested + 1, fired, first);
    }

    Count fired(FiredResult result) {
      return new Count(gate, tested + 1, fired + 1, merged(first, List.of(result)));
    }

    Count plus(Count other) {
      return new Count(
          gate,
          Math.addExact(tested, other.tested),
          Math.addExact(fired, other.fired),
          merged(first, other.first));
    }

    private static List<FiredResult> merged(List<FiredResult> left, List<FiredResult> right) {
      return Stream.concat(left.stream(), right.stream())
          .sorted(FiredResult.ORDER)
          .limit(GateResult.MOST_FIRINGS)
          .toList();
    }
  }

  /** Nothing is tested yet. */
  static GateTally none(List<Gate> gates) {
    return new GateTally(gates.stream().map(gate -> new Count(gate, 0, 0, List.of())).toList());
  }

  /**
   * Tests the results of all rows.
   *
   * @param batches the losses of batches, where they were asked for
   */
  GateTally plus(List<ModelResult> results, Optional<BatchReport> batches) {
    return plus(
        Gate.Level.OVERALL,
        results,
        Map.of(),
        (place, metric) ->
            switch (metric) {
              case BATCH_MEAN -> mean(batches.orElseThrow().means().get(place));
              case BATCHES -> MetricValue.of((double) batches.orElseThrow().batches());
              default -> results.get(place).value(metric);
            });
  }

  private static MetricValue mean(BatchReport.Mean mean) {
    OptionalDouble loss = mean.loss();
    return loss.isPresent()
        ? MetricValue.of(loss.getAsDouble())
        : MetricValue.undefined("no batch has a loss");
  }

  /**
   * Tests the results of a slice.
   *
   * @param results one per result of the report, in their order
   * @param slice the values of the slice by the names of its expressions; empty stands for all rows
   */
  GateTally plus(List<ModelResult> results, Map<String, Object> slice) {
    return slice.isEmpty()
        ? plus(results, Optional.empty())
        : plus(
            Gate.Level.ANY_SLICE,
            results,
            slice,
            (place, metric) -> results.get(place).value(metric));
  }

  /** The value of a metric of the result at a place of the report. */
  @FunctionalInterface
  private interface Values {
    MetricValue of(int place, Metric metric);
  }

  private GateTally plus(
      Gate.Level level, List<ModelResult> results, Map<String, Object> slice, Values values) {
    if (counts.stream().noneMatch(count -> count.gate.level() == level)) {
      return this;
    }
    List<Count> sums = new ArrayList<>(counts.size());
    for (Count count : counts) {
      sums.add(count.gate.level() == level ? plus(count, results, slice, values) : count);
    }
    return new GateTally(List.copyOf(sums));
  }

  private static Count plus(
      Count count, List<ModelResult> results, Map<String, Object> slice, Values values) {
    Count sum = count;
    for (int place = 0; place < results.size(); place++) {
      ModelResult result = results.get(place);
      if (tests(count.gate, result)) {
        MetricValue value = compared(count.gate, values.of(place, count.gate.metric()));
        sum =
            fires(count.gate, value)
                ? sum.fired(FiredResult.of(place, result, slice, value))
                : sum.passed();
      }
    }
    return sum;
  }

  /** Whether a gate tests this result; the baseline has no change against itself. */
  private static boolean tests(Gate gate, ModelResult result) {
    if (gate.prediction().isPresent() && !gate.prediction().get().equals(result.prediction())) {
      return false;
    } else if (result.refused()) {
      return gate.level() == Gate.Level.OVERALL;
    }
    return gate.metric().source() != Metric.Source.BASELINE || result.has(gate.metric());
  }

  private static MetricValue compared(Gate gate, MetricValue value) {
    if (value instanceof MetricValue.Interval interval) {
      return MetricValue.of(
          gate.end().orElseThrow() == Gate.End.LO ? interval.lo() : interval.hi());
    }
    return value;
  }

  private static boolean fires(Gate gate, MetricValue value) {
    return !(value instanceof MetricValue.Number number) || gate.fires(number.value());
  }

  /** Whether any gate looks at slices. */
  boolean testsSlices() {
    return counts.stream().anyMatch(count -> count.gate.level() == Gate.Level.ANY_SLICE);
  }

  GateTally plus(GateTally other) {
    return new GateTally(
        IntStream.range(0, counts.size())
            .mapToObj(i -> counts.get(i).plus(other.counts.get(i)))
            .toList());
  }

  List<GateResult> results() {
    return counts.stream()
        .map(
            count ->
                new GateResult(
                    count.gate,
                    count.tested,
                    count.fired,
                    count.first.stream().map(GateTally::firing).toList()))
        .toList();
  }

  private static GateResult.Firing firing(FiredResult result) {
    Map<String, Object> slice = new LinkedHashMap<>();
    for (int i = 0; i < result.names().size(); i++) {
      slice.put(result.names().get(i), result.values().get(i));
    }
    OptionalInt output =
        result.output() < 0 ? OptionalInt.empty() : OptionalInt.of(result.output());
    return new GateResult.Firing(result.prediction(), output, slice, result.value());
  }
}
