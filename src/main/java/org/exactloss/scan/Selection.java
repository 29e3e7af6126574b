package org.exactloss.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ValuePolicy;

/** The chosen columns, on the way to a scan. */
final class Selection {
  private final EvaluationSpec spec;
  private final List<Value> predictions = new ArrayList<>();
  private Value target;
  private Optional<Value> weight = Optional.empty();
  private Optional<Column> malformed = Optional.empty();
  private Optional<BatchColumns> batches = Optional.empty();
  private List<String> keep = List.of();

  Selection(EvaluationSpec spec) {
    this.spec = spec;
  }

  void target(ExpressionGate.Resolved value) {
    target = numeric(value, "--target");
  }

  void addPrediction(ExpressionGate.Resolved value) {
    predictions.add(numeric(value, "--prediction"));
  }

  void malformedRecord(Optional<Column> value) {
    malformed = value;
  }

  /** The columns that the table of errors has. */
  void keep(List<String> names) {
    keep = names;
  }

  /** Takes in the weight and the batches, which see all columns of the data. */
  void addOthers(ExpressionGate gate, Dataset<Row> data) {
    weight = spec.weight().map(text -> numeric(gate.value(data, "--weight", text), "--weight"));
    batches = spec.batches().map(asked -> BatchColumns.of(asked, gate, data));
  }

  LossScan scan(Dataset<Row> data, boolean keyed) {
    requireOneDepth();
    List<String> names = names();
    List<Column> columns = columns(keyed);
    Dataset<Row> projected = data.select(columns.toArray(Column[]::new));
    ReaderChoice reader =
        ReaderChoice.of(spec.reader(), path(projected, keyed), () -> PageScan.refusal(projected));
    ScanRequest request = request(keyed);
    Optional<ErrorScan> errors =
        spec.tables()
            .errors()
            .map(uri -> ErrorScan.plan(data, keep, columns, request, names, batches, spec));
    return new LossScan(projected, request, names, reader, batches, errors);
  }

  private SparkInternals.Path path(Dataset<Row> projected, boolean keyed) {
    if (keyed) {
      return new SparkInternals.Path(false, "two data sets are joined by key");
    } else if (batches.isPresent()) {
      return new SparkInternals.Path(false, "each row goes to its batch");
    }
    return SparkInternals.path(projected);
  }

  /** Nothing is broadcast: a number never meets an array, nor arrays those of another depth. */
  private void requireOneDepth() {
    for (Value prediction : predictions) {
      if (prediction.type().depth() != target.type().depth()) {
        throw otherDepth(prediction);
      }
    }
    weight
        .filter(value -> !value.type().isScalar())
        .filter(value -> value.type().depth() != target.type().depth())
        .ifPresent(
            value -> {
              throw otherDepth(value);
            });
  }

  private EvaluationException otherDepth(Value value) {
    return EvaluationException.data(
        "Cannot compare "
            + value.option()
            + " "
            + value.expression().text()
            + " with --target "
            + target.expression().text()
            + ": one is "
            + value.expression().type().sql()
            + " and the other "
            + target.expression().type().sql()
            + ", and nothing is broadcast; name columns of arrays of one depth, or of plain"
            + " numbers");
  }

  private List<String> names() {
    List<String> names = predictions.stream().map(value -> value.expression().name()).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw EvaluationException.usage(
            "Cannot evaluate two predictions of the name "
                + name
                + ": results are told apart by it; name one of them with --prediction 'EXPR AS"
                + " name'");
      }
    }
    return names;
  }

  private List<Column> columns(boolean keyed) {
    List<Column> columns = new ArrayList<>();
    columns.add(target.expression().column().as("target"));
    IntStream.range(0, predictions.size())
        .forEach(i -> columns.add(predictions.get(i).expression().column().as("prediction" + i)));
    weight.ifPresent(value -> columns.add(value.expression().column().as("weight")));
    malformed.ifPresent(column -> columns.add(column.as("malformed")));
    if (keyed) {
      columns.addAll(KeyedRow.columns());
    }
    batches.ifPresent(asked -> columns.addAll(asked.columns()));
    return columns;
  }

  private ScanRequest request(boolean keyed) {
    return new ScanRequest(
        target.type(),
        predictions.stream().map(Value::type).toList(),
        weight.map(Value::type).stream().toList(),
        malformed.isPresent(),
        keyed,
        IgnoredTargets.of(spec.ignoredTargets(), target.type().element()),
        spec.policies().onNan() == ValuePolicy.PROPAGATE,
        spec.policies().onInfinite() == ValuePolicy.PROPAGATE,
        spec.multioutput().separate(),
        spec.kernel());
  }

  private static Value numeric(ExpressionGate.Resolved resolved, String option) {
    ValueType type =
        ValueType.of(resolved.type())
            .orElseThrow(
                () ->
                    EvaluationException.data(
                        "Cannot use "
                            + option
                            + " "
                            + resolved.text()
                            + ": its type is "
                            + resolved.type().sql()
                            + ", which holds no numbers; use a column of an integer type, FLOAT,"
                            + " DOUBLE, DECIMAL or text, of arrays of these or of vectors, or"
                            + " cast it to one"));
    return new Value(option, resolved, type);
  }

  private record Value(String option, ExpressionGate.Resolved expression, ValueType type) {}
}
