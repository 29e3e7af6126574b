package org.exactloss.job;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.metric.FalseDiscovery;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;

/** The results of one set of slices, finished where their states are. */
final class SliceResults {
  private final EvaluationSpec spec;
  private final GroupScan scan;
  private final int grouping;
  private final List<String> names;
  private final ZoneId zone;
  private final SliceFinish finish;
  private final Found found;

  /**
   * Looks at every slice.
   *
   * @param grouping the place of the slices among the groupings of the scan
   * @param overall the results of all rows
   * @throws EvaluationException if there are more slices than can be compared with a baseline
   */
  SliceResults(
      SparkSession spark,
      EvaluationSpec spec,
      GroupScan scan,
      int grouping,
      List<String> models,
      List<ModelResult> overall) {
    this.spec = spec;
    this.scan = scan;
    this.grouping = grouping;
    names = scan.groupings().get(grouping).names();
    zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
    SliceFinish plain =
        SliceFinish.of(GroupResults.of(spec, models, scan.all(), overall), scan.all());
    finish =
        spec.analysis().comparison().baseline().isPresent()
            ? plain.withAdjusted(adjusted(plain))
            : plain;
    found = find();
  }

  /** The p-values of all slices, corrected for being many: of each slice those of its results. */
  private Map<List<Object>, double[]> adjusted(SliceFinish plain) {
    JavaRDD<PValues> all =
        scan.map(grouping, (values, result) -> PValues.of(values, plain.of(values, result)));
    long count = all.count();
    if (count > FalseDiscovery.MOST) {
      throw FalseDiscovery.tooMany(count);
    }
    List<PValues> slices = all.collect();
    Map<List<Object>, double[]> adjusted = new HashMap<>();
    slices.forEach(slice -> adjusted.put(slice.values, slice.pValues.clone()));
    for (int i = 0; !slices.isEmpty() && i < slices.get(0).pValues.length; i++) {
      int place = i;
      double[] own =
          FalseDiscovery.adjust(
              slices.stream().mapToDouble(slice -> slice.pValues[place]).toArray());
      for (int slice = 0; slice < own.length; slice++) {
        adjusted.get(slices.get(slice).values)[place] = own[slice];
      }
    }
    return adjusted;
  }

  /** The p-values of a slice, one for each result; NaN for none. */
  private record PValues(List<Object> values, double[] pValues) implements Serializable {
    static PValues of(List<Object> values, List<ModelResult> results) {
      return new PValues(values, results.stream().mapToDouble(PValues::pValue).toArray());
    }

    private static double pValue(ModelResult result) {
      return result.further().get(Metric.MEAN_CHANGE_P_VALUE) instanceof MetricValue.Number number
          ? number.value()
          : Double.NaN;
    }
  }

  /**
   * A slice and how much of the loss it carries: the largest share among its results.
   *
   * @param result the bytes of a {@link TaskResult}, not to be changed
   */
  private record Carrier(double share, List<Object> values, byte[] result) implements Serializable {
    static final Comparator<Carrier> LARGEST_FIRST =
        Comparator.comparingDouble((Carrier carrier) -> -carrier.share)
            .thenComparing(carrier -> String.valueOf(carrier.values));

    static Carrier of(List<Object> values, TaskResult slice, List<ModelResult> results) {
      double largest = -1;
      for (ModelResult result : results) {
        if (result.further().get(Metric.SHARE) instanceof MetricValue.Number number) {
          largest = Math.max(largest, number.value());
        }
      }
      return new Carrier(largest, values, slice.toBytes());
    }
  }

  /** What is known of some slices: how many, those that carry most, and the gates. */
  private record Found(long slices, List<Carrier> most, GateTally gates) implements Serializable {
    Found plus(Found other, int limit) {
      return new Found(
          Math.addExact(slices, other.slices),
          Stream.concat(most.stream(), other.most.stream())
              .sorted(Carrier.LARGEST_FIRST)
              .limit(limit)
              .toList(),
          gates.plus(other.gates));
    }
  }

  private record Entry(List<Object> values, TaskResult result) {}

  private Found find() {
    Finder finder = new Finder(finish, names, zone, limit(), spec.analysis().gates());
    int limit = limit();
    return scan.map(grouping, Entry::new)
        .mapPartitions(entries -> List.of(finder.find(entries)).iterator())
        .treeReduce((left, right) -> left.plus(right, limit), spec.treeDepth());
  }

  private int limit() {
    return spec.analysis().reportedSlices();
  }

  /** Looks at the slices of one partition. */
  private record Finder(
      SliceFinish finish, List<String> names, ZoneId zone, int limit, List<Gate> gates)
      implements Serializable {
    Found find(Iterator<Entry> entries) {
      PriorityQueue<Carrier> most = new PriorityQueue<>(Carrier.LARGEST_FIRST.reversed());
      GateTally tally = GateTally.none(gates);
      long count = 0;
      while (entries.hasNext()) {
        Entry entry = entries.next();
        List<ModelResult> results = finish.of(entry.values, entry.result);
        tally = tally.plus(results, slice(entry.values));
        most.add(Carrier.of(entry.values, entry.result, results));
        if (most.size() > limit) {
          most.remove();
        }
        count++;
      }
      return new Found(count, new ArrayList<>(most), tally);
    }

    private Map<String, Object> slice(List<Object> values) {
      Map<String, Object> slice = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        slice.put(names.get(i), GroupValues.plain(values.get(i), zone));
      }
      return slice;
    }
  }

  /** How many slices there are, and those that carry most of the loss. */
  SlicingReport report() {
    return new SlicingReport(
        names,
        found.slices,
        found.most.stream()
            .sorted(Carrier.LARGEST_FIRST)
            .map(
                carrier ->
                    new SlicingReport.Slice(
                        GroupValues.plain(carrier.values, zone),
                        finish.of(carrier.values, TaskResult.fromBytes(carrier.result))))
            .toList());
  }

  /** What became of the gates that look at slices. */
  GateTally gates() {
    return found.gates;
  }

  /** The rows of the table of results with these columns, for every slice. */
  JavaRDD<Row> rows(ResultRows.Layout layout) {
    SliceFinish finisher = finish;
    List<String> columns = names;
    return scan.map(grouping, Entry::new)
        .flatMap(
            entry ->
                finisher.of(entry.values, entry.result).stream()
                    .map(result -> layout.slice(result, columns, entry.values))
                    .iterator());
  }
}
