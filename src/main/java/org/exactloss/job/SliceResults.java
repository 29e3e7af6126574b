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
import java.util.stream.IntStream;
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
  private final GroupScan scan;
  private final int grouping;
  private final List<String> names;
  private final ZoneId zone;
  private final SliceFinish finish;
  private final Found found;

  private SliceResults(GroupScan scan, int grouping, ZoneId zone, SliceFinish finish, Found found) {
    this.scan = scan;
    this.grouping = grouping;
    names = scan.groupings().get(grouping).names();
    this.zone = zone;
    this.finish = finish;
    this.found = found;
  }

  /**
   * Looks at every slice of all sets of them, in one pass over their states.
   *
   * @param first the place of the first set of slices among the groupings of the scan
   * @param overall the results of all rows
   * @throws EvaluationException if there are more slices than can be compared with a baseline
   */
  static List<SliceResults> of(
      SparkSession spark,
      EvaluationSpec spec,
      GroupScan scan,
      int first,
      List<String> models,
      List<ModelResult> overall) {
    int count = scan.groupings().size() - first;
    if (count == 0) {
      return List.of();
    }
    ZoneId zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
    SliceFinish plain =
        SliceFinish.of(GroupResults.of(spec, models, scan.all(), overall), scan.all());
    boolean compared = spec.analysis().comparison().baseline().isPresent();
    List<SliceFinish> finishes = new ArrayList<>();
    List<List<String>> names = new ArrayList<>();
    for (int i = first; i < scan.groupings().size(); i++) {
      finishes.add(compared ? plain.withAdjusted(adjusted(scan, i, plain)) : plain);
      names.add(scan.groupings().get(i).names());
    }
    int limit = spec.analysis().reportedSlices();
    Finder finder = new Finder(first, finishes, names, zone, limit, spec.analysis().gates());
    List<Found> found =
        scan.mapPartitions(finder::find)
            .treeReduce((one, other) -> Found.sums(one, other, limit), spec.treeDepth());
    return IntStream.range(0, count)
        .mapToObj(i -> new SliceResults(scan, first + i, zone, finishes.get(i), found.get(i)))
        .toList();
  }

  /** The p-values of all slices, corrected for being many: of each slice those of its results. */
  private static Map<List<Object>, double[]> adjusted(
      GroupScan scan, int grouping, SliceFinish plain) {
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
  }

  /** What is known of some slices: how many, those that carry most, and the gates. */
  private record Found(long slices, List<Carrier> most, GateTally gates) implements Serializable {
    /** The sums for each set of slices. */
    static List<Found> sums(List<Found> ones, List<Found> others, int limit) {
      List<Found> sums = new ArrayList<>();
      for (int i = 0; i < ones.size(); i++) {
        sums.add(ones.get(i).plus(others.get(i), limit));
      }
      return sums;
    }

    private Found plus(Found other, int limit) {
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

  /**
   * Looks at the slices of one partition.
   *
   * @param first the place of the first set of slices among the groupings
   */
  private record Finder(
      int first,
      List<SliceFinish> finishes,
      List<List<String>> names,
      ZoneId zone,
      int limit,
      List<Gate> gates)
      implements Serializable {

    List<Found> find(Iterator<GroupScan.Group> groups) {
      List<Search> searches = new ArrayList<>();
      for (int i = 0; i < finishes.size(); i++) {
        searches.add(new Search(finishes.get(i), names.get(i), zone, limit, gates));
      }
      while (groups.hasNext()) {
        GroupScan.Group group = groups.next();
        if (group.grouping() >= first) {
          searches.get(group.grouping() - first).add(group);
        }
      }
      return searches.stream().map(Search::found).toList();
    }
  }

  /** Looks at the slices of one set in one partition. */
  private static final class Search {
    private final SliceFinish finish;
    private final List<String> names;
    private final ZoneId zone;
    private final int limit;
    private final PriorityQueue<Carrier> most =
        new PriorityQueue<>(Carrier.LARGEST_FIRST.reversed());
    private GateTally tally;
    private long count;

    Search(SliceFinish finish, List<String> names, ZoneId zone, int limit, List<Gate> gates) {
      this.finish = finish;
      this.names = names;
      this.zone = zone;
      this.limit = limit;
      tally = GateTally.none(gates);
    }

    void add(GroupScan.Group group) {
      count++;
      if (tally.testsSlices()) {
        tally = tally.plus(finish.of(group.values(), group.result()), slice(group.values()));
      }
      double share = finish.largestShare(group.result());
      if (most.size() < limit || share >= most.peek().share) {
        most.add(new Carrier(share, group.values(), group.result().toBytes()));
      }
      if (most.size() > limit) {
        most.remove();
      }
    }

    Found found() {
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
