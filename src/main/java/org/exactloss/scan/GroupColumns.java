package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.exactloss.spec.EvaluationException;

/**
 * The columns that tell a row's groups, behind those of the request: first those of batches, then
 * those of slices.
 *
 * @param batches where batches were asked for
 * @param columns the columns of slices, each different expression once
 * @param slicings the slices, with places counted among these columns
 */
record GroupColumns(Optional<BatchColumns> batches, List<Column> columns, List<Grouping> slicings) {
  private static final String SLICE = "slice";

  /**
   * Resolves what was asked for.
   *
   * @throws EvaluationException if an expression cannot be used
   */
  static GroupColumns of(
      Optional<BatchColumns> batches,
      List<List<String>> slices,
      ExpressionGate gate,
      Dataset<Row> data) {
    List<String> texts = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    List<Grouping> slicings = new ArrayList<>();
    for (List<String> expressions : slices) {
      List<String> names = new ArrayList<>();
      List<DataType> types = new ArrayList<>();
      List<Integer> ordinals = new ArrayList<>();
      for (String text : expressions) {
        ExpressionGate.Resolved value = gate.value(data, "--slice", text);
        requirePossible(value);
        if (!texts.contains(text)) {
          texts.add(text);
          columns.add(value.column().as(SLICE + columns.size()));
        }
        names.add(value.name());
        types.add(value.type());
        ordinals.add(texts.indexOf(text));
      }
      requireDifferent(names, expressions);
      slicings.add(new Grouping(names, types, ordinals, 0));
    }
    return new GroupColumns(batches, columns, slicings);
  }

  private static void requireDifferent(List<String> names, List<String> expressions) {
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw EvaluationException.usage(
            "Cannot make slices by "
                + String.join(",", expressions)
                + ": the name "
                + names.get(i)
                + " is there twice; name one of them with 'EXPR AS name'");
      }
    }
  }

  /** Checks that equal values can make a group. */
  static void requirePossible(ExpressionGate.Resolved by) {
    if (!GroupColumn.isPossible(by.type())) {
      throw EvaluationException.data(
          "Cannot group rows by "
              + by.text()
              + ": its type is "
              + by.type().sql()
              + "; use a number, a text without collation, a date, a time or a truth value");
    }
  }

  boolean isEmpty() {
    return batches.isEmpty() && slicings.isEmpty();
  }

  /** All columns. */
  List<Column> all() {
    List<Column> all = new ArrayList<>();
    batches.ifPresent(asked -> all.addAll(asked.columns()));
    all.addAll(columns);
    return all;
  }

  /** What makes the groups: batches first, where they were asked for. */
  List<Grouping> groupings(ScanRequest request) {
    List<Grouping> groupings = new ArrayList<>();
    int own = request.columns();
    batches.ifPresent(asked -> groupings.add(asked.grouping(own)));
    int first = own + batches.map(BatchColumns::count).orElse(0);
    for (Grouping slicing : slicings) {
      List<Integer> places = slicing.ordinals().stream().map(place -> first + place).toList();
      groupings.add(new Grouping(slicing.names(), slicing.types(), places, 0));
    }
    return groupings;
  }

  /** Whether rows have to be put into an order first. */
  boolean needsOrder() {
    return batches.map(asked -> asked.size() > 0).orElse(false);
  }
}
