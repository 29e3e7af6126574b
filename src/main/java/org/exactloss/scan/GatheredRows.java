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
    for (int row = 0; row < rows; row += Long.BYTES) {
      if (row + Long.BYTES <= rows && areEightPresent(prediction.status, target.status, row)) {
        copyEight(prediction.values, predictions, row, place);
        copyEight(target.values, targets, row, place);
        if (weighted) {
          copyEight(weight, weights, row, place);
        }
        place += Long.BYTES;
      } else {
        int end = Math.min(rows, row + Long.BYTES);
        place = putFew(prediction, target, weight, row, end, place);
        for (int i = row; i < end; i++) {
          nullTargets += target.status[i];
        }
      }
    }
    count = place;
    return nullTargets;
  }

  private static boolean areEightPresent(byte[] left, byte[] right, int row) {
    return ((long) EIGHT_BYTES.get(left, row) | (long) EIGHT_BYTES.get(right, row)) == 0;
  }

  private static void copyEight(double[] from, double[] to, int row, int place) {
    for (int i = 0; i < Long.BYTES; i++) {
      to[place + i] = from[row + i];
    }
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
