package org.exactloss.scan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.scan.JoinKey.Part;
import org.exactloss.scan.KeyedSide.Role;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.NearNames;

/**
 * Brings predictions and targets of the same key together. Both sides go into one union that is
 * sorted by the key, so that one shuffle finds the partners, the rows without one, and the keys
 * that stand twice; an ordinary join would multiply the rows of duplicate keys.
 */
final class KeyJoin {
  private static final String PREDICTION = SourceData.INTERNAL_PREFIX + "prediction";
  private static final String TARGET = SourceData.INTERNAL_PREFIX + "target";

  private final ExpressionGate gate;
  private final SourceData left;
  private final SourceData right;
  private final JoinKey key;
  private final List<ExpressionGate.Resolved> predictions = new ArrayList<>();
  private final ExpressionGate.Resolved target;
  private final Set<String> leftCarried = new LinkedHashSet<>();
  private final Set<String> rightCarried = new LinkedHashSet<>();

  KeyJoin(ExpressionGate gate, SourceData predictions, SourceData targets, EvaluationSpec spec) {
    this.gate = gate;
    left = predictions;
    right = targets;
    key = JoinKey.of(spec.join().orElseThrow().key(), left.data(), right.data());
    spec.predictions()
        .forEach(text -> this.predictions.add(gate.value(left.data(), "--prediction", text)));
    target = gate.value(right.data(), "--target", spec.target());
    spec.weight().ifPresent(text -> carryColumnsOf("--weight", text));
    spec.batches().ifPresent(this::carryColumnsOf);
    spec.analysis()
        .slices()
        .forEach(slice -> slice.forEach(text -> carryColumnsOf("--slice", text)));
    Stream.of(
            KeptColumns.of(left.data(), spec.tables()),
            KeptColumns.ofWorst(left.data(), spec.tables()))
        .flatMap(List::stream)
        .filter(name -> !key.has(name))
        .forEach(leftCarried::add);
  }

  private void carryColumnsOf(BatchSpec batches) {
    batches.by().ifPresent(text -> carryColumnsOf("--batch-by", text));
    batches.orderBy().forEach(text -> carryColumnsOf("--order-by", text));
  }

  /** The predictions as columns of {@link #joined}. */
  List<ExpressionGate.Resolved> predictions() {
    return IntStream.range(0, predictions.size())
        .mapToObj(i -> renamed(predictions.get(i), PREDICTION + i))
        .toList();
  }

  /** The target as a column of {@link #joined}. */
  ExpressionGate.Resolved target() {
    return renamed(target, TARGET);
  }

  /** One row per key, with the columns of {@link KeyedRow}. */
  Dataset<Row> joined() {
    List<Column> predictionColumns =
        KeyedSide.columns(left, key, Role.PREDICTION, Role.PREDICTION_WITHOUT_KEY);
    for (int i = 0; i < predictions.size(); i++) {
      predictionColumns.add(predictions.get(i).column().as(PREDICTION + i));
    }
    leftCarried.forEach(name -> predictionColumns.add(SourceData.column(name)));
    List<Column> targetColumns =
        KeyedSide.columns(right, key, Role.TARGET, Role.TARGET_WITHOUT_KEY);
    targetColumns.add(target.column().as(TARGET));
    rightCarried.forEach(name -> targetColumns.add(SourceData.column(name)));
    Dataset<Row> rows =
        left.data()
            .select(predictionColumns.toArray(Column[]::new))
            .unionByName(right.data().select(targetColumns.toArray(Column[]::new)), true);
    return named(KeyShuffle.matched(rows, key.isNumber() ? 0 : key.parts().size()));
  }

  /** Gives the columns of partners their names, and adds the key. */
  private Dataset<Row> named(Dataset<Row> matches) {
    List<Column> columns = new ArrayList<>();
    for (Part part : key.parts()) {
      columns.add(keyPart(part).as(part.name()));
    }
    for (int i = 0; i < predictions.size(); i++) {
      columns.add(col(KeyMatches.OF_PREDICTION + PREDICTION + i).as(PREDICTION + i));
    }
    columns.add(col(KeyMatches.OF_TARGET + TARGET).as(TARGET));
    leftCarried.forEach(
        name -> columns.add(SourceData.column(KeyMatches.OF_PREDICTION + name).as(name)));
    rightCarried.forEach(
        name -> columns.add(SourceData.column(KeyMatches.OF_TARGET + name).as(name)));
    Stream.of(KeyedRow.NO_KEY, KeyedRow.PREDICTIONS, KeyedRow.TARGETS, KeyedRow.MALFORMED)
        .forEach(name -> columns.add(col(name)));
    columns.add(duplicateKey().as(KeyedRow.KEY));
    return matches.select(columns.toArray(Column[]::new));
  }

  private Column keyPart(Part part) {
    String column =
        key.isNumber() ? KeyedSide.ORDER : KeyedSide.KEY + "." + KeyedSide.part(key, part);
    return coalesce(col(KeyMatches.OF_PREDICTION + column), col(KeyMatches.OF_TARGET + column))
        .cast(part.type());
  }

  /** The key as text if it stands twice on one side. */
  private Column duplicateKey() {
    Column duplicate = col(KeyedRow.PREDICTIONS).gt(1).or(col(KeyedRow.TARGETS).gt(1));
    Column[] texts =
        key.parts().stream().map(part -> keyPart(part).cast("string")).toArray(Column[]::new);
    return when(duplicate.and(not(col(KeyedRow.NO_KEY))), concat_ws(", ", texts))
        .otherwise(lit(""));
  }

  /** Takes along the columns of an expression that sees those of both sides. */
  private void carryColumnsOf(String option, String expression) {
    for (String name : gate.columnNames(option, expression)) {
      Optional<String> inLeft = column(left.data(), name);
      Optional<String> inRight = column(right.data(), name);
      if (key.has(name)) {
        continue;
      } else if (inLeft.isPresent() && inRight.isPresent()) {
        throw EvaluationException.usage(
            "Cannot use "
                + option
                + " "
                + expression
                + ": both the predictions and the targets have a column "
                + name
                + "; rename one of them");
      }
      inLeft.ifPresent(leftCarried::add);
      inRight.ifPresent(rightCarried::add);
      if (inLeft.isEmpty() && inRight.isEmpty()) {
        List<String> known =
            Stream.concat(
                    Arrays.stream(left.data().columns()), Arrays.stream(right.data().columns()))
                .filter(column -> !column.startsWith(SourceData.INTERNAL_PREFIX))
                .distinct()
                .toList();
        throw EvaluationException.usage(
            "Cannot use "
                + option
                + " "
                + expression
                + ": there is no column "
                + name
                + "; "
                + NearNames.advice(name, known));
      }
    }
  }

  private static Optional<String> column(Dataset<Row> data, String name) {
    return Arrays.stream(data.columns()).filter(name::equalsIgnoreCase).findFirst();
  }

  private static ExpressionGate.Resolved renamed(ExpressionGate.Resolved value, String column) {
    return new ExpressionGate.Resolved(value.text(), col(column), value.name(), value.type());
  }
}
