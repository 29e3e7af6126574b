package org.exactloss.scan;

import java.util.List;

/** The errors of one task's rows. Used by one thread. */
interface ErrorTask {
  static ErrorTask of(ErrorRequest request) {
    return request.scan().hasArrays() ? new TensorErrors(request) : new ScalarErrors(request);
  }

  /** Goes to a batch: its factors of each model hold from now on. */
  void use(List<ElementErrors.Factors> factors);

  /** Puts what is found of the row that the sources stand on into the columns. */
  void put(ColumnSource[] columns, ErrorRow errors);
}
