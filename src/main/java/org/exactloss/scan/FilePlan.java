package org.exactloss.scan;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How Spark plans to read files: it scans them, keeps the rows that satisfy a condition, if there
 * is one, and of these some columns.
 */
final class FilePlan {
  private final SparkPlan top;
  private final Optional<FilterExec> filter;
  private final SparkPlan source;
  private final int columns;

  private FilePlan(SparkPlan top, Optional<FilterExec> filter, SparkPlan source, int columns) {
    this.top = top;
    this.filter = filter;
    this.source = source;
    this.columns = columns;
  }

  /**
   * How the rows of a data set reach the kernel.
   *
   * @param columnar whether as column batches
   * @param reason for people, why so
   */
  record Path(boolean columnar, String reason) {}

  /** The plan of a data set; reads nothing. */
  static FilePlan of(Dataset<Row> data) {
    SparkPlan top = SparkInternals.sparkPlan(data);
    SparkPlan below = top instanceof ProjectExec project ? project.child() : top;
    Optional<FilterExec> filter =
        below instanceof FilterExec found ? Optional.of(found) : Optional.empty();
    SparkPlan source = filter.map(FilterExec::child).orElse(below);
    return new FilePlan(
        top,
        filter,
        source instanceof ColumnarToRowExec toRow ? toRow.child() : source,
        data.columns().length);
  }

  /** Decides how the rows can be read, without reading any. */
  Path path() {
    if (!(source instanceof FileSourceScanExec scan)) {
      return new Path(false, "the plan is no plain scan of files but " + top.nodeName().trim());
    } else if (!scan.supportsColumnar()) {
      return new Path(false, "Spark reads " + scan.relation().fileFormat() + " as rows");
    } else if (scan.partitionFilters().exists(FilePlan::hasSubquery)) {
      return new Path(false, "a subquery chooses the partitions");
    } else if (filter.filter(found -> hasSubquery(found.condition())).isPresent()) {
      return new Path(false, "a subquery chooses the rows");
    } else if (!filter.map(found -> found.condition().deterministic()).orElse(true)) {
      return new Path(false, "which rows are chosen is not the same each time");
    } else if (top instanceof ProjectExec project && projected(project).isEmpty()) {
      return new Path(false, "an expression is computed from the columns");
    }
    return new Path(true, "column batches of Spark's " + scan.relation().fileFormat() + " reader");
  }

  /** Spark computes subqueries when it prepares a plan, which only whole plans are. */
  private static boolean hasSubquery(Expression filter) {
    return filter.exists(part -> part instanceof PlanExpression);
  }

  /** What reads the files; only where the path is columnar. */
  FileSourceScanExec scan() {
    return (FileSourceScanExec) source;
  }

  /** Which rows of the scan are kept; only where the path is columnar. */
  RowFilter filter() {
    return filter.<RowFilter>map(found -> RowCondition.of(found, scan())).orElse(RowFilter.ALL);
  }

  /** The position in the scan of each column of the data set; only where the path is columnar. */
  int[] ordinals() {
    return top instanceof ProjectExec project
        ? projected(project).orElseThrow()
        : IntStream.range(0, columns).toArray();
  }

  /** The position in the scan of each projected column, if all are plain columns. */
  private Optional<int[]> projected(ProjectExec project) {
    List<NamedExpression> outputs = CollectionConverters.asJava(project.projectList());
    List<Attribute> inputs = CollectionConverters.asJava(source.output());
    int[] ordinals = new int[outputs.size()];
    for (int i = 0; i < ordinals.length; i++) {
      Expression output = (Expression) outputs.get(i);
      Expression column = output instanceof Alias alias ? alias.child() : output;
      int ordinal = -1;
      for (int input = 0; input < inputs.size() && column instanceof Attribute; input++) {
        if (inputs.get(input).exprId().equals(((Attribute) column).exprId())) {
          ordinal = input;
        }
      }
      if (ordinal < 0) {
        return Optional.empty();
      }
      ordinals[i] = ordinal;
    }
    return Optional.of(ordinals);
  }
}
