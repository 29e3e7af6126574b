package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.kernel.KernelKind;

/**
 * Sums that suit few groups as long as they are few, and then those that suit many; only the latter
 * where they suit few as well.
 */
final class GrowingGroupSums implements GroupSums {
  /**
   * With more groups, too few rows of each come at a time for a buffer, and adding up the groups
   * costs more than the total.
   */
  private static final int MOST_OF_FEW = 1024;

  private final Optional<BufferedGroupSums> few;
  private final GroupSums many;
  private final long mostBytesOfFew;
  private boolean areMany;

  /** Groups of the first grouping, as long as they are few. */
  private int groupsOfFirst;

  private final Optional<TaskResult> sumOfFew;

  /**
   * @param mostBytes memory that all sums may take; those in buffers take a quarter at most
   * @param addUp whether {@link #sumOfFew} is asked for
   */
  GrowingGroupSums(
      ScanRequest request, KernelKind kind, int groupings, long mostBytes, boolean addUp) {
    sumOfFew =
        addUp ? Optional.of(TaskResult.empty(request.predictions().size())) : Optional.empty();
    boolean suitsFew = false;
    if (FixedPointGroupSums.suits(request)) {
      FixedPointGroupSums fixed = new FixedPointGroupSums(request, kind, groupings);
      suitsFew = fixed.suitsFew();
      many = fixed;
    } else {
      many = new SortedGroupSums(request, kind, groupings, mostBytes);
    }
    few =
        suitsFew
            ? Optional.empty()
            : Optional.of(new BufferedGroupSums(request, kind, groupings, many.capacity()));
    mostBytesOfFew = mostBytes / 4;
  }

  @Override
  public int capacity() {
    return many.capacity();
  }

  @Override
  public void add(LoadedRows rows, int[][] groups, int[] sizes) {
    if (!areMany && !areFew(sizes)) {
      for (int group = 0; few.isEmpty() && group < groupsOfFirst; group++) {
        addToSum(many.part(0, group));
      }
      areMany = true;
    }
    if (areMany || few.isEmpty()) {
      many.add(rows, groups, sizes);
    } else {
      few.get().add(rows, groups, sizes);
    }
    groupsOfFirst = sizes[0];
  }

  private boolean areFew(int[] sizes) {
    for (int size : sizes) {
      if (size > MOST_OF_FEW) {
        return false;
      }
    }
    return few.isEmpty() || few.get().suits(sizes, mostBytesOfFew);
  }

  private void addToSum(byte[] part) {
    if (part != null) {
      sumOfFew.ifPresent(sum -> sum.add(FixedPointPart.result(part)));
    }
  }

  /** Whether the rows that were added last are among those of {@link #sumOfFew}. */
  boolean areInSumOfFew() {
    return sumOfFew.isPresent() && !areMany;
  }

  /**
   * The sum over all groups whose {@link #part} was taken, of the rows that were added while groups
   * were few.
   */
  Optional<TaskResult> sumOfFew() {
    return sumOfFew;
  }

  @Override
  public long bytes() {
    return few.map(GroupSums::bytes).orElse(0L) + many.bytes();
  }

  @Override
  public byte[] part(int grouping, int group) {
    byte[] early = few.map(sums -> sums.part(grouping, group)).orElse(null);
    byte[] late = many.part(grouping, group);
    if (grouping == 0) {
      addToSum(early);
      addToSum(areMany ? null : late);
    }
    if (early == null) {
      return late;
    }
    return late == null ? early : FixedPointPart.plus(early, late);
  }

  @Override
  public void clear() {
    few.ifPresent(GroupSums::clear);
    many.clear();
    groupsOfFirst = 0;
  }
}
