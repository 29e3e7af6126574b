package org.exactloss.scan;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.KernelKind;

/**
 * Sums of any kind for groups that are not too many: each has kernels of its own, and a buffer in
 * which its rows wait until they are worth a call.
 */
final class BufferedGroupSums implements GroupSums {
  /** Rows of a buffer: those of a hundred groups stay in a core's own cache. */
  private static final int BUFFER = 128;

  private static final long BYTES_OF_LOSS = 24 << 10;
  private static final long BYTES_OF_FURTHER_SUMS = 192 << 10;

  private final ScanRequest request;
  private final KernelKind kind;
  private final long bytesOfGroup;
  private final GroupOrder order;
  private final Buffers[] groupings;

  /** The rows of one group on their way to its sums. */
  private final LoadedRows passing;

  BufferedGroupSums(ScanRequest request, KernelKind kind, int groupings, int capacity) {
    this.request = request;
    this.kind = kind;
    bytesOfGroup =
        request.predictions().size()
            * (request.further().isEmpty() ? BYTES_OF_LOSS : BYTES_OF_FURTHER_SUMS);
    order = new GroupOrder(capacity);
    passing = new LoadedRows(request, BUFFER);
    this.groupings = new Buffers[groupings];
    Arrays.setAll(this.groupings, i -> new Buffers());
  }

  /** Whether so many groups of each grouping fit some memory. */
  boolean suits(int[] sizes, long mostBytes) {
    long groups = 0;
    for (int size : sizes) {
      groups += size;
    }
    return groups * bytesOfGroup <= mostBytes;
  }

  /** The groups of one grouping. */
  private final class Buffers {
    private Group[] groups = {};

    /**
     * The rows that wait, those of one group together, with their values side by side: each row is
     * put into one cache line or two, however many columns there are.
     */
    private double[] waiting = {};

    private final int columns = passing.values().length;
    private int[] counts = {};

    void reserve(int size) {
      if (size > groups.length) {
        groups = Arrays.copyOf(groups, size);
        counts = Arrays.copyOf(counts, size);
        waiting = Arrays.copyOf(waiting, size * BUFFER * columns);
      }
    }

    /** Adds rows without a null or the like. */
    void addPlain(LoadedRows rows, int[] numbers) {
      double[][] values = rows.values();
      int end = rows.count();
      for (int row = 0; row < end; row++) {
        row =
            columns == 2
                ? putPairs(values[0], values[1], numbers, row, end)
                : putRows(values, numbers, row, end);
        if (row < end) {
          evaluate(numbers[row]);
        }
      }
    }

    /** Puts rows into their buffers up to the row that fills one, and says which that is. */
    private int putRows(double[][] values, int[] numbers, int from, int end) {
      for (int row = from; row < end; row++) {
        int number = numbers[row];
        int count = counts[number]++;
        int place = (number * BUFFER + count) * columns;
        for (int column = 0; column < columns; column++) {
          waiting[place + column] = values[column][row];
        }
        if (count + 1 == BUFFER) {
          return row;
        }
      }
      return end;
    }

    /** The same for a target and one prediction; a loop that C2 keeps in registers. */
    private int putPairs(double[] targets, double[] predictions, int[] numbers, int from, int end) {
      double[] pairs = waiting;
      int[] pairCounts = counts;
      for (int row = from; row < end; row++) {
        int number = numbers[row];
        int count = pairCounts[number];
        int place = (number * BUFFER + count) * 2;
        pairs[place] = targets[row];
        pairs[place + 1] = predictions[row];
        pairCounts[number] = count + 1;
        if (count + 1 == BUFFER) {
          return row;
        }
      }
      return end;
    }

    void addSorted(LoadedRows rows, int[] numbers) {
      order.sort(numbers, rows.count(), groups.length);
      for (int number = 0; number < groups.length; number++) {
        if (order.end(number) > order.start(number)) {
          group(number).add(rows, order.places(), order.start(number), order.end(number));
        }
      }
    }

    /** Adds the rows of a group that wait to its sums. */
    private void evaluate(int number) {
      double[][] values = passing.values();
      int rows = counts[number];
      int first = number * BUFFER * columns;
      for (int column = 0; column < columns; column++) {
        double[] target = values[column];
        for (int row = 0; row < rows; row++) {
          target[row] = waiting[first + row * columns + column];
        }
      }
      passing.setCount(rows);
      group(number).sums.add(passing);
      passing.clear();
      counts[number] = 0;
    }

    private Group group(int number) {
      if (groups[number] == null) {
        groups[number] = new Group();
      }
      return groups[number];
    }

    /** What was found of a group; null if it has no rows. */
    List<ModelTally> take(int number) {
      if (number >= groups.length) {
        return null;
      }
      if (counts[number] > 0) {
        evaluate(number);
      }
      return groups[number] == null ? null : groups[number].take();
    }

    void clear() {
      groups = new Group[0];
      counts = new int[0];
      waiting = new double[0];
    }
  }

  /** The sums of one group, and those of its rows that wait because some values are special. */
  private final class Group {
    private final RowSums sums = new RowSums(request, kind, BUFFER);
    private LoadedRows special;

    void add(LoadedRows rows, int[] places, int start, int end) {
      if (special == null) {
        special = new LoadedRows(request, BUFFER);
      }
      for (int from = start; from < end; ) {
        int length = Math.min(end - from, special.room());
        special.gather(rows, places, from, length);
        from += length;
        if (special.room() == 0) {
          evaluate();
        }
      }
    }

    private void evaluate() {
      sums.add(special);
      special.clear();
    }

    List<ModelTally> take() {
      if (special != null && special.count() > 0) {
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
    boolean plain = rows.arePlain();
    for (int i = 0; i < numbers.length; i++) {
      groupings[i].reserve(sizes[i]);
      if (plain) {
        groupings[i].addPlain(rows, numbers[i]);
      } else {
        groupings[i].addSorted(rows, numbers[i]);
      }
    }
  }

  @Override
  public long bytes() {
    return bytesOfGroup * Arrays.stream(groupings).mapToLong(each -> each.groups.length).sum();
  }

  @Override
  public byte[] part(int grouping, int group) {
    List<ModelTally> tallies = groupings[grouping].take(group);
    return tallies == null
        ? null
        : FixedPointPart.of(new TaskResult(tallies, new JoinTally(), new TreeSet<>()).toBytes());
  }

  @Override
  public void clear() {
    Arrays.stream(groupings).forEach(Buffers::clear);
  }
}
