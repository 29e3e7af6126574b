package org.exactloss.scan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.state.Moment;

/**
 * One pass over the needed columns of a data set that gives the exact state of every model. Planned
 * on the driver; nothing is read before {@link #run}.
 */
public final class LossScan {
  private final Dataset<Row> projected;
  private final ScanRequest request;
  private final List<String> names;
  private final ReaderChoice reader;
  private final GroupColumns groups;
  private final Optional<ErrorScan> errors;

  LossScan(
      Dataset<Row> projected,
      ScanRequest request,
      List<String> names,
      ReaderChoice reader,
      GroupColumns groups,
      Optional<ErrorScan> errors) {
    this.projected = projected;
    this.request = request;
    this.names = names;
    this.reader = reader;
    this.groups = groups;
    this.errors = errors;
  }

  /**
   * Plans the scan of a single data set.
   *
   * @param moments what the metrics need
   * @throws EvaluationException if an expression, a name, a type or the asked reader cannot be used
   */
  public static LossScan plan(SourceData source, EvaluationSpec spec, Set<Moment> moments) {
    ExpressionGate gate = new ExpressionGate(source.data().sparkSession());
    SourceData kept = source.where(gate, spec.where());
    Selection selection = new Selection(spec, moments);
    selection.target(gate.value(kept.data(), "--target", spec.target()));
    spec.predictions()
        .forEach(text -> selection.addPrediction(gate.value(kept.data(), "--prediction", text)));
    selection.addOthers(gate, kept.data());
    selection.malformedRecord(kept.malformedRecord());
    selection.keep(KeptColumns.of(kept.data(), spec.tables()));
    selection.keepOfWorst(KeptColumns.ofWorst(kept.data(), spec.tables()));
    return selection.scan(kept.data(), false);
  }

  /** Plans the scan of predictions and targets that are joined by key. */
  public static LossScan planJoin(
      SourceData predictions, SourceData targets, EvaluationSpec spec, Set<Moment> moments) {
    ExpressionGate gate = new ExpressionGate(predictions.data().sparkSession());
    KeyJoin join = new KeyJoin(gate, predictions.where(gate, spec.where()), targets, spec);
    Selection selection = new Selection(spec, moments);
    selection.target(join.target());
    join.predictions().forEach(selection::addPrediction);
    selection.keep(KeptColumns.of(predictions.data(), spec.tables()));
    selection.keepOfWorst(KeptColumns.ofWorst(predictions.data(), spec.tables()));
    Dataset<Row> joined = join.joined();
    selection.addOthers(gate, joined);
    return selection.scan(joined, true);
  }

  /** The models' names, in the order in which they were asked for. */
  public List<String> names() {
    return names;
  }

  /** Which reader is used, and why. */
  public String reader() {
    return reader.description();
  }

  /** Whether it reads the pages of files itself. */
  public boolean readsPages() {
    return reader.reader() == ReaderOption.PAGES;
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
    return reader.columnar()
        && Stream.of(List.of(request.target()), request.predictions(), request.weight())
            .flatMap(List::stream)
            .noneMatch(type -> type.element().storage() == NumericType.Storage.DECIMAL);
  }

  /** The same scan, reading rows, for a reason. */
  public LossScan byRows(String reason) {
    return new LossScan(
        projected.select(functions.col("*")),
        request,
        names,
        ReaderChoice.rows(reason),
        groups,
        errors.map(ErrorScan::byRows));
  }

  /** The second pass that gives each row with its errors, where they were asked for. */
  public Optional<ErrorScan> errors() {
    return errors;
  }

  /**
   * The largest errors that this scan has found of a model, the largest one first.
   *
   * @param model the model's place
   */
  public List<LargeError> largestErrors(TaskResult result, int model) {
    return result
        .models()
        .get(model)
        .worst()
        .map(elements -> LargeError.of(elements, request, model))
        .orElse(List.of());
  }

  /** Whether batches or slices were asked for: then {@link #runInGroups} reads the data. */
  public boolean hasGroups() {
    return !groups.isEmpty();
  }

  /** What makes groups: batches first, where they were asked for, then each set of slices. */
  public List<Grouping> groupings() {
    return groups.groupings(request);
  }

  /** Whether the first grouping is that of batches. */
  public boolean hasBatches() {
    return groups.batches().isPresent();
  }

  /** Reads everything, and keeps the groups apart. */
  public GroupScan runInGroups(int treeDepth) {
    GroupRequest asked = new GroupRequest(request, groupings());
    GroupParts parts = new GroupParts(projected, planned(() -> partsOfGroups(asked)));
    return GroupScan.of(parts, asked.groupings(), names.size(), treeDepth);
  }

  private JavaRDD<GroupRecord> partsOfGroups(GroupRequest asked) {
    if (groups.needsOrder()) {
      Dataset<Row> ordered = groups.batches().orElseThrow().ordered(projected, 0, request);
      return SparkInternals.groupRuns(ordered, asked);
    }
    return switch (reader.reader()) {
      case PAGES -> SparkInternals.groupPages(projected, asked);
      case COLUMNS -> SparkInternals.groupColumns(projected, asked);
      default -> SparkInternals.groupRows(projected, asked);
    };
  }

  /** Reads everything once: one Spark job. */
  public TaskResult run(int treeDepth) {
    JavaRDD<byte[]> results = planned(this::tasks);
    byte[] zero = TaskResult.empty(names.size()).toBytes();
    return TaskResult.fromBytes(
        results.treeAggregate(zero, TaskResult::merge, TaskResult::merge, treeDepth));
  }

  private <T> T planned(Supplier<T> plan) {
    return request.hasArrays() ? ArrayBatch.planned(projected, plan) : plan.get();
  }

  private JavaRDD<byte[]> tasks() {
    return switch (reader.reader()) {
      case PAGES -> PageScan.evaluate(projected, request);
      case COLUMNS -> SparkInternals.evaluateColumns(projected, request);
      default -> SparkInternals.evaluateRows(projected, request);
    };
  }
}
