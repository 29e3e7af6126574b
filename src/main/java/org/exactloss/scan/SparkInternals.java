package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What is taken from Spark's internal planning. It is no stable API: another version of Spark is a
 * change of this file, of {@link FilePlan}, {@link RowCondition}, {@link PushedFilters}, {@link
 * ParquetSchema}, {@link PageScan} and what it consists of, and of the classes that know how Spark
 * lays out data: {@link RowSource}, {@link VectorSource}, {@link PageRow}, {@link ArrayItems},
 * {@link ErrorRow}, {@link ErrorRows} and {@link PlainErrors}.
 */
final class SparkInternals {
  private SparkInternals() {}

  /** One task result per partition, from column batches; only where {@link FilePlan} says so. */
  static JavaRDD<byte[]> evaluateColumns(Dataset<Row> data, RowTask.Factory factory) {
    FilePlan plan = FilePlan.of(data);
    int[] ordinals = plan.ordinals();
    RowFilter filter = plan.filter();
    return javaRdd(plan.scan().executeColumnar())
        .mapPartitions(
            batches -> {
              int partition = TaskContext.getPartitionId();
              RowChunks all = GroupChunks.ofBatches(batches, ordinals);
              return RowTask.results(filter.of(all, partition), factory, partition);
            });
  }

  /** One task result per partition, from rows. */
  static JavaRDD<byte[]> evaluateRows(Dataset<Row> data, RowTask.Factory factory) {
    int columns = data.columns().length;
    return rows(data)
        .mapPartitions(rows -> List.of(evaluateRows(rows, columns, factory)).iterator());
  }

  /** The rows of the kept columns with those of the errors. */
  static Dataset<Row> withErrors(Dataset<Row> data, ErrorRequest request) {
    JavaRDD<InternalRow> rows = rows(data).mapPartitions(each -> ErrorRows.ofRows(each, request));
    return dataset(data, rows, request.schema());
  }

  /** The parts of all groups, and of the result of all rows; reads them once, as rows. */
  static JavaRDD<GroupRecord> groupRows(Dataset<Row> data, GroupRequest request) {
    int columns = data.columns().length;
    return rows(data)
        .mapPartitions(each -> evaluateGroups(GroupChunks.ofRows(each, columns, 0), request));
  }

  /** The same from column batches; only where {@link FilePlan} says so. */
  static JavaRDD<GroupRecord> groupColumns(Dataset<Row> data, GroupRequest request) {
    FilePlan plan = FilePlan.of(data);
    int[] ordinals = plan.ordinals();
    RowFilter filter = plan.filter();
    return javaRdd(plan.scan().executeColumnar())
        .mapPartitions(
            batches -> {
              RowChunks all = GroupChunks.ofBatches(batches, ordinals);
              return evaluateGroups(filter.of(all, TaskContext.getPartitionId()), request);
            });
  }

  /** The same where rows have numbers in their order; counts rows first. */
  static JavaRDD<GroupRecord> groupRuns(Dataset<Row> data, GroupRequest request) {
    int columns = data.columns().length;
    JavaRDD<InternalRow> rows = rows(data);
    long[] starts = starts(rows);
    return rows.mapPartitions(
        each -> {
          long start = starts[TaskContext.getPartitionId()];
          return evaluateGroups(GroupChunks.ofRows(each, columns, start), request);
        });
  }

  /** The same from the pages of files; only where {@link PageScan#refusal} has none. */
  static JavaRDD<GroupRecord> groupPages(Dataset<Row> data, GroupRequest request) {
    return PageScan.tasks(data, (chunks, task) -> evaluateGroups(chunks, request));
  }

  private static Iterator<GroupRecord> evaluateGroups(RowChunks chunks, GroupRequest request) {
    return GroupedEvaluator.of(request, chunks, TaskContext.getPartitionId());
  }

  /** About how many bytes Spark expects the rows to have; empty if it cannot tell. */
  static OptionalLong expectedBytes(Dataset<Row> data) {
    scala.math.BigInt bytes = classic(data).queryExecution().optimizedPlan().stats().sizeInBytes();
    boolean known = bytes.isValidLong() && bytes.longValue() < Long.MAX_VALUE;
    return known ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
  }

  /** The number of each partition's first row among all rows. */
  private static long[] starts(JavaRDD<InternalRow> rows) {
    List<Long> counts = rows.mapPartitions(each -> List.of(count(each)).iterator()).collect();
    long[] starts = new long[counts.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = Math.addExact(starts[i - 1], counts.get(i - 1));
    }
    return starts;
  }

  /** Adds the number, from 0, of the run of so many rows that a row belongs to. */
  static Dataset<Row> withRun(Dataset<Row> data, long size, String column) {
    JavaRDD<InternalRow> rows = rows(data);
    long[] starts = starts(rows);
    JavaRDD<InternalRow> numbered =
        rows.mapPartitions(
            each -> ErrorRows.withRun(each, starts[TaskContext.getPartitionId()], size));
    return dataset(data, numbered, data.schema().add(column, DataTypes.LongType, false));
  }

  /** Rows as a data set of the same session. */
  static Dataset<Row> dataset(Dataset<Row> origin, JavaRDD<InternalRow> rows, StructType schema) {
    return ((org.apache.spark.sql.classic.SparkSession) origin.sparkSession())
        .internalCreateDataFrame(rows.rdd(), schema, false);
  }

  private static long count(Iterator<InternalRow> rows) {
    long count = 0;
    while (rows.hasNext()) {
      rows.next();
      count++;
    }
    return count;
  }

  /**
   * The rows of a data set as Spark's plan gives them; each is the same object, with other content.
   */
  static JavaRDD<InternalRow> rows(Dataset<Row> data) {
    return javaRdd(classic(data).queryExecution().toRdd());
  }

  /** The analyzed expressions of a data set that was made by {@code select}. */
  static List<? extends Expression> selected(Dataset<Row> data) {
    return CollectionConverters.asJava(classic(data).queryExecution().analyzed().expressions());
  }

  /** The name of the analyzed plan's topmost step, such as Project or Aggregate. */
  static String topStep(Dataset<Row> data) {
    return classic(data).queryExecution().analyzed().nodeName();
  }

  /** How many steps the analyzed plan has. */
  static int steps(Dataset<Row> data) {
    return steps(classic(data).queryExecution().analyzed());
  }

  private static int steps(LogicalPlan plan) {
    return 1
        + CollectionConverters.asJava(plan.children()).stream()
            .mapToInt(SparkInternals::steps)
            .sum();
  }

  /** The names of the analyzed plan's steps, such as Project or Filter, from the top down. */
  static List<String> stepNames(Dataset<Row> data) {
    List<String> names = new ArrayList<>();
    addNames(classic(data).queryExecution().analyzed(), names);
    return names;
  }

  private static void addNames(LogicalPlan plan, List<String> names) {
    names.add(plan.nodeName());
    CollectionConverters.asJava(plan.children()).forEach(child -> addNames(child, names));
  }

  /**
   * What in the analyzed plan need not give the same value each time a row is read: a subquery, or
   * a function by its name. Functions that are code are taken as repeatable; Spark ML marks its own
   * as if they were not, so that they are called only once.
   */
  static Optional<String> unrepeatable(Dataset<Row> data) {
    LogicalPlan plan = classic(data).queryExecution().analyzed();
    return plan.subqueriesAll().nonEmpty() ? Optional.of("a subquery") : unrepeatable(plan);
  }

  private static Optional<String> unrepeatable(LogicalPlan plan) {
    List<Expression> expressions = CollectionConverters.asJava(plan.expressions());
    List<LogicalPlan> children = CollectionConverters.asJava(plan.children());
    return expressions.stream()
        .flatMap(expression -> unrepeatable(expression).stream())
        .findFirst()
        .or(() -> children.stream().flatMap(child -> unrepeatable(child).stream()).findFirst());
  }

  private static Optional<String> unrepeatable(Expression expression) {
    List<Expression> children = CollectionConverters.asJava(expression.children());
    boolean itself =
        !expression.deterministic()
            && !(expression instanceof ScalaUDF)
            && children.stream().allMatch(Expression::deterministic);
    return itself
        ? Optional.of("the function " + expression.prettyName())
        : children.stream().flatMap(child -> unrepeatable(child).stream()).findFirst();
  }

  /** Whether a condition on rows in the analyzed plan is about floating-point numbers. */
  static boolean judgesFloatingNumbers(Dataset<Row> data) {
    return judgesFloatingNumbers(classic(data).queryExecution().analyzed());
  }

  private static boolean judgesFloatingNumbers(LogicalPlan plan) {
    boolean itself =
        plan instanceof Filter filter && filter.condition().exists(SparkInternals::isFloating);
    return itself
        || CollectionConverters.asJava(plan.children()).stream()
            .anyMatch(SparkInternals::judgesFloatingNumbers);
  }

  private static boolean isFloating(Expression expression) {
    return expression
        .dataType()
        .existsRecursively(part -> part instanceof DoubleType || part instanceof FloatType);
  }

  /** Parses a Spark SQL expression without resolving it. */
  static Expression parse(org.apache.spark.sql.SparkSession spark, String text) throws Exception {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .sessionState()
        .sqlParser()
        .parseExpression(text);
  }

  private static byte[] evaluateRows(
      Iterator<InternalRow> rows, int columns, RowTask.Factory factory) {
    RowTask task = factory.start(TaskContext.getPartitionId());
    RowSource[] sources = new RowSource[columns];
    for (int i = 0; i < columns; i++) {
      sources[i] = new RowSource(i);
    }
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (RowSource source : sources) {
        source.standOn(row);
      }
      task.addRow(sources);
    }
    return task.finish();
  }

  private static org.apache.spark.sql.classic.Dataset<Row> classic(Dataset<Row> data) {
    return (org.apache.spark.sql.classic.Dataset<Row>) data;
  }

  /** How Spark plans to get the rows, before it prepares to do so. */
  static SparkPlan sparkPlan(Dataset<Row> data) {
    return classic(data).queryExecution().sparkPlan();
  }

  private static <T> JavaRDD<T> javaRdd(RDD<T> rdd) {
    return new JavaRDD<>(rdd, rdd.elementClassTag());
  }
}
