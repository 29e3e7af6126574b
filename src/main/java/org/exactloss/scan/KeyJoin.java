package org.exactloss.scan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.NearNames;

/**
 * Brings predictions and targets of the same key together. Both sides go into one union that is
 * grouped by the key, so that one shuffle finds the partners, the rows without one, and the keys
 * that stand twice; an ordinary join would multiply the rows of duplicate keys.
 */
final class KeyJoin {
  private static final String PREDICTION = SourceData.INTERNAL_PREFIX + "prediction";
  private static final String TARGET = SourceData.INTERNAL_PREFIX + "target";

  private final ExpressionGate gate;
  private final SourceData left;
  private final SourceData right;
  private final List<String> keys = new ArrayList<>();
  private final List<Boolean> keysAsText = new ArrayList<>();
  private final List<ExpressionGate.Resolved> predictions = new ArrayList<>();
  private final ExpressionGate.Resolved target;
  private final Set<String> leftCarried = new LinkedHashSet<>();
  private final Set<String> rightCarried = new LinkedHashSet<>();

  KeyJoin(ExpressionGate gate, SourceData predictions, SourceData targets, EvaluationSpec spec) {
    this.gate = gate;
    left = predictions;
    right = targets;
    spec.join().orElseThrow().key().forEach(this::addKey);
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
        .filter(name -> keys.stream().noneMatch(name::equalsIgnoreCase))
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
    List<Column> values = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      values.add(predictions.get(i).column().as(PREDICTION + i));
    }
    Dataset<Row> predictionRows =
        side(left, values, leftCarried, KeyedRow.PREDICTIONS, KeyedRow.TARGETS);
    Dataset<Row> targetRows =
        side(
            right,
            List.of(target.column().as(TARGET)),
            rightCarried,
            KeyedRow.TARGETS,
            KeyedRow.PREDICTIONS);
    return grouped(predictionRows.unionByName(targetRows, true));
  }

  private Dataset<Row> grouped(Dataset<Row> union) {
    List<String> groups = new ArrayList<>(keys);
    groups.add(KeyedRow.NO_KEY);
    List<String> counts = List.of(KeyedRow.PREDICTIONS, KeyedRow.TARGETS, KeyedRow.MALFORMED);
    Column[] aggregates =
        Arrays.stream(union.columns())
            .filter(name -> !groups.contains(name))
            .map(
                name ->
                    counts.contains(name)
                        ? sum(quoted(name)).as(name)
                        : first(quoted(name), true).as(name))
            .toArray(Column[]::new);
    Column duplicate = col(KeyedRow.PREDICTIONS).gt(1).or(col(KeyedRow.TARGETS).gt(1));
    Column key =
        concat_ws(
            ", ", keys.stream().map(name -> quoted(name).cast("string")).toArray(Column[]::new));
    return union
        .groupBy(groups.stream().map(KeyJoin::quoted).toArray(Column[]::new))
        .agg(aggregates[0], Arrays.copyOfRange(aggregates, 1, aggregates.length))
        .withColumn(KeyedRow.KEY, when(duplicate, key).otherwise(lit("")));
  }

  /** One side of the union: key, counts, values, and the columns that the weight needs. */
  private Dataset<Row> side(
      SourceData source, List<Column> values, Set<String> carried, String mine, String others) {
    Column malformed = source.malformedRecord().orElse(lit(false));
    Column noKey = keys.stream().map(name -> quoted(name).isNull()).reduce(malformed, Column::or);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Column key = quoted(keys.get(i));
      Column comparable = keysAsText.get(i) ? key.cast("string") : key;
      columns.add(when(noKey, lit(null)).otherwise(comparable).as(keys.get(i)));
    }
    columns.add(coalesce(noKey, lit(true)).as(KeyedRow.NO_KEY));
    columns.add(when(malformed, 0L).otherwise(1L).as(mine));
    columns.add(lit(0L).as(others));
    columns.add(when(malformed, 1L).otherwise(0L).as(KeyedRow.MALFORMED));
    columns.addAll(values);
    carried.forEach(name -> columns.add(quoted(name)));
    return source.data().select(columns.toArray(Column[]::new));
  }

  private void addKey(String written) {
    String name = written.strip().replaceFirst("^`(.*)`$", "$1").replace("``", "`");
    StructField leftField = field(left.data(), name, "predictions");
    StructField rightField = field(right.data(), name, "targets");
    keys.add(name);
    keysAsText.add(comparedAsText(name, leftField.dataType(), rightField.dataType()));
  }

  private static StructField field(Dataset<Row> data, String name, String side) {
    return Arrays.stream(data.schema().fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                EvaluationException.usage(
                    "Cannot join by key "
                        + name
                        + ": there is no such column among the "
                        + side
                        + "; "
                        + NearNames.advice(name, List.of(data.columns()))));
  }

  /** Whether an integer meets text, which are equal where the integer's digits are the text. */
  private static boolean comparedAsText(String name, DataType left, DataType right) {
    boolean leftText = left.equals(DataTypes.StringType);
    boolean rightText = right.equals(DataTypes.StringType);
    if (left.equals(right) || (isInteger(left) && isInteger(right))) {
      return false;
    } else if ((leftText && isInteger(right)) || (rightText && isInteger(left))) {
      return true;
    }
    throw EvaluationException.data(
        "Cannot join by key "
            + name
            + ": it is "
            + left.sql()
            + " among the predictions and "
            + right.sql()
            + " among the targets; store it with one type on both sides");
  }

  private static boolean isInteger(DataType type) {
    return Stream.of(
            DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
        .anyMatch(type::equals);
  }

  /** Takes along the columns of an expression that sees those of both sides. */
  private void carryColumnsOf(String option, String expression) {
    for (String name : gate.columnNames(option, expression)) {
      Optional<String> inLeft = column(left.data(), name);
      Optional<String> inRight = column(right.data(), name);
      if (keys.stream().anyMatch(name::equalsIgnoreCase)) {
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

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
