package org.exactloss.spec;

import java.util.List;
import java.util.Optional;

/**
 * The batches whose losses are asked for: rows of one value of an expression, or so many rows in a
 * global order.
 *
 * @param by a Spark SQL expression whose value names a row's batch
 * @param size rows of a batch, the last of which may be short; 0 where batches have names
 * @param orderBy the expressions by which rows are ordered before they are cut into batches
 */
public record BatchSpec(Optional<String> by, long size, List<String> orderBy) {
  public BatchSpec {
    orderBy = List.copyOf(orderBy);
    if (by.isEmpty() && size < 1) {
      throw EvaluationException.usage(
          "Cannot make batches: --batch-size is " + size + "; give it a number of at least 1");
    }
    if (by.isPresent() == (size > 0)) {
      throw EvaluationException.usage(
          "Cannot make batches by --batch-by and by --batch-size: a row would be in two; give one of"
              + " them");
    }
    if (by.isEmpty() && orderBy.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot make batches of "
              + size
              + " rows: rows have no order of their own on a cluster; name the columns that give one"
              + " with --order-by");
    }
  }

  /** Batches of rows that have the same value of an expression. */
  public static BatchSpec by(String expression) {
    return new BatchSpec(Optional.of(expression), 0, List.of());
  }

  /** Batches of so many rows in the order of these columns. */
  public static BatchSpec ofSize(long rows, List<String> orderBy) {
    return new BatchSpec(Optional.empty(), rows, orderBy);
  }
}
