package org.exactloss.scan;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The values that make rows a group, as the bytes of Spark's own row format, in which equal values
 * have equal bytes.
 *
 * @param bytes not to be changed
 */
record GroupKey(byte[] bytes) implements Serializable {
  /** What stands for all rows; no row format is empty. */
  static final GroupKey ALL = new GroupKey(new byte[0]);

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Arrays.toString(bytes);
  }
}
