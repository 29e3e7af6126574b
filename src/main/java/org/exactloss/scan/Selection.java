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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.state.Moment;

/** The chosen columns, on the way to a scan. */
final class Selection {
  private static final String KEPT = "kept";

  private final EvaluationSpec spec;
  private final List<Value> predictions = new ArrayList<>();
  private Value target;
  private Optional<Value> weight = Optional.empty();
  private Optional<Column> malformed = Optional.empty();
  private GroupColumns groups = new GroupColumns(Optional.empty(), List.of(), List.of());
  private final Set<Moment> moments;
  private List<String> keep = List.of();
  private List<String> keepOfWorst = List.of();

  /**
   * @param moments what the metrics need
   */
  Selection(EvaluationSpec spec, Set<Moment> moments) {
    this.spec = spec;
    this.moments = moments;
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

  /** The columns whose values go along with the largest errors. */
  void keepOfWorst(List<String> names) {
    keepOfWorst = names;
  }

  /** Takes in the weight, the batches and the slices, which see all columns of the data. */
  void addOthers(ExpressionGate gate, Dataset<Row> data) {
    weight = spec.weight().map(text -> numeric(gate.value(data, "--weight", text), "--weight"));
    groups =
        GroupColumns.of(
            spec.batches().map(asked -> BatchColumns.of(asked, gate, data)),
            spec.analysis().slices(),
            gate,
            data);
  }

  LossScan scan(Dataset<Row> data, boolean keyed) {
    requireOneDepth();
    List<String> names = names();
    List<Column> columns = columns(keyed);
    WorstRequest worst = addWorst(columns, data);
    Dataset<Row> projected = data.select(columns.toArray(Column[]::new));
    ReaderChoice reader =
        ReaderChoice.of(spec.reader(), path(projected, keyed), () -> PageScan.refusal(projected));
    ScanRequest request = request(keyed).withWorst(worst);
    Optional<ErrorScan> errors =
        spec.tables()
            .errors()
            .map(
                uri -> ErrorScan.plan(data, keep, columns, request, names, groups.batches(), spec));
    return new LossScan(projected, request, names, reader, groups, errors);
  }

  private FilePlan.Path path(Dataset<Row> projected, boolean keyed) {
    if (keyed) {
      return new FilePlan.Path(false, "two data sets are joined by key");
    } else if (spec.tables().worst() > 0) {
      return new FilePlan.Path(false, "each row's columns are kept for --worst");
    } else if (groups.needsOrder()) {
      return new FilePlan.Path(false, "each row goes to its batch");
    } else if (!groups.isEmpty() && (!target.type().isScalar() || spec.multioutput().separate())) {
      return new FilePlan.Path(false, "each row of arrays goes to its group");
    }
    return FilePlan.of(projected).path();
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
    columns.addAll(groups.all());
    return columns;
  }

  /** Adds the columns that go along with the largest errors, behind all others. */
  private WorstRequest addWorst(List<Column> columns, Dataset<Row> data) {
    int first = columns.size();
    StructType kept = new StructType();
    for (String name : keepOfWorst) {
      StructField field = KeptColumns.field(data, name);
      columns.add(KeptValues.column(field).as(KEPT + kept.length()));
      kept = kept.add(KeptValues.form(field));
    }
    return new WorstRequest(spec.tables().worst(), kept, first);
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
        furtherSums(),
        WorstRequest.NONE,
        spec.kernel());
  }

  private FurtherSums furtherSums() {
    Comparison comparison = spec.analysis().comparison();
    return new FurtherSums(
        moments,
        comparison.confidence().isPresent(),
        spec.analysis().pictures(),
        comparison.baselineIndex(names()).orElse(FurtherSums.NO_BASELINE));
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
