package org.exactloss.scan;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * The parts of groups that tasks have found. Few of them come to the driver at once, with the
 * result of each task; many meet in a shuffle. As nobody knows beforehand how many there will be,
 * tasks leave what they have found on disk, so that no row is read for the shuffle again.
 */
final class GroupParts {
  private final Dataset<Row> origin;
  private final JavaRDD<PackedGroups> packed;

  /**
   * Parts that no task has looked for yet.
   *
   * @param origin any data set of the session
   * @param parts those of a group in any number and order
   */
  GroupParts(Dataset<Row> origin, JavaRDD<GroupRecord> parts) {
    this.origin = origin;
    int fewBytes = FewGroups.bytesOfPart(parts.getNumPartitions());
    packed =
        parts
            .mapPartitions(each -> PackedGroups.pack(each, fewBytes))
            .persist(StorageLevel.DISK_ONLY());
  }

  /** All groups, each once, if their parts are few; runs the tasks. */
  Optional<List<GroupRecord>> few() {
    List<PackedGroups> parts =
        packed
            .mapPartitions(each -> List.of(each.next().withoutBytesOfMany()).iterator())
            .collect();
    if (!parts.stream().allMatch(PackedGroups::few)) {
      return Optional.empty();
    }
    Map<List<Object>, GroupRecord> groups = new LinkedHashMap<>();
    for (PackedGroups part : parts) {
      part.unpack()
          .forEachRemaining(
              group ->
                  groups.merge(
                      List.of(group.grouping(), ByteBuffer.wrap(group.key())),
                      group,
                      GroupRecord::plus));
    }
    return Optional.of(new ArrayList<>(groups.values()));
  }

  /** Groups for tasks to work on. */
  JavaRDD<GroupRecord> distributed(List<GroupRecord> groups) {
    return JavaSparkContext.fromSparkContext(packed.context()).parallelize(groups, 1);
  }

  /** All groups, each once, brought together by Spark, which sorts and spills their parts. */
  JavaRDD<GroupRecord> shuffled() {
    JavaRDD<InternalRow> rows =
        packed.flatMap(PackedGroups::unpack).mapPartitions(GroupShuffle::rows);
    return GroupShuffle.sorted(
            SparkInternals.dataset(origin, rows, GroupShuffle.SCHEMA), rows.getNumPartitions())
        .mapPartitions(GroupShuffle::merged);
  }

  /** Lets Spark delete what tasks have left on disk. */
  void delete() {
    packed.unpersist(false);
  }
}
