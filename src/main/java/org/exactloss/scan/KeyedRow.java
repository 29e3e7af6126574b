package org.exactloss.scan;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * The columns that a join by key adds to a row. One row stands for one key; it says how many rows
 * each side had with it, so that a duplicate key cannot multiply rows unseen.
 */
final class KeyedRow {
  /**
   * Whether a part of the key is null, or the record is malformed so that its key means nothing.
   */
  static final String NO_KEY = SourceData.INTERNAL_PREFIX + "no_key";

  /** Well-formed rows of the predictions with this key. */
  static final String PREDICTIONS = SourceData.INTERNAL_PREFIX + "predictions";

  /** Well-formed rows of the targets with this key. */
  static final String TARGETS = SourceData.INTERNAL_PREFIX + "targets";

  /** Malformed records of either side. */
  static final String MALFORMED = SourceData.INTERNAL_PREFIX + "malformed";

  /** The key as text, for messages. */
  static final String KEY = SourceData.INTERNAL_PREFIX + "key";

  private KeyedRow() {}

  /** Whether the key stands once on each side. */
  static Column matched() {
    return functions
        .not(functions.col(NO_KEY))
        .and(functions.col(PREDICTIONS).equalTo(1))
        .and(functions.col(TARGETS).equalTo(1));
  }

  /** How many there are. */
  static int count() {
    return columns().size();
  }

  /** All of them, in the order in which a task reads them. */
  static List<Column> columns() {
    return Stream.of(NO_KEY, PREDICTIONS, TARGETS, MALFORMED, KEY).map(functions::col).toList();
  }
}
