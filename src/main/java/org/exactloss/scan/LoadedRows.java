package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exactloss.state.Exclusion;

/** Rows of plain numbers in primitive arrays, which are used again and again. */
final class LoadedRows {
  final Column target;
  final List<Column> predictions;
  final Optional<Column> weight;
  private final ScanRequest request;
  private final ElementRules rules;
  private final boolean[] malformed;
  private final Exclusion[] exclusions;
  private int count;

  /**
   * Whether the exclusions are those of the rows that are held, and if so, whether there are any.
   */
  private boolean judged;

  private boolean anyExcluded;

  /**
   * @param capacity the most rows that are held
   */
  LoadedRows(ScanRequest request, int capacity) {
    this.request = request;
    rules = new ElementRules(request);
    malformed = new boolean[request.malformedRecords() ? capacity : 0];
    exclusions = new Exclusion[capacity];
    target = new Column(request.target().element(), capacity);
    weight =
        request.weight().stream().findFirst().map(type -> new Column(type.element(), capacity));
    List<Column> columns = new ArrayList<>();
    request.predictions().forEach(type -> columns.add(new Column(type.element(), capacity)));
    predictions = List.copyOf(columns);
  }

  int count() {
    return count;
  }

  /** How many more rows are held at most. */
  int room() {
    return exclusions.length - count;
  }

  /** Loads rows, for which there is room. */
  void load(ColumnSource[] columns, int from, int length) {
    target.load(columns[0], from, length, count);
    for (int model = 0; model < predictions.size(); model++) {
      predictions.get(model).load(columns[request.predictionOrdinal(model)], from, length, count);
    }
    weight.ifPresent(column -> column.load(columns[request.weightOrdinal()], from, length, count));
    if (request.malformedRecords()) {
      for (int i = 0; i < length; i++) {
        malformed[count + i] = columns[request.malformedOrdinal()].booleanAt(from + i);
      }
    }
    count += length;
    judged = false;
  }

  /** Adds rows that are at the given places of others; there is room for them. */
  void gather(LoadedRows from, int[] places, int first, int length) {
    target.gather(from.target, places, first, length, count);
    for (int model = 0; model < predictions.size(); model++) {
      predictions.get(model).gather(from.predictions.get(model), places, first, length, count);
    }
    if (weight.isPresent()) {
      weight.get().gather(from.weight.orElseThrow(), places, first, length, count);
    }
    if (request.malformedRecords()) {
      for (int i = 0; i < length; i++) {
        malformed[count + i] = from.malformed[places[first + i]];
      }
    }
    count += length;
    judged = false;
  }

  /** Whether no value of any row is null, malformed or wide, nor any record malformed. */
  boolean arePlain() {
    boolean plain = !request.malformedRecords() && target.allPresent();
    for (Column prediction : predictions) {
      plain &= prediction.allPresent();
    }
    return plain && (weight.isEmpty() || weight.get().allPresent());
  }

  /** The arrays of the values, in the order target, predictions, weight. */
  double[][] values() {
    double[][] values = new double[1 + predictions.size() + (weight.isPresent() ? 1 : 0)][];
    values[0] = target.values;
    for (int model = 0; model < predictions.size(); model++) {
      values[1 + model] = predictions.get(model).values;
    }
    if (weight.isPresent()) {
      values[values.length - 1] = weight.get().values;
    }
    return values;
  }

  /** Says how many rows there are, after their {@link #values} were set. */
  void setCount(int rows) {
    count = rows;
    judged = false;
  }

  /**
   * The reason for each row that no model uses, the first that applies, else null at its place;
   * null if there is no such row.
   */
  Exclusion[] exclusions() {
    if (!request.malformedRecords() && !rules.mayExclude(target)) {
      return null;
    }
    if (!judged) {
      judge();
    }
    return anyExcluded ? exclusions : null;
  }

  private void judge() {
    anyExcluded = false;
    for (int row = 0; row < count; row++) {
      exclusions[row] = exclusion(row);
      anyExcluded |= exclusions[row] != null;
    }
    judged = true;
  }

  /** Whether no row is left out but for a target that is null. */
  boolean lackOnlyTargets() {
    return !request.malformedRecords()
        && !rules.ignoresTargets()
        && target.presentOrNull()
        && (weight.isEmpty() || areUsual(weight.get()));
  }

  private boolean areUsual(Column weights) {
    boolean usual = weights.allPresent();
    for (int row = 0; row < count && usual; row++) {
      usual = weights.values[row] > 0 && weights.values[row] < Double.POSITIVE_INFINITY;
    }
    return usual;
  }

  private Exclusion exclusion(int row) {
    return request.malformedRecords() && malformed[row]
        ? Exclusion.MALFORMED_RECORD
        : rules.ofWeightAndTarget(weight, target, row);
  }

  /** Forgets all rows. */
  void clear() {
    target.clear();
    predictions.forEach(Column::clear);
    weight.ifPresent(Column::clear);
    count = 0;
    judged = false;
  }
}
