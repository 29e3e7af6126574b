package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** The times of {@link KernelBenchmark}, each beside the inexact loops over the same rows. */
final class KernelTable {
  private static final String FORMAT = "%-7s %-9s %-9s %5s %-15s %8s %18s %18s";

  /** The best time of a loop in nanoseconds a row. */
  record Time(String rows, int bits, String loop, double nanos) {

    static Time of(int bits, RunResult result) {
      BenchmarkParams params = result.getParams();
      String rows =
          String.format(
              "%-7s %-9s %-9s",
              params.getParam("place"), params.getParam("data"), params.getParam("weights"));
      return new Time(
          rows, bits, params.getParam("loop"), result.getPrimaryResult().getStatistics().getMin());
    }
  }

  private final Map<String, List<Time>> cases = new LinkedHashMap<>();

  KernelTable(List<Time> times) {
    for (Time time : times) {
      cases.computeIfAbsent(time.rows() + time.bits(), key -> new ArrayList<>()).add(time);
    }
  }

  /** A heading and a line for each time. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            FORMAT,
            "place",
            "data",
            "weights",
            "bits",
            "loop",
            "ns/row",
            "x double loop",
            "x double vectors"));
    cases.values().forEach(times -> times.forEach(time -> lines.add(line(time, times))));
    return lines;
  }

  private static String line(Time time, List<Time> others) {
    String[] rows = time.rows().split(" +");
    return String.format(
        Locale.ROOT,
        FORMAT,
        rows[0],
        rows[1],
        rows[2],
        time.bits(),
        time.loop(),
        String.format(Locale.ROOT, "%.3f", time.nanos()),
        ratio(time, "DOUBLE_LOOP", others),
        ratio(time, "DOUBLE_VECTORS", others));
  }

  private static String ratio(Time time, String loop, List<Time> others) {
    Optional<Time> other = others.stream().filter(each -> each.loop().equals(loop)).findFirst();
    return other
        .map(each -> String.format(Locale.ROOT, "%.2f", time.nanos() / each.nanos()))
        .orElse("");
  }
}
