package org.exactloss.scan;

import java.util.List;

/** The errors of one task's rows. Used by one thread. */
interface ErrorTask {
  /** Rows that are looked at together at most. */
  int CAPACITY = 4096;

  static ErrorTask of(ErrorRequest request) {
    return request.scan().hasArrays() ? new TensorErrors(request) : new ScalarErrors(request);
  }

  /** Goes to a batch: its factors of each model hold from now on. */
  void use(List<ElementErrors.Factors> factors);

  /** Takes in so many rows, at most {@link #CAPACITY}, in place of those before. */
  void load(ColumnSource[] columns, int from, int count);

  /** Puts what is found of one of these rows, counted from 0, into the columns. */
  void put(int row, ErrorRow errors);
}
