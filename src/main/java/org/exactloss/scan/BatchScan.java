package org.exactloss.scan;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One pass over a data set that gives the exact state of every model, of all rows and of each
 * batch. The states of batches meet in a shuffle of Spark, which is there for every further use of
 * them: rows are read once.
 */
public final class BatchScan {
  private static final String VALUE = "value";
  private static final String RESULT = "result";

  private final JavaPairRDD<GroupKey, byte[]> groups;
  private final String name;
  private final DataType valueType;
  private final TaskResult all;

  /**
   * Reads everything once.
   *
   * @param parts results of parts of batches, and of parts of all rows
   */
  BatchScan(
      JavaPairRDD<GroupKey, byte[]> parts,
      String name,
      DataType valueType,
      int models,
      int treeDepth) {
    groups = parts.reduceByKey(TaskResult::merge);
    this.name = name;
    this.valueType = valueType;
    all = sumOfAll(models, treeDepth);
  }

  /** What makes the batches: the expression's name. */
  public String name() {
    return name;
  }

  /** The type of what the rows of a batch have in common. */
  public DataType valueType() {
    return valueType;
  }

  /** Turns a batch into something that lasts; runs on executors. */
  public interface BatchFunction<T> extends Serializable {
    /**
     * @param value what the rows have in common, as Spark's rows hold it
     */
    T apply(Object value, TaskResult result);
  }

  /** The result of all rows, which is summed on its own. */
  public TaskResult all() {
    return all;
  }

  private TaskResult sumOfAll(int models, int treeDepth) {
    byte[] none = TaskResult.empty(models).toBytes();
    Sums sums = groups.treeAggregate(new Sums(none, none), Sums::add, Sums::merge, treeDepth);
    TaskResult rows = TaskResult.fromBytes(sums.all);
    if (!rows.hasStatesOf(TaskResult.fromBytes(sums.batches))) {
      throw new IllegalStateException(
          "Cannot give the losses of batches: their sums do not add up to those of all rows; this is"
              + " a fault of the program");
    }
    return rows;
  }

  /** The first batches in the order of their values. */
  public List<Batch> first(SparkSession spark, int most) {
    StructType schema = new StructType().add(VALUE, valueType).add(RESULT, DataTypes.BinaryType);
    JavaRDD<Row> rows = map((value, result) -> RowFactory.create(value, result.toBytes()));
    return spark
        .createDataFrame(rows, schema)
        .orderBy(VALUE)
        .limit(most)
        .select(col(VALUE), col(VALUE).cast(DataTypes.StringType), col(RESULT))
        .collectAsList()
        .stream()
        .map(row -> new Batch(row.get(0), row.getString(1), TaskResult.fromBytes(row.getAs(2))))
        .toList();
  }

  /**
   * A batch.
   *
   * @param value what the rows have in common, as Spark's rows hold it
   * @param text the same as text, null for null
   */
  public record Batch(Object value, String text, TaskResult result) {}

  /** Something of each batch; reads no rows. */
  public <T> JavaRDD<T> map(BatchFunction<T> function) {
    DataType type = valueType;
    return groups
        .filter(group -> !group._1().equals(GroupKey.ALL))
        .map(
            group ->
                function.apply(
                    GroupRows.value(group._1(), type), TaskResult.fromBytes(group._2())));
  }

  /** The results of all rows and of all batches. */
  private record Sums(byte[] all, byte[] batches) implements Serializable {
    Sums add(scala.Tuple2<GroupKey, byte[]> group) {
      return group._1().equals(GroupKey.ALL)
          ? new Sums(TaskResult.merge(all, group._2()), batches)
          : new Sums(all, TaskResult.merge(batches, group._2()));
    }

    Sums merge(Sums other) {
      return new Sums(TaskResult.merge(all, other.all), TaskResult.merge(batches, other.batches));
    }
  }
}
