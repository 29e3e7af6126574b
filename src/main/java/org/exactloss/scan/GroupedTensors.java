package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The evaluation of rows of arrays, or of separate outputs, in their groups. */
final class GroupedTensors extends GroupedEvaluator {
  /** Groups times models that are held at a time; each takes some tens of kilobytes. */
  private static final int MOST_HELD = 1024;

  /** The same where each holds buffers for its outputs or further sums. */
  private static final int MOST_HELD_OF_LARGE = 64;

  /** Elements of a group that are evaluated at a time. */
  private static final int GROUP_CAPACITY = 256;

  private final ScanRequest groupRequest;
  private final int partition;
  private final RowTask all;
  private final int mostHeld;
  private final List<GroupTable> tables = new ArrayList<>();
  private final List<List<RowTask>> tasks = new ArrayList<>();
  private final int[] group = new int[1];
  private int held;

  GroupedTensors(GroupRequest asked, RowChunks chunks, int partition) {
    super(chunks);
    ScanRequest request = asked.rows();
    this.partition = partition;
    groupRequest = request.ofGroup();
    all = request.start(partition);
    boolean large = request.separateOutputs() || !groupRequest.further().isEmpty();
    mostHeld = Math.max(1, (large ? MOST_HELD_OF_LARGE : MOST_HELD) / request.predictions().size());
    for (Grouping grouping : asked.groupings()) {
      tables.add(new GroupTable(grouping, 1));
      tasks.add(new ArrayList<>());
    }
  }

  @Override
  void take(ColumnSource[] columns, int count, long place) {
    if (count != 1) {
      throw new IllegalArgumentException("Cannot take " + count + " rows of arrays at a time");
    }
    if (!all.addRow(columns)) {
      return;
    }
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).number(columns, 0, 1, place, group, 0);
      task(tasks.get(i), group[0]).addRow(columns);
    }
  }

  private RowTask task(List<RowTask> known, int number) {
    while (known.size() <= number) {
      known.add(null);
    }
    if (known.get(number) == null) {
      known.set(number, groupRequest.start(partition, GROUP_CAPACITY));
      held++;
    }
    return known.get(number);
  }

  @Override
  boolean isFull() {
    return held >= mostHeld;
  }

  @Override
  Iterator<GroupRecord> groups() {
    return IntStream.range(0, tables.size()).boxed().flatMap(this::groups).iterator();
  }

  private Stream<GroupRecord> groups(int grouping) {
    List<RowTask> own = tasks.get(grouping);
    return IntStream.range(0, own.size())
        .filter(number -> own.get(number) != null)
        .mapToObj(
            number ->
                new GroupRecord(
                    grouping,
                    tables.get(grouping).key(number),
                    FixedPointPart.of(own.get(number).finish())));
  }

  @Override
  void clearGroups() {
    tables.forEach(GroupTable::clear);
    tasks.forEach(List::clear);
    held = 0;
  }

  @Override
  byte[] finishAll() {
    return all.finish();
  }
}
