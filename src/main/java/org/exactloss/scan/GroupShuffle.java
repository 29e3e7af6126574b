package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The parts of groups as rows that Spark brings together, sorts and spills. */
final class GroupShuffle {
  static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
  private static final String HASH = "hash";
  private static final String GROUPING = "grouping";
  private static final String KEY = "key";
  private static final String RESULT = "result";
  private static final int GROUPING_PLACE = 1;
  private static final int KEY_PLACE = 2;
  private static final int RESULT_PLACE = 3;

  static final StructType SCHEMA =
      new StructType()
          .add(HASH, DataTypes.LongType, false)
          .add(GROUPING, DataTypes.IntegerType, false)
          .add(KEY, DataTypes.BinaryType, false)
          .add(RESULT, DataTypes.BinaryType, false);

  private GroupShuffle() {}

  /**
   * Brings the parts of each group to one partition, in which they follow one another. Few tasks
   * give few parts, for which Spark's usual number of partitions would cost more time than the
   * parts themselves.
   *
   * @param tasks that give the parts
   */
  static JavaRDD<InternalRow> sorted(Dataset<Row> parts, int tasks) {
    RuntimeConfig settings = parts.sparkSession().conf();
    int usual = Integer.parseInt(settings.get(SHUFFLE_PARTITIONS));
    int enough = Math.max(tasks, parts.sparkSession().sparkContext().defaultParallelism());
    return enough < usual && !settings.getAll().contains(SHUFFLE_PARTITIONS)
        ? unadapted(sorted(parts.repartition(enough, functions.col(HASH))))
        : SparkInternals.rows(sorted(parts.repartition(functions.col(HASH))));
  }

  private static Dataset<Row> sorted(Dataset<Row> parts) {
    return parts.sortWithinPartitions(HASH, GROUPING, KEY);
  }

  /**
   * The rows of a data set, planned at once: a plan that Spark adapts costs a job for each of its
   * shuffles, and there is nothing to adapt where the number of partitions is given.
   */
  private static JavaRDD<InternalRow> unadapted(Dataset<Row> data) {
    RuntimeConfig settings = data.sparkSession().conf();
    Optional<String> before =
        settings.getAll().contains(ADAPTIVE)
            ? Optional.of(settings.get(ADAPTIVE))
            : Optional.empty();
    settings.set(ADAPTIVE, false);
    try {
      return SparkInternals.rows(data);
    } finally {
      before.ifPresentOrElse(
          value -> settings.set(ADAPTIVE, value), () -> settings.unset(ADAPTIVE));
    }
  }

  /** The parts as rows. */
  static Iterator<InternalRow> rows(Iterator<GroupRecord> parts) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return parts.hasNext();
      }

      @Override
      public InternalRow next() {
        GroupRecord part = parts.next();
        Object[] values = {part.hash(), part.grouping(), part.key(), part.part()};
        return new GenericInternalRow(values);
      }
    };
  }

  /** The groups of sorted rows, in which the parts of one group follow one another. */
  static Iterator<GroupRecord> merged(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      private GroupRecord ahead = rows.hasNext() ? record(rows.next()) : null;

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public GroupRecord next() {
        if (ahead == null) {
          throw new NoSuchElementException();
        }
        GroupRecord group = ahead;
        ahead = null;
        while (ahead == null && rows.hasNext()) {
          GroupRecord next = record(rows.next());
          if (next.isSameGroup(group)) {
            group = group.plus(next);
          } else {
            ahead = next;
          }
        }
        return group;
      }
    };
  }

  private static GroupRecord record(InternalRow row) {
    return new GroupRecord(
        row.getInt(GROUPING_PLACE), row.getBinary(KEY_PLACE), row.getBinary(RESULT_PLACE));
  }

  /** The values of a group as Spark's rows hold them for users. */
  static List<Object> values(byte[] key, List<DataType> types) {
    List<Object> values = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(key))) {
      for (DataType type : types) {
        values.add(CatalystTypeConverters.convertToScala(GroupColumn.read(type, in), type));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }
}
