package org.exactloss.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.SavedGroup;
import org.exactloss.store.StateFile;

/**
 * The slices of several states in their order, those of the same values added, less those of states
 * that are subtracted. Slices of no rows are left out, as a scan of what is left has none.
 */
final class SummedGroups implements Iterator<SummedGroups.Group>, AutoCloseable {
  private final List<Cursor> cursors;
  private final PriorityQueue<Cursor> queue =
      new PriorityQueue<>(
          Comparator.comparing((Cursor cursor) -> cursor.current, SavedGroup.ORDER)
              .thenComparing(cursor -> cursor.subtracted));
  private Group next;

  /** A slice. */
  record Group(int grouping, byte[] key, TaskResult result) {}

  /** What is left of slices of no rows, which may differ from nothing, by their grouping. */
  private final Map<Integer, TaskResult> vanished = new HashMap<>();

  private SummedGroups(List<Cursor> cursors) {
    this.cursors = cursors;
  }

  static SummedGroups open(List<StateFile> added, List<StateFile> subtracted) {
    SummedGroups groups = new SummedGroups(new ArrayList<>());
    try {
      added.forEach(file -> groups.cursors.add(new Cursor(file, false)));
      subtracted.forEach(file -> groups.cursors.add(new Cursor(file, true)));
      groups.cursors.stream().filter(Cursor::advance).forEach(groups.queue::add);
      groups.next = groups.read();
      return groups;
    } catch (RuntimeException e) {
      groups.close();
      throw e;
    }
  }

  /** The slices of one state. */
  private static final class Cursor {
    private final StateFile file;
    private final StateFile.Groups groups;
    private final boolean subtracted;
    private SavedGroup current;

    Cursor(StateFile file, boolean subtracted) {
      this.file = file;
      this.subtracted = subtracted;
      groups = file.groups();
    }

    boolean advance() {
      boolean more = groups.hasNext();
      current = more ? groups.next() : null;
      return more;
    }

    TaskResult result() {
      return SavedStates.result(file, current);
    }
  }

  private Group read() {
    while (!queue.isEmpty()) {
      Group group = sum();
      if (!isEmpty(group.result)) {
        return group;
      }
      vanished.merge(group.grouping, group.result, SummedGroups::plus);
    }
    return null;
  }

  private static TaskResult plus(TaskResult sum, TaskResult part) {
    sum.add(part);
    return sum;
  }

  /**
   * What was left of the slices of a grouping that were passed over: no rows, but perhaps a maximum
   * that nobody knows any more.
   */
  Optional<TaskResult> vanished(int grouping) {
    return Optional.ofNullable(vanished.get(grouping));
  }

  private static boolean isEmpty(TaskResult result) {
    return result.models().stream()
        .allMatch(model -> model.state().rows() == 0 && model.state().elements() == 0);
  }

  /** The sum of all that have the values of the first one; the subtracted ones come last. */
  private Group sum() {
    SavedGroup first = queue.element().current;
    TaskResult sum = TaskResult.empty(queue.element().file.header().models().size());
    while (!queue.isEmpty() && SavedGroup.ORDER.compare(queue.element().current, first) == 0) {
      Cursor cursor = queue.remove();
      if (cursor.subtracted) {
        StateSum.subtract(sum, cursor.result(), cursor.file);
      } else {
        StateSum.add(sum, cursor.result(), cursor.file);
      }
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
    return new Group(first.grouping(), first.key(), sum);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Group next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Group group = next;
    next = read();
    return group;
  }

  @Override
  public void close() {
    EvaluationException failure = null;
    for (Cursor cursor : cursors) {
      try {
        cursor.groups.close();
      } catch (EvaluationException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
