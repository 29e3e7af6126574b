package org.exactloss.job;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.exactloss.metric.FalseDiscovery;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.Grouping;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.SavedGrouping;

/** The results of the slices of a sum of states, finished as they are read. */
final class MergedSlices {
  private final StateSum sum;
  private final List<SavedGrouping> groupings;
  private final List<List<DataType>> types;
  private final ZoneId zone;
  private final List<SliceFinish> finishes;
  private final List<SliceSearch.Found> found;

  private MergedSlices(StateSum sum, EvaluationSpec spec, SliceFinish plain) {
    this.sum = sum;
    groupings = sum.header().groupings();
    types = groupings.stream().map(slices -> Grouping.types(slices.types())).toList();
    zone = ZoneId.of(sum.header().request().get("time-zone").get(0));
    finishes =
        spec.analysis().comparison().baseline().isPresent()
            ? adjusted(plain)
            : groupings.stream().map(slices -> plain).toList();
    found = found(spec);
  }

  /**
   * Reads every slice, and once more where slices are compared with a baseline.
   *
   * @param overall the results of all rows
   * @throws EvaluationException of kind STORAGE if slices do not add up to the total, or if there
   *     are more of them than can be compared with a baseline
   */
  static MergedSlices of(StateSum sum, EvaluationSpec spec, List<ModelResult> overall) {
    TaskResult total = sum.total();
    GroupResults groups = GroupResults.of(spec, sum.header().models(), total, overall);
    return new MergedSlices(sum, spec, SliceFinish.of(groups, total));
  }

  private List<List<String>> names() {
    return groupings.stream().map(SavedGrouping::names).toList();
  }

  private List<SliceSearch.Found> found(EvaluationSpec spec) {
    SliceSearch search =
        new SliceSearch(
            0, finishes, names(), zone, spec.analysis().reportedSlices(), spec.analysis().gates());
    try (SummedGroups groups = sum.groups()) {
      Checked checked = new Checked(groups);
      List<SliceSearch.Found> all = search.find(checked);
      checked.requireTotals();
      return all;
    }
  }

  /** How many slices there are of each set, and those that carry most of the loss. */
  List<SlicingReport> reports() {
    List<SlicingReport> reports = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      reports.add(found.get(i).report(names().get(i), finishes.get(i), zone));
    }
    return reports;
  }

  /** What became of the gates that look at slices. */
  List<GateTally> gates() {
    return found.stream().map(SliceSearch.Found::gates).toList();
  }

  private List<SliceFinish> adjusted(SliceFinish plain) {
    List<List<SlicePValues>> pValues = new ArrayList<>();
    groupings.forEach(slices -> pValues.add(new ArrayList<>()));
    try (SummedGroups groups = sum.groups()) {
      while (groups.hasNext()) {
        GroupScan.Group group = group(groups.next());
        List<SlicePValues> own = pValues.get(group.grouping());
        own.add(SlicePValues.of(group.key(), plain.of(group.key(), group.result())));
        if (own.size() > FalseDiscovery.MOST) {
          throw FalseDiscovery.tooMany(own.size());
        }
      }
    }
    Stream<Map<String, double[]>> all = pValues.stream().map(SlicePValues::adjusted);
    return all.map(plain::withAdjusted).toList();
  }

  private GroupScan.Group group(SummedGroups.Group group) {
    return GroupScan.Group.of(
        group.grouping(), types.get(group.grouping()), group.key(), group.result());
  }

  /** The slices, which are added up on the way. */
  private final class Checked implements Iterator<GroupScan.Group> {
    private final SummedGroups groups;
    private final List<TaskResult> sums = new ArrayList<>();

    Checked(SummedGroups groups) {
      this.groups = groups;
      int models = sum.header().models().size();
      groupings.forEach(slices -> sums.add(TaskResult.empty(models)));
    }

    @Override
    public boolean hasNext() {
      return groups.hasNext();
    }

    @Override
    public GroupScan.Group next() {
      SummedGroups.Group group = groups.next();
      sums.get(group.grouping()).add(group.result());
      return group(group);
    }

    void requireTotals() {
      for (int i = 0; i < sums.size(); i++) {
        groups.vanished(i).ifPresent(sums.get(i)::add);
        if (!sums.get(i).hasStatesOf(sum.total())) {
          throw EvaluationException.storage(
              "Cannot merge the states: their slices by "
                  + String.join(", ", groupings.get(i).names())
                  + " do not add up to their totals; make the states again with evaluate --state");
        }
      }
    }
  }
}
