package org.exactloss.scan;

import java.math.BigDecimal;

/**
 * One column of what Spark hands over, row by row or as a batch. Row indices count within the
 * batch; a source that is a single row ignores them. A value may only be asked for in the column's
 * own type, and not where it is null.
 */
interface ColumnSource {
  /** False only if no row is null. */
  boolean mayHaveNulls();

  boolean isNull(int row);

  byte byteAt(int row);

  short shortAt(int row);

  int intAt(int row);

  long longAt(int row);

  float floatAt(int row);

  double doubleAt(int row);

  BigDecimal decimalAt(int row, NumericType type);

  String textAt(int row);

  /** Whether a boolean is true. */
  boolean booleanAt(int row);
}
