package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.kernel.KernelKind;

/** Sums that suit few groups as long as they are few, and then those that suit many. */
final class GrowingGroupSums implements GroupSums {
  private final BufferedGroupSums few;
  private final GroupSums many;
  private final long mostBytesOfFew;
  private final Optional<TaskResult> sumOfFew;
  private boolean areMany;

  /**
   * @param mostBytes memory that all sums may take; those of few groups take a quarter at most
   * @param addUp whether {@link #sumOfFew} is asked for
   */
  GrowingGroupSums(
      ScanRequest request, KernelKind kind, int groupings, long mostBytes, boolean addUp) {
    many =
        FixedPointGroupSums.suits(request)
            ? new FixedPointGroupSums(request, groupings)
            : new SortedGroupSums(request, kind, groupings, mostBytes);
    few = new BufferedGroupSums(request, kind, groupings, many.capacity());
    mostBytesOfFew = mostBytes / 4;
    sumOfFew =
        addUp ? Optional.of(TaskResult.empty(request.predictions().size())) : Optional.empty();
  }

  @Override
  public int capacity() {
    return many.capacity();
  }

  @Override
  public void add(LoadedRows rows, int[][] groups, int[] sizes) {
    areMany |= !few.suits(sizes, mostBytesOfFew);
    if (areMany) {
      many.add(rows, groups, sizes);
    } else {
      few.add(rows, groups, sizes);
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
    return few.bytes() + many.bytes();
  }

  @Override
  public byte[] part(int grouping, int group) {
    byte[] early = few.part(grouping, group);
    if (early != null && grouping == 0) {
      sumOfFew.ifPresent(sum -> sum.add(FixedPointPart.result(early)));
    }
    byte[] late = many.part(grouping, group);
    if (early == null) {
      return late;
    }
    return late == null ? early : FixedPointPart.plus(early, late);
  }

  @Override
  public void clear() {
    few.clear();
    many.clear();
  }
}
