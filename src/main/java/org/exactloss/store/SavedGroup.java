package org.exactloss.store;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A slice in a state.
 *
 * @param grouping the place of its set of slices
 * @param key its values, not to be changed
 * @param tally what was found of its rows, not to be changed
 */
public record SavedGroup(int grouping, byte[] key, byte[] tally) {
  /** By the set of slices, then by the bytes of the key; of two equal ones, one slice. */
  public static final Comparator<SavedGroup> ORDER =
      Comparator.comparingInt(SavedGroup::grouping)
          .thenComparing(SavedGroup::key, Arrays::compareUnsigned);
}
