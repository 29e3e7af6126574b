package org.exactloss.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The partners among rows of {@link KeyedSide} that are sorted by their order: one row for each
 * key, and one for all rows without a key. It has the columns of the prediction, those of the
 * target, and what {@link KeyedRow} counts; of several rows of a key on one side those of the
 * first, as such a key is refused anyway. Each is the same object with the next content. Memory is
 * that of two rows, or four for each key whose order is that of another key.
 */
final class KeyMatches implements Iterator<InternalRow> {
  static final String OF_PREDICTION = SourceData.INTERNAL_PREFIX + "left_";
  static final String OF_TARGET = SourceData.INTERNAL_PREFIX + "right_";

  private static final StructType COUNTS =
      new StructType()
          .add(KeyedRow.NO_KEY, DataTypes.BooleanType)
          .add(KeyedRow.PREDICTIONS, DataTypes.LongType)
          .add(KeyedRow.TARGETS, DataTypes.LongType)
          .add(KeyedRow.MALFORMED, DataTypes.LongType);

  private final Iterator<InternalRow> rows;
  private final int columns;
  private final int keyParts;
  private final InternalRow nothing;
  private final JoinedRow sides = new JoinedRow();
  private final JoinedRow joined = new JoinedRow();
  private final SpecificInternalRow counts = new SpecificInternalRow(COUNTS);

  /** The key of the first row of an order, and nearly always of all of them. */
  private final Match first;

  private final Map<UnsafeRow, Match> others = new HashMap<>();
  private Iterator<Match> matches = List.<Match>of().iterator();
  private UnsafeRow ahead;
  private boolean ended;
  private long predictionsWithoutKey;
  private long targetsWithoutKey;
  private long malformed;

  /**
   * @param columns of a row
   * @param keyParts of the key that a row has, as different keys can have one order; 0 if none
   */
  KeyMatches(Iterator<InternalRow> rows, int columns, int keyParts) {
    this.rows = rows;
    this.columns = columns;
    this.keyParts = keyParts;
    nothing = new GenericInternalRow(columns);
    first = new Match();
    advance();
  }

  /** The schema of the rows, given that of one side. */
  static StructType schema(StructType side) {
    List<StructField> fields = new ArrayList<>();
    for (String prefix : List.of(OF_PREDICTION, OF_TARGET)) {
      for (StructField field : side.fields()) {
        fields.add(DataTypes.createStructField(prefix + field.name(), field.dataType(), true));
      }
    }
    fields.addAll(List.of(COUNTS.fields()));
    return DataTypes.createStructType(fields);
  }

  /** The rows of one key. */
  private final class Match {
    private final UnsafeRow prediction = new UnsafeRow(columns);
    private final UnsafeRow target = new UnsafeRow(columns);
    private long predictions;
    private long targets;

    Match() {
      // Rows are copied into bytes of their own.
      prediction.pointTo(new byte[0], 0);
      target.pointTo(new byte[0], 0);
    }

    void add(UnsafeRow row) {
      if (KeyedSide.role(row) == KeyedSide.Role.PREDICTION) {
        if (predictions++ == 0) {
          prediction.copyFrom(row);
        }
      } else if (targets++ == 0) {
        target.copyFrom(row);
      }
    }

    boolean isEmpty() {
      return predictions == 0 && targets == 0;
    }

    void clear() {
      predictions = 0;
      targets = 0;
    }

    UnsafeRow key() {
      return keyOf(predictions > 0 ? prediction : target);
    }
  }

  private UnsafeRow keyOf(UnsafeRow row) {
    return row.getStruct(KeyedSide.KEY_PLACE, keyParts);
  }

  @Override
  public boolean hasNext() {
    return matches.hasNext() || ahead != null || !ended;
  }

  @Override
  public InternalRow next() {
    while (!matches.hasNext() && ahead != null) {
      readOrder();
    }
    if (matches.hasNext()) {
      Match match = matches.next();
      return row(
          match.predictions > 0 ? match.prediction : nothing,
          match.targets > 0 ? match.target : nothing,
          false,
          match.predictions,
          match.targets,
          0);
    } else if (ended) {
      throw new NoSuchElementException();
    }
    ended = true;
    return row(nothing, nothing, true, predictionsWithoutKey, targetsWithoutKey, malformed);
  }

  private InternalRow row(
      InternalRow prediction,
      InternalRow target,
      boolean noKey,
      long predictions,
      long targets,
      long malformedRecords) {
    counts.setBoolean(0, noKey);
    counts.setLong(1, predictions);
    counts.setLong(2, targets);
    counts.setLong(3, malformedRecords);
    return joined.apply(sides.apply(prediction, target), counts);
  }

  /** Reads all rows of the next order. */
  private void readOrder() {
    first.clear();
    others.clear();
    long order = ahead.getLong(KeyedSide.ORDER_PLACE);
    do {
      add(ahead);
      advance();
    } while (ahead != null && ahead.getLong(KeyedSide.ORDER_PLACE) == order);
    List<Match> found = new ArrayList<>(1 + others.size());
    if (!first.isEmpty()) {
      found.add(first);
    }
    found.addAll(others.values());
    matches = found.iterator();
  }

  private void add(UnsafeRow row) {
    switch (KeyedSide.role(row)) {
      case PREDICTION_WITHOUT_KEY -> predictionsWithoutKey++;
      case TARGET_WITHOUT_KEY -> targetsWithoutKey++;
      case MALFORMED -> malformed++;
      default -> match(row).add(row);
    }
  }

  private Match match(UnsafeRow row) {
    if (keyParts == 0 || first.isEmpty()) {
      return first;
    }
    UnsafeRow key = keyOf(row);
    if (key.equals(first.key())) {
      return first;
    }
    Match other = others.get(key);
    if (other == null) {
      other = new Match();
      others.put(key.copy(), other);
    }
    return other;
  }

  private void advance() {
    ahead = rows.hasNext() ? (UnsafeRow) rows.next() : null;
  }
}
