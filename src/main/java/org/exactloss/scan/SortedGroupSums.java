package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.KernelKind;

/**
 * Sums of any kind: rows are put in the order of their groups, so that each one's are added as one
 * run; between runs a group is no more than its states.
 */
final class SortedGroupSums implements GroupSums {
  /** Long runs are what makes it fast: draining sums costs as much as adding hundreds of rows. */
  private static final int MOST_ROWS = 1 << 16;

  private static final int RUN = 1024;
  private static final long BYTES_OF_STATES = 2048;

  private final RowSums sums;
  private final LoadedRows run;
  private final int models;
  private final List<List<List<ModelStates>>> states = new ArrayList<>();
  private final GroupOrder order;
  private long groups;

  /**
   * @param mostBytes memory for all groups; so many rows are added at a time that they would not
   *     need more even if each was a group of its own
   */
  SortedGroupSums(ScanRequest request, KernelKind kind, int groupings, long mostBytes) {
    sums = new RowSums(request, kind, RUN);
    run = new LoadedRows(request, RUN);
    models = request.predictions().size();
    long rows = mostBytes / (BYTES_OF_STATES * models * groupings);
    order = new GroupOrder((int) Math.min(MOST_ROWS, Math.max(RUN, rows)));
    for (int i = 0; i < groupings; i++) {
      states.add(new ArrayList<>());
    }
  }

  @Override
  public int capacity() {
    return order.capacity();
  }

  @Override
  public void add(LoadedRows rows, int[][] groups, int[] sizes) {
    for (int grouping = 0; grouping < groups.length; grouping++) {
      order.sort(groups[grouping], rows.count(), sizes[grouping]);
      add(states.get(grouping), rows, sizes[grouping]);
    }
  }

  private void add(List<List<ModelStates>> known, LoadedRows rows, int size) {
    while (known.size() < size) {
      known.add(null);
    }
    for (int group = 0; group < size; group++) {
      if (order.end(group) > order.start(group)) {
        addGroup(known, group, rows);
      }
    }
  }

  private void addGroup(List<List<ModelStates>> known, int group, LoadedRows rows) {
    int end = order.end(group);
    for (int from = order.start(group); from < end; from += RUN) {
      run.gather(rows, order.places(), from, Math.min(RUN, end - from));
      sums.add(run);
      run.clear();
    }
    List<ModelStates> taken = sums.takeStates();
    List<ModelStates> mine = known.get(group);
    if (mine == null) {
      known.set(group, taken);
      groups++;
    } else {
      for (int model = 0; model < models; model++) {
        mine.get(model).add(taken.get(model));
      }
    }
  }

  @Override
  public long bytes() {
    return groups * models * BYTES_OF_STATES;
  }

  @Override
  public byte[] part(int grouping, int group) {
    List<List<ModelStates>> known = states.get(grouping);
    if (group >= known.size() || known.get(group) == null) {
      return null;
    }
    List<ModelTally> tallies = known.get(group).stream().map(ModelTally::of).toList();
    return FixedPointPart.of(new TaskResult(tallies, new JoinTally(), new TreeSet<>()).toBytes());
  }

  @Override
  public void clear() {
    states.forEach(List::clear);
    groups = 0;
  }
}
