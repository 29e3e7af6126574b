package org.exactloss.scan;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A part of what was found of a group, or of all rows.
 *
 * @param grouping the place of the grouping, or {@link #ALL}
 * @param key the group's values as {@link GroupColumn} writes them, not to be changed; empty for
 *     all rows
 * @param part what {@link FixedPointPart} makes of it, not to be changed
 */
record GroupRecord(int grouping, byte[] key, byte[] part) implements Serializable {
  /** Stands for all rows. */
  static final int ALL = -1;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** A hash of the grouping and the key: FNV-1a, stirred so that all bits count. */
  long hash() {
    long hash = (FNV_OFFSET ^ grouping) * FNV_PRIME;
    for (byte part : key) {
      hash = (hash ^ part) * FNV_PRIME;
    }
    hash ^= hash >>> 32;
    hash *= 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }

  /** Whether it is of a group, not of all rows. */
  boolean isGroup() {
    return grouping != ALL;
  }

  boolean isSameGroup(GroupRecord other) {
    return grouping == other.grouping && Arrays.equals(key, other.key);
  }

  /** About how much memory it takes. */
  int bytes() {
    return key.length + part.length;
  }

  /** This and another part of the same group. */
  GroupRecord plus(GroupRecord other) {
    return new GroupRecord(grouping, key, FixedPointPart.plus(part, other.part));
  }
}
