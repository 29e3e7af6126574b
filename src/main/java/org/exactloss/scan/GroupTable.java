package org.exactloss.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The groups of one grouping that a task has met: numbers them from 0 on. */
final class GroupTable {
  private static final long BYTES_OF_A_NUMBER = 28;

  private final List<GroupColumn> columns = new ArrayList<>();
  private final long runLength;

  /**
   * The first is of pairs of the first two columns' numbers, the next adds the third, and so on.
   */
  private final List<LongNumbers> pairs = new ArrayList<>();

  private final LongNumbers runs = new LongNumbers();
  private final int[] others;

  /**
   * @param capacity the most rows that are numbered at a time
   */
  GroupTable(Grouping grouping, int capacity) {
    runLength = grouping.runLength();
    for (int i = 0; i < grouping.ordinals().size(); i++) {
      columns.add(new GroupColumn(grouping.types().get(i), grouping.ordinals().get(i)));
      if (i > 0) {
        pairs.add(new LongNumbers());
      }
    }
    others = new int[columns.size() > 1 ? capacity : 0];
  }

  /** How many groups there are; one of them may have no rows, that of null. */
  int size() {
    if (columns.isEmpty()) {
      return runs.size();
    }
    return pairs.isEmpty() ? columns.get(0).size() : pairs.get(pairs.size() - 1).size();
  }

  /** About how much memory the groups' values take. */
  long bytes() {
    long bytes = 0;
    for (GroupColumn column : columns) {
      bytes += column.bytes();
    }
    for (LongNumbers numbers : pairs) {
      bytes += numbers.size() * BYTES_OF_A_NUMBER;
    }
    return bytes;
  }

  /**
   * Numbers the groups of rows.
   *
   * @param place the first row's number among those of all tasks
   * @param groups where the numbers are put, from a position on
   */
  void number(ColumnSource[] sources, int from, int count, long place, int[] groups, int position) {
    if (columns.isEmpty()) {
      for (int i = 0; i < count; i++) {
        groups[position + i] = runs.number((place + i) / runLength);
      }
      return;
    }
    columns.get(0).number(sources, from, count, groups, position);
    for (int i = 1; i < columns.size(); i++) {
      columns.get(i).number(sources, from, count, others, 0);
      combine(pairs.get(i - 1), others, groups, position, count);
    }
  }

  private static void combine(
      LongNumbers numbers, int[] others, int[] groups, int position, int count) {
    for (int i = 0; i < count; i++) {
      groups[position + i] =
          numbers.number((long) groups[position + i] << Integer.SIZE | others[i]);
    }
  }

  /** The values of a group as {@link GroupRecord} holds them. */
  byte[] key(int group) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (columns.isEmpty()) {
        out.writeBoolean(true);
        out.writeLong(runs.value(group));
      } else {
        int[] numbers = numbers(group);
        for (int i = 0; i < numbers.length; i++) {
          columns.get(i).write(numbers[i], out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The number of each column's value. */
  private int[] numbers(int group) {
    int[] numbers = new int[columns.size()];
    int rest = group;
    for (int i = numbers.length - 1; i > 0; i--) {
      long pair = pairs.get(i - 1).value(rest);
      numbers[i] = (int) pair;
      rest = (int) (pair >>> Integer.SIZE);
    }
    numbers[0] = rest;
    return numbers;
  }

  /** Forgets all groups. */
  void clear() {
    columns.forEach(GroupColumn::clear);
    pairs.forEach(LongNumbers::clear);
    runs.clear();
  }
}
