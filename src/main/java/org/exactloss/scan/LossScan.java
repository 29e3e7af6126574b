package org.exactloss.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicy;

/**
 * One pass over the needed columns of a data set that gives the exact state of every model. Planned
 * on the driver; nothing is read before {@link #run}.
 */
public final class LossScan {
  private final Dataset<Row> projected;
  private final ScanRequest request;
  private final List<String> names;
  private final boolean columnar;
  private final String reader;

  private LossScan(
      Dataset<Row> projected,
      ScanRequest request,
      List<String> names,
      boolean columnar,
      String reader) {
    this.projected = projected;
    this.request = request;
    this.names = names;
    this.columnar = columnar;
    this.reader = reader;
  }

  /**
   * Plans the scan of a single data set.
   *
   * @throws EvaluationException if an expression, a name, a type or the asked reader cannot be used
   */
  public static LossScan plan(SourceData source, EvaluationSpec spec) {
    ExpressionGate gate = new ExpressionGate(source.data().sparkSession());
    SourceData kept = source.where(gate, spec.where());
    Selection selection = new Selection(spec);
    selection.target = numeric(gate.value(kept.data(), "--target", spec.target()), "--target");
    for (String text : spec.predictions()) {
      selection.predictions.add(
          numeric(gate.value(kept.data(), "--prediction", text), "--prediction"));
    }
    spec.weight()
        .ifPresent(
            text ->
                selection.weight =
                    Optional.of(numeric(gate.value(kept.data(), "--weight", text), "--weight")));
    selection.malformed = kept.malformedRecord();
    return selection.scan(kept.data(), false);
  }

  /** Plans the scan of predictions and targets that are joined by key. */
  public static LossScan planJoin(SourceData predictions, SourceData targets, EvaluationSpec spec) {
    ExpressionGate gate = new ExpressionGate(predictions.data().sparkSession());
    KeyJoin join = new KeyJoin(gate, predictions.where(gate, spec.where()), targets, spec);
    Selection selection = new Selection(spec);
    selection.target = numeric(join.target(), "--target");
    join.predictions()
        .forEach(resolved -> selection.predictions.add(numeric(resolved, "--prediction")));
    Dataset<Row> joined = join.joined();
    selection.weight =
        spec.weight().map(text -> numeric(gate.value(joined, "--weight", text), "--weight"));
    return selection.scan(joined, true);
  }

  /** The models' names, in the order in which they were asked for. */
  public List<String> names() {
    return names;
  }

  /** Which reader is used, and why. */
  public String reader() {
    return reader;
  }

  /**
   * The kernel that this JVM would use, and why.
   *
   * @throws EvaluationException if the one asked for cannot be used
   */
  public String kernel() {
    return request.selectKernel().description();
  }

  /**
   * Whether Spark's row reader gives the same values as its columns reader: not for decimals, which
   * it rounds to the table's type where a file has another one.
   */
  public boolean mayReadRowsInstead() {
    return columnar
        && Stream.of(List.of(request.target()), request.predictions(), request.weight())
            .flatMap(List::stream)
            .noneMatch(type -> type.element().storage() == NumericType.Storage.DECIMAL);
  }

  /** The same scan, reading rows, for a reason. */
  public LossScan byRows(String reason) {
    return new LossScan(
        projected.select(functions.col("*")), request, names, false, "rows (" + reason + ")");
  }

  /** Reads everything once: one Spark job. */
  public TaskResult run(int treeDepth) {
    JavaRDD<byte[]> results =
        columnar
            ? SparkInternals.evaluateColumns(projected, request)
            : SparkInternals.evaluateRows(projected, request);
    byte[] zero = TaskResult.empty(names.size()).toBytes();
    return TaskResult.fromBytes(
        results.treeAggregate(zero, TaskResult::merge, TaskResult::merge, treeDepth));
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

  /** The chosen columns, on the way to a scan. */
  private static final class Selection {
    private final EvaluationSpec spec;
    private final List<Value> predictions = new ArrayList<>();
    private Value target;
    private Optional<Value> weight = Optional.empty();
    private Optional<Column> malformed = Optional.empty();

    Selection(EvaluationSpec spec) {
      this.spec = spec;
    }

    LossScan scan(Dataset<Row> data, boolean keyed) {
      requireOneDepth();
      List<String> names = names();
      Dataset<Row> projected = data.select(columns(keyed).toArray(Column[]::new));
      SparkInternals.Path path =
          keyed
              ? new SparkInternals.Path(false, "two data sets are joined by key")
              : SparkInternals.path(projected);
      if (spec.reader() == ReaderOption.COLUMNS && !path.columnar()) {
        throw EvaluationException.usage(
            "Cannot read columns: " + path.reason() + "; leave out --reader columns");
      }
      boolean columnar = path.columnar() && spec.reader() != ReaderOption.ROWS;
      String reason = path.columnar() && !columnar ? "asked for" : path.reason();
      String reader = (columnar ? "columns (" : "rows (") + reason + ")";
      return new LossScan(projected, request(keyed), names, columnar, reader);
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
  }
}
