package org.exactloss.scan;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The evaluation of one task's rows, each in its group of each grouping and, apart from that, among
 * all rows. A group comes more than once where more of them are met than are held at a time; the
 * parts of one group are to be added. All rows together come once, at the end. Memory is bounded
 * whatever the number of groups.
 */
abstract class GroupedEvaluator implements Iterator<GroupRecord> {
  private final RowChunks chunks;
  private Iterator<GroupRecord> finished = Collections.emptyIterator();
  private boolean allTaken;
  private boolean ended;

  GroupedEvaluator(RowChunks chunks) {
    this.chunks = chunks;
  }

  /** The evaluation of plain numbers or of arrays. */
  static GroupedEvaluator of(GroupRequest request, RowChunks chunks, int partition) {
    return request.rows().hasArrays() || request.rows().separateOutputs()
        ? new GroupedTensors(request, chunks, partition)
        : new GroupedNumbers(request, chunks);
  }

  /** Takes in the current rows. */
  abstract void take(ColumnSource[] columns, int count, long place);

  /** Whether the groups that are held have to make room. */
  abstract boolean isFull();

  /** What was found of the groups that are held; read before more rows are taken. */
  abstract Iterator<GroupRecord> groups();

  /** Forgets the groups that are held. */
  abstract void clearGroups();

  /** The result of all rows; to be called once, at the end. */
  abstract byte[] finishAll();

  @Override
  public final boolean hasNext() {
    while (!finished.hasNext() && !ended) {
      goOn();
    }
    return finished.hasNext();
  }

  private void goOn() {
    clearGroups();
    if (allTaken) {
      GroupRecord all =
          new GroupRecord(GroupRecord.ALL, new byte[0], FixedPointPart.of(finishAll()));
      finished = List.of(all).iterator();
      ended = true;
      return;
    }
    while (!allTaken && !isFull()) {
      if (chunks.next()) {
        take(chunks.columns(), chunks.count(), chunks.place());
      } else {
        allTaken = true;
      }
    }
    finished = groups();
  }

  @Override
  public final GroupRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return finished.next();
  }
}
