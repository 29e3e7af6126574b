package org.exactloss.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The rows of a batch that are not left out, one behind the other, in arrays used again. */
final class GatheredRows {
  /** Eight values of the status of a column, of which {@link Column#PRESENT} is 0. */
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final boolean weighted;
  double[] predictions;
  double[] targets;

  /** Empty without weights. */
  double[] weights;

  private int count;

  GatheredRows(boolean weighted, int capacity) {
    this.weighted = weighted;
    allocate(capacity);
  }

  private void allocate(int capacity) {
    predictions = new double[capacity];
    targets = new double[capacity];
    weights = new double[weighted ? capacity : 0];
  }

  int count() {
    return count;
  }

  /** Forgets all rows and makes room for so many. */
  void clear(int rows) {
    count = 0;
    if (rows > predictions.length) {
      allocate(rows);
    }
  }

  /** Adds a row. */
  void add(double prediction, double target, double weight) {
    predictions[count] = prediction;
    targets[count] = target;
    if (weighted) {
      weights[count] = weight;
    }
    count++;
  }

  /**
   * Adds the rows of columns in which neither prediction nor target is null; each value is present
   * or null, and each weight present.
   *
   * @param weight null without weights
   * @return in how many rows the target is null
   */
  int addPresent(Column prediction, Column target, double[] weight, int rows) {
    int nullTargets = 0;
    int place = count;
    for (int row = 0; row < rows; ) {
      int end = endOfPresent(prediction.status, target.status, row, rows);
      int length = end - row;
      System.arraycopy(prediction.values, row, predictions, place, length);
      System.arraycopy(target.values, row, targets, place, length);
      if (weighted) {
        System.arraycopy(weight, row, weights, place, length);
      }
      row = Math.min(rows, end + Long.BYTES);
      place = putFew(prediction, target, weight, end, row, place + length);
      for (int i = end; i < row; i++) {
        nullTargets += target.status[i];
      }
    }
    count = place;
    return nullTargets;
  }

  /** Where the first eight rows begin that have a null, or the last ones, fewer than eight. */
  private static int endOfPresent(byte[] left, byte[] right, int first, int rows) {
    int row = first;
    while (row + Long.BYTES <= rows
        && ((long) EIGHT_BYTES.get(left, row) | (long) EIGHT_BYTES.get(right, row)) == 0) {
      row += Long.BYTES;
    }
    return row;
  }

  /** Without a branch: a row with a null is written over by the next one. */
  private int putFew(
      Column prediction, Column target, double[] weight, int from, int end, int first) {
    int place = first;
    for (int row = from; row < end; row++) {
      predictions[place] = prediction.values[row];
      targets[place] = target.values[row];
      if (weighted) {
        weights[place] = weight[row];
      }
      place += Column.NULL - (prediction.status[row] | target.status[row]);
    }
    return place;
  }
}
