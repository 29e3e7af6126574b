package org.exactloss.job;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.metric.FalseDiscovery;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.scan.GroupScan;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;

/** The results of one set of slices, finished where their states are. */
final class SliceResults {
  private final GroupScan scan;
  private final int grouping;
  private final List<String> names;
  private final ZoneId zone;
  private final SliceFinish finish;
  private final SliceSearch.Found found;

  private SliceResults(
      GroupScan scan, int grouping, ZoneId zone, SliceFinish finish, SliceSearch.Found found) {
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
    SliceSearch finder =
        new SliceSearch(first, finishes, names, zone, limit, spec.analysis().gates());
    List<SliceSearch.Found> found =
        scan.reduce(
            finder::find,
            (one, other) -> SliceSearch.Found.sums(one, other, limit),
            spec.treeDepth());
    return IntStream.range(0, count)
        .mapToObj(i -> new SliceResults(scan, first + i, zone, finishes.get(i), found.get(i)))
        .toList();
  }

  /** The p-values of all slices, corrected for being many: of each slice those of its results. */
  private static Map<String, double[]> adjusted(GroupScan scan, int grouping, SliceFinish plain) {
    JavaRDD<SlicePValues> all =
        scan.map(
            grouping, slice -> SlicePValues.of(slice.key(), plain.of(slice.key(), slice.result())));
    long count = all.count();
    if (count > FalseDiscovery.MOST) {
      throw FalseDiscovery.tooMany(count);
    }
    return SlicePValues.adjusted(all.collect());
  }

  /** How many slices there are, and those that carry most of the loss. */
  SlicingReport report() {
    return found.report(names, finish, zone);
  }

  /** What became of the gates that look at slices. */
  GateTally gates() {
    return found.gates();
  }

  /** The rows of the table of results with these columns, for every slice. */
  JavaRDD<Row> rows(ResultRows.Layout layout) {
    SliceFinish finisher = finish;
    List<String> columns = names;
    return scan.map(grouping, slice -> slice)
        .flatMap(
            slice ->
                finisher.of(slice.key(), slice.result()).stream()
                    .map(result -> layout.slice(result, columns, slice.values()))
                    .iterator());
  }
}
