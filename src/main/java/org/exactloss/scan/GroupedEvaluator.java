package org.exactloss.scan;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * The evaluation of one task's rows, each in its group and, apart from that, among all rows: pairs
 * of group and {@link TaskResult} bytes. A group comes more than once where more of them are met
 * than are held at a time; the results of one group are to be merged. All rows together are {@link
 * GroupKey#ALL}, which comes once, at the end. Memory is bounded whatever the number of groups.
 */
final class GroupedEvaluator implements Iterator<Tuple2<GroupKey, byte[]>> {
  /** Groups times models that are held at a time; each takes some tens of kilobytes. */
  private static final int MOST_HELD = 1024;

  /** The same where each holds buffers for its outputs. */
  private static final int MOST_HELD_WITH_OUTPUTS = 64;

  /** Elements of a group that are evaluated at a time. */
  private static final int GROUP_CAPACITY = 256;

  private final ScanRequest groupRequest;
  private final Rows rows;
  private final int partition;
  private final RowTask all;
  private final int mostGroups;
  private final Map<GroupKey, RowTask> groups = new HashMap<>();
  private final ArrayDeque<Tuple2<GroupKey, byte[]>> finished = new ArrayDeque<>();
  private boolean ended;

  /** The rows of a task, one after the other. */
  interface Rows {
    /** Moves on to the next row, and says whether there is one. */
    boolean next();

    /** The request's columns of the current row. */
    ColumnSource[] columns();

    /** The group of the current row. */
    GroupKey group();
  }

  GroupedEvaluator(ScanRequest request, Rows rows, int partition) {
    this.rows = rows;
    this.partition = partition;
    groupRequest = request.withoutJoin();
    all = request.start(partition);
    int held = request.separateOutputs() ? MOST_HELD_WITH_OUTPUTS : MOST_HELD;
    mostGroups = Math.max(1, held / request.predictions().size());
  }

  @Override
  public boolean hasNext() {
    while (finished.isEmpty() && !ended) {
      takeRows();
    }
    return !finished.isEmpty();
  }

  @Override
  public Tuple2<GroupKey, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return finished.remove();
  }

  /** Takes rows until groups are finished. */
  private void takeRows() {
    while (finished.isEmpty() && rows.next()) {
      if (all.addRow(rows.columns())) {
        evaluator(rows.group()).addRow(rows.columns());
      }
    }
    if (finished.isEmpty()) {
      finishGroups();
      finished.add(new Tuple2<>(GroupKey.ALL, all.finish()));
      ended = true;
    }
  }

  private RowTask evaluator(GroupKey group) {
    RowTask known = groups.get(group);
    if (known != null) {
      return known;
    }
    if (groups.size() == mostGroups) {
      finishGroups();
    }
    RowTask evaluator = groupRequest.start(partition, GROUP_CAPACITY);
    groups.put(group, evaluator);
    return evaluator;
  }

  private void finishGroups() {
    groups.forEach((group, evaluator) -> finished.add(new Tuple2<>(group, evaluator.finish())));
    groups.clear();
  }
}
