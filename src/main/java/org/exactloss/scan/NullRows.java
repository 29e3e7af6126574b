package org.exactloss.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How many rows of a batch have nulls.
 *
 * @param targets those whose target is null
 * @param all those whose target or prediction is null
 */
record NullRows(int targets, int all) {
  /** Eight values of the status of a column: 0 where one is present, 1 where it is null. */
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Gives the prediction the value of the target wherever one of them is null, so that these rows
   * have no error. Whatever the value is that stands for a null, its difference to itself is 0 or,
   * if it is not finite, NaN.
   *
   * @param prediction each value of which is present or null, as of the target
   */
  static NullRows withoutError(Column prediction, Column target, int rows) {
    int targets = 0;
    int all = 0;
    int row = 0;
    for (; row + Long.BYTES <= rows; row += Long.BYTES) {
      long ofTarget = (long) EIGHT_BYTES.get(target.status, row);
      long either = ofTarget | (long) EIGHT_BYTES.get(prediction.status, row);
      if (either != 0) {
        targets += Long.bitCount(ofTarget);
        all += Long.bitCount(either);
        for (; either != 0; either &= either - 1) {
          int place = row + Long.numberOfTrailingZeros(either) / Byte.SIZE;
          prediction.values[place] = target.values[place];
        }
      }
    }
    for (; row < rows; row++) {
      if ((prediction.status[row] | target.status[row]) == Column.NULL) {
        targets += target.status[row];
        all++;
        prediction.values[row] = target.values[row];
      }
    }
    return new NullRows(targets, all);
  }
}
