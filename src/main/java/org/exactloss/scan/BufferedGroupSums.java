package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.KernelKind;

/**
 * Sums of any kind for groups that are not too many: each has kernels of its own, and a buffer in
 * which its rows wait until they are worth a call.
 */
final class BufferedGroupSums implements GroupSums {
  /** Rows of a buffer: those of a hundred groups stay in a core's own cache. */
  private static final int BUFFER = 256;

  private static final long BYTES_OF_LOSS = 24 << 10;
  private static final long BYTES_OF_FURTHER_SUMS = 192 << 10;

  /** With more groups, too few of their rows come at a time. */
  private static final int MOST_GROUPS = 1024;

  private final ScanRequest request;
  private final KernelKind kind;
  private final long bytesOfGroup;
  private final GroupOrder order;
  private final List<List<Group>> groups = new ArrayList<>();
  private long count;

  BufferedGroupSums(ScanRequest request, KernelKind kind, int groupings, int capacity) {
    this.request = request;
    this.kind = kind;
    bytesOfGroup =
        request.predictions().size()
            * (request.further().isEmpty() ? BYTES_OF_LOSS : BYTES_OF_FURTHER_SUMS);
    order = new GroupOrder(capacity);
    for (int i = 0; i < groupings; i++) {
      groups.add(new ArrayList<>());
    }
  }

  /** Whether so many groups of each grouping can be held in some memory. */
  boolean suits(int[] sizes, long mostBytes) {
    long all = 0;
    for (int size : sizes) {
      if (size > MOST_GROUPS) {
        return false;
      }
      all += size;
    }
    return all * bytesOfGroup <= mostBytes;
  }

  /** The rows of one group that wait, and the sums of those before. */
  private final class Group {
    private final LoadedRows waiting = new LoadedRows(request, BUFFER);
    private final RowSums sums = new RowSums(request, kind, BUFFER);

    void add(LoadedRows rows, int[] places, int start, int end) {
      for (int from = start; from < end; ) {
        int length = Math.min(end - from, waiting.room());
        waiting.gather(rows, places, from, length);
        from += length;
        if (waiting.room() == 0) {
          evaluate();
        }
      }
    }

    private void evaluate() {
      sums.add(waiting);
      waiting.clear();
    }

    List<ModelTally> take() {
      if (waiting.count() > 0) {
        evaluate();
      }
      return sums.takeStates().stream().map(ModelTally::of).toList();
    }
  }

  @Override
  public int capacity() {
    return order.capacity();
  }

  @Override
  public void add(LoadedRows rows, int[][] numbers, int[] sizes) {
    for (int grouping = 0; grouping < numbers.length; grouping++) {
      order.sort(numbers[grouping], rows.count(), sizes[grouping]);
      List<Group> known = groups.get(grouping);
      while (known.size() < sizes[grouping]) {
        known.add(null);
      }
      for (int group = 0; group < sizes[grouping]; group++) {
        if (order.end(group) > order.start(group)) {
          group(known, group).add(rows, order.places(), order.start(group), order.end(group));
        }
      }
    }
  }

  private Group group(List<Group> known, int group) {
    Group mine = known.get(group);
    if (mine == null) {
      mine = new Group();
      known.set(group, mine);
      count++;
    }
    return mine;
  }

  @Override
  public long bytes() {
    return count * bytesOfGroup;
  }

  @Override
  public byte[] part(int grouping, int group) {
    List<Group> known = groups.get(grouping);
    if (group >= known.size() || known.get(group) == null) {
      return null;
    }
    List<ModelTally> tallies = known.get(group).take();
    return FixedPointPart.of(new TaskResult(tallies, new JoinTally(), new TreeSet<>()).toBytes());
  }

  @Override
  public void clear() {
    groups.forEach(List::clear);
    count = 0;
  }
}
