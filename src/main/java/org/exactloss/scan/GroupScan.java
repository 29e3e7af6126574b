package org.exactloss.scan;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * One pass over a data set that gives the exact states of every model, of all rows and of each
 * group of each grouping. Few groups are on the driver; the parts of many meet in a shuffle of
 * Spark, which is there for every further use of them. Rows are read once.
 */
public final class GroupScan {
  private final JavaRDD<GroupRecord> groups;
  private final List<Grouping> groupings;
  private final TaskResult all;

  /** All groups, where they are few. */
  private final Optional<List<GroupRecord>> few;

  private GroupScan(
      JavaRDD<GroupRecord> groups,
      List<Grouping> groupings,
      TaskResult all,
      Optional<List<GroupRecord>> few) {
    this.groups = groups;
    this.groupings = groupings;
    this.all = all;
    this.few = few;
  }

  /**
   * Reads and adds up everything.
   *
   * @param parts of all groups, and of the result of all rows
   * @param models how many models there are
   */
  static GroupScan of(GroupParts parts, List<Grouping> groupings, int models, int treeDepth) {
    try {
      Optional<List<GroupRecord>> few = parts.few();
      if (few.isPresent()) {
        FewGroups none = new FewGroups(FewGroups.MOST_BYTES);
        Sums sums = Sums.of(few.get().iterator(), groupings.size(), models, none);
        return new GroupScan(
            parts.distributed(few.get()), List.copyOf(groupings), sums.total(groupings), few);
      }
      JavaRDD<GroupRecord> groups = parts.shuffled();
      Sums sums = sums(groups, groupings.size(), models, treeDepth);
      return new GroupScan(groups, List.copyOf(groupings), sums.total(groupings), sums.few.all());
    } finally {
      parts.delete();
    }
  }

  /** What makes the groups. */
  public List<Grouping> groupings() {
    return groupings;
  }

  /** The result of all rows. */
  public TaskResult all() {
    return all;
  }

  private static Sums sums(JavaRDD<GroupRecord> groups, int count, int models, int treeDepth) {
    int parts = groups.getNumPartitions();
    FewGroups none = new FewGroups(FewGroups.MOST_BYTES);
    return groups
        .mapPartitions(
            each -> List.of(Sums.of(each, count, models, FewGroups.ofPart(parts))).iterator())
        .treeAggregate(
            Sums.of(Collections.emptyIterator(), count, models, none),
            Sums::plus,
            Sums::plus,
            treeDepth);
  }

  /** Turns a group into something that lasts; runs on executors. */
  public interface GroupFunction<T> extends Serializable {
    T apply(Group group);
  }

  /**
   * A group.
   *
   * @param grouping the place of its grouping
   * @param key the same for the same group of a grouping, whichever JVM makes it
   * @param values what the rows have in common, as Spark's rows hold it
   */
  public record Group(int grouping, String key, List<Object> values, TaskResult result) {
    /**
     * A group that was kept.
     *
     * @param types of its values
     * @param key as {@link SavedTally.Group} has it
     * @throws IllegalArgumentException if the key has no such values
     */
    public static Group of(int grouping, List<DataType> types, byte[] key, TaskResult result) {
      String text = new String(key, StandardCharsets.ISO_8859_1);
      return new Group(grouping, text, GroupShuffle.values(key, types), result);
    }
  }

  /** All groups in a form that lasts, ascending by grouping and the unsigned bytes of the key. */
  public Iterator<SavedTally.Group> saved(SparkSession spark) {
    JavaRDD<Row> rows =
        groups
            .filter(GroupRecord::isGroup)
            .map(
                group ->
                    RowFactory.create(
                        group.grouping(),
                        group.key(),
                        SavedTally.toBytes(FixedPointPart.result(group.part()))));
    Iterator<Row> sorted =
        spark
            .createDataFrame(rows, SavedTally.SCHEMA)
            .sort(SavedTally.GROUPING, SavedTally.KEY)
            .toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sorted.hasNext();
      }

      @Override
      public SavedTally.Group next() {
        Row row = sorted.next();
        return new SavedTally.Group(row.getInt(0), row.getAs(1), row.getAs(2));
      }
    };
  }

  /** Turns some of the groups, or all, into something that lasts; runs wherever they are. */
  public interface PartitionFunction<T> extends Serializable {
    T apply(Iterator<Group> partition);
  }

  /**
   * Something of all groups; reads no rows, and where groups are few needs no Spark job.
   *
   * @param function of a part of the groups, or of all of them
   * @param sum of two parts
   */
  public <T> T reduce(PartitionFunction<T> function, Function2<T, T, T> sum, int treeDepth) {
    List<List<DataType>> types = groupings.stream().map(Grouping::types).toList();
    if (few.isPresent()) {
      return function.apply(
          few.get().stream()
              .filter(GroupRecord::isGroup)
              .map(record -> group(record, types))
              .iterator());
    }
    return groups
        .filter(GroupRecord::isGroup)
        .map(record -> group(record, types))
        .mapPartitions(each -> List.of(function.apply(each)).iterator())
        .treeReduce(sum, treeDepth);
  }

  private static Group group(GroupRecord record, List<List<DataType>> types) {
    return Group.of(
        record.grouping(),
        types.get(record.grouping()),
        record.key(),
        FixedPointPart.result(record.part()));
  }

  /** Something of each group of a grouping; reads no rows. */
  public <T> JavaRDD<T> map(int grouping, GroupFunction<T> function) {
    List<List<DataType>> types = groupings.stream().map(Grouping::types).toList();
    return groups
        .filter(record -> record.grouping() == grouping)
        .map(record -> function.apply(group(record, types)));
  }

  /** The results of all rows, and those of all groups of each grouping. */
  private record Sums(byte[] all, List<byte[]> groupings, FewGroups few) implements Serializable {
    static Sums of(Iterator<GroupRecord> groups, int groupings, int models, FewGroups few) {
      byte[][] sums = new byte[groupings + 1][];
      while (groups.hasNext()) {
        GroupRecord group = groups.next();
        int place = group.grouping() - GroupRecord.ALL;
        sums[place] =
            sums[place] == null ? group.part() : FixedPointPart.plus(sums[place], group.part());
        few.add(group);
      }
      List<byte[]> results = new ArrayList<>();
      for (byte[] sum : sums) {
        results.add(
            (sum == null ? TaskResult.empty(models) : FixedPointPart.result(sum)).toBytes());
      }
      return new Sums(results.get(0), List.copyOf(results.subList(1, results.size())), few);
    }

    Sums plus(Sums other) {
      List<byte[]> sums = new ArrayList<>();
      for (int i = 0; i < groupings.size(); i++) {
        sums.add(TaskResult.merge(groupings.get(i), other.groupings.get(i)));
      }
      few.addAll(other.few);
      return new Sums(TaskResult.merge(all, other.all), List.copyOf(sums), few);
    }

    /** The result of all rows, to which those of the groups must come. */
    TaskResult total(List<Grouping> kinds) {
      TaskResult rows = TaskResult.fromBytes(all);
      for (int i = 0; i < kinds.size(); i++) {
        if (!rows.hasStatesOf(TaskResult.fromBytes(groupings.get(i)))) {
          throw new IllegalStateException(
              "Cannot give the losses by "
                  + String.join(", ", kinds.get(i).names())
                  + ": those of the parts do not add up to that of all rows; this is a fault of the"
                  + " program");
        }
      }
      return rows;
    }
  }
}
