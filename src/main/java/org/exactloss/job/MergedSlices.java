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

  /**
   * @throws IllegalArgumentException if the slices have values of types that none can have
   */
  MergedSlices(StateSum sum) {
    this.sum = sum;
    groupings = sum.header().groupings();
    types = groupings.stream().map(slices -> Grouping.types(slices.types())).toList();
  }

  /**
   * Reads every slice, once more where slices are compared with a baseline.
   *
   * @param overall the results of all rows
   * @throws EvaluationException if there are more slices than can be compared with a baseline
   */
  List<SlicingReport> reports(EvaluationSpec spec, List<ModelResult> overall) {
    ZoneId zone = ZoneId.of(sum.header().request().get("time-zone").get(0));
    TaskResult total = sum.total();
    SliceFinish plain =
        SliceFinish.of(GroupResults.of(spec, sum.header().models(), total, overall), total);
    List<SliceFinish> finishes =
        spec.analysis().comparison().baseline().isPresent()
            ? adjusted(plain)
            : groupings.stream().map(slices -> plain).toList();
    List<List<String>> names = groupings.stream().map(SavedGrouping::names).toList();
    int limit = spec.analysis().reportedSlices();
    SliceSearch search = new SliceSearch(0, finishes, names, zone, limit, List.of());
    List<SliceSearch.Found> found;
    try (SummedGroups groups = sum.groups()) {
      Checked checked = new Checked(groups);
      found = search.find(checked);
      checked.requireTotals();
    }
    List<SlicingReport> reports = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      reports.add(found.get(i).report(names.get(i), finishes.get(i), zone));
    }
    return reports;
  }

  private List<SliceFinish> adjusted(SliceFinish plain) {
    List<List<SlicePValues>> pValues = new ArrayList<>();
    groupings.forEach(slices -> pValues.add(new ArrayList<>()));
    try (SummedGroups groups = sum.groups()) {
      while (groups.hasNext()) {
        GroupScan.Group group = group(groups.next());
        List<SlicePValues> own = pValues.get(group.grouping());
        own.add(SlicePValues.of(group.values(), plain.of(group.values(), group.result())));
        if (own.size() > FalseDiscovery.MOST) {
          throw FalseDiscovery.tooMany(own.size());
        }
      }
    }
    Stream<Map<List<Object>, double[]>> all = pValues.stream().map(SlicePValues::adjusted);
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
