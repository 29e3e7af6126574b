package org.exactloss.scan;

import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What a task has to know to find the elements with the largest errors.
 *
 * @param limit how many of each model are found at most; 0 where none are asked for
 * @param kept the columns whose values are found with them, of the types of {@link KeptValues}
 * @param first the place of the first of these columns in a row
 */
record WorstRequest(int limit, StructType kept, int first) implements Serializable {
  /** Nothing is asked for. */
  static final WorstRequest NONE = new WorstRequest(0, new StructType(), 0);

  boolean isAsked() {
    return limit > 0;
  }
}
