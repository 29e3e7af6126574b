package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;

/**
 * Sums of any kind: rows are put in the order of their groups, so that each one's are added as one
 * run; between runs a group is no more than its states.
 */
final class SortedGroupSums implements GroupSums {
  /** Long runs are what makes it fast: draining sums costs as much as adding hundreds of rows. */
  private static final int CAPACITY = 1 << 16;

  private static final int RUN = 1024;
  private static final long BYTES_OF_STATES = 2048;

  private final RowSums sums;
  private final LoadedRows run;
  private final int models;
  private final List<List<List<ModelStates>>> states = new ArrayList<>();
  private final int[] order = new int[CAPACITY];
  private int[] ends = new int[0];
  private long groups;

  SortedGroupSums(ScanRequest request, KernelKind kind, int groupings) {
    sums = new RowSums(request, kind, RUN);
    run = new LoadedRows(request, RUN);
    models = request.predictions().size();
    for (int i = 0; i < groupings; i++) {
      states.add(new ArrayList<>());
    }
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }

  @Override
  public void add(LoadedRows rows, Exclusion[] exclusions, int[][] groups, int[] sizes) {
    for (int grouping = 0; grouping < groups.length; grouping++) {
      add(states.get(grouping), rows, exclusions, groups[grouping], sizes[grouping]);
    }
  }

  private void add(
      List<List<ModelStates>> known,
      LoadedRows rows,
      Exclusion[] exclusions,
      int[] group,
      int size) {
    sort(group, rows.count(), size);
    while (known.size() < size) {
      known.add(null);
    }
    for (int g = 0; g < size; g++) {
      int start = g == 0 ? 0 : ends[g - 1];
      if (ends[g] > start) {
        addGroup(known, g, rows, exclusions, start, ends[g]);
      }
    }
  }

  /** A counting sort; then those of group g end at {@code ends[g]}. */
  private void sort(int[] group, int rows, int size) {
    if (ends.length < size + 1) {
      ends = new int[Math.max(size + 1, 2 * ends.length)];
    }
    Arrays.fill(ends, 0, size + 1, 0);
    for (int row = 0; row < rows; row++) {
      ends[group[row] + 1]++;
    }
    for (int g = 1; g <= size; g++) {
      ends[g] += ends[g - 1];
    }
    for (int row = 0; row < rows; row++) {
      order[ends[group[row]]++] = row;
    }
  }

  private void addGroup(
      List<List<ModelStates>> known,
      int group,
      LoadedRows rows,
      Exclusion[] exclusions,
      int start,
      int end) {
    for (int from = start; from < end; from += RUN) {
      int length = Math.min(RUN, end - from);
      run.gather(rows, order, from, length);
      sums.add(run, run.gatherExclusions(exclusions, order, from));
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
