package org.exactloss.oracle;

import java.util.Arrays;

/**
 * Named rows for tests, all three arrays of one length.
 *
 * @param name the families and the seed, for failure texts
 */
public record RowSet(String name, double[] prediction, double[] target, double[] weight) {

  public int size() {
    return prediction.length;
  }

  /** The rows from {@code from} to {@code to − 1}. */
  public RowSet part(int from, int to) {
    return new RowSet(
        name + "[" + from + ", " + to + ")",
        Arrays.copyOfRange(prediction, from, to),
        Arrays.copyOfRange(target, from, to),
        Arrays.copyOfRange(weight, from, to));
  }

  @Override
  public String toString() {
    return name;
  }
}
