package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.LossState;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of groups come together once each, on the driver or in a shuffle. */
class GroupPartsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int TASKS = 3;

  /** Of so many rows with this sum of errors. */
  private static LossState state(long rows, long error) {
    LossState state = new LossState();
    state.addFinite(rows, ExactSum.of(error), ExactSum.of(rows));
    state.addRows(rows);
    return state;
  }

  /** A part of one row with this error, of a group with this key, or of all rows. */
  private static GroupRecord part(int grouping, int key, long error) {
    TaskResult result =
        new TaskResult(
            List.of(ModelTally.of(new ModelStates(state(1, error)))),
            new JoinTally(),
            new TreeSet<>());
    byte[] bytes =
        grouping == GroupRecord.ALL
            ? new byte[0]
            : ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
    return new GroupRecord(grouping, bytes, FixedPointPart.of(result.toBytes()));
  }

  /** Each task meets every group, with its number as the error, and all rows. */
  private static Iterator<GroupRecord> ofTask(int groups) {
    List<GroupRecord> records = new ArrayList<>();
    for (int key = 0; key < groups; key++) {
      records.add(part(key % 2, key, key));
    }
    records.add(part(GroupRecord.ALL, 0, 7));
    return records.iterator();
  }

  /** Of each group its grouping and the bytes of its state. */
  private static Map<Integer, List<Object>> described(Iterable<GroupRecord> groups) {
    Map<Integer, List<Object>> found = new TreeMap<>();
    for (GroupRecord group : groups) {
      LossState state = FixedPointPart.result(group.part()).models().get(0).state();
      int key = group.isGroup() ? ByteBuffer.wrap(group.key()).getInt() : -1;
      List<Object> before = found.put(key, found(group.grouping(), state));
      assertThat(before).as("group %s, which comes twice", key).isNull();
    }
    return found;
  }

  private static Map<Integer, List<Object>> expected(int groups) {
    Map<Integer, List<Object>> expected = new TreeMap<>();
    for (int key = 0; key < groups; key++) {
      expected.put(key, found(key % 2, state(TASKS, (long) TASKS * key)));
    }
    expected.put(-1, found(GroupRecord.ALL, state(TASKS, 7L * TASKS)));
    return expected;
  }

  private static List<Object> found(int grouping, LossState state) {
    return List.of(grouping, HexFormat.of().formatHex(state.toBytes()));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "500, true", "20000, false"})
  void everyGroupComesOnceAndNoTaskRunsTwice(int groups, boolean areFew) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(SPARK.sparkContext());
    LongAccumulator runs = SPARK.sparkContext().longAccumulator();
    JavaRDD<GroupRecord> parts =
        context
            .parallelize(List.of(1, 2, 3), TASKS)
            .mapPartitions(
                each -> {
                  runs.add(1);
                  return ofTask(groups);
                });
    GroupParts gathered = new GroupParts(SPARK.emptyDataFrame(), parts);
    Optional<List<GroupRecord>> few = gathered.few();
    assertThat(few.isPresent()).isEqualTo(areFew);
    assertThat(runs.value()).isEqualTo(TASKS);
    Map<Integer, List<Object>> expected = expected(groups);
    assertThat(described(gathered.shuffled().collect())).isEqualTo(expected);
    assertThat(runs.value()).as("runs of tasks, after the shuffle").isEqualTo(TASKS);
    few.ifPresent(
        all -> {
          assertThat(described(all)).isEqualTo(expected);
          assertThat(described(gathered.distributed(all).collect())).isEqualTo(expected);
        });
    int kept = context.getPersistentRDDs().size();
    gathered.delete();
    assertThat(context.getPersistentRDDs()).hasSize(kept - 1);
  }
}
