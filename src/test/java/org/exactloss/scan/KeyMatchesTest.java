package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.exactloss.scan.KeyedSide.Role;
import org.junit.jupiter.api.Test;

/** Different keys of one order, which no test with real hashes would meet, are kept apart. */
class KeyMatchesTest {
  private static final StructType SIDE =
      new StructType()
          .add(KeyedSide.ORDER, DataTypes.LongType)
          .add(KeyedSide.ROLE, DataTypes.ByteType)
          .add(KeyedSide.KEY, new StructType().add("part0", DataTypes.StringType))
          .add("value", DataTypes.IntegerType);

  private final UnsafeProjection toUnsafe = UnsafeProjection.create(SIDE);
  private final List<InternalRow> rows = new ArrayList<>();

  private void add(long order, Role role, String key, int value) {
    Object[] part = {UTF8String.fromString(key)};
    Object[] all = {order, (byte) role.ordinal(), new GenericInternalRow(part), value};
    rows.add(toUnsafe.apply(new GenericInternalRow(all)).copy());
  }

  /** What is found, as text: key, values where there are any, and counts. */
  private TreeSet<String> found() {
    KeyMatches matches = new KeyMatches(rows.iterator(), SIDE.length(), 1);
    TreeSet<String> found = new TreeSet<>();
    while (matches.hasNext()) {
      InternalRow row = matches.next();
      int counts = 2 * SIDE.length();
      found.add(
          (row.getBoolean(counts) ? "none" : side(row, 0) + side(row, SIDE.length()))
              + " "
              + row.getLong(counts + 1)
              + " "
              + row.getLong(counts + 2)
              + " "
              + row.getLong(counts + 3));
    }
    assertThatThrownBy(matches::next).isInstanceOf(NoSuchElementException.class);
    return found;
  }

  private static String side(InternalRow row, int from) {
    return row.isNullAt(from)
        ? "(-)"
        : "("
            + row.getStruct(from + KeyedSide.KEY_PLACE, 1).getUTF8String(0)
            + row.getInt(from + SIDE.length() - 1)
            + ")";
  }

  @Test
  void keysOfOneOrderAreKeptApart() {
    add(1, Role.TARGET, "a", 10);
    add(1, Role.PREDICTION, "b", 21);
    add(1, Role.PREDICTION, "a", 11);
    add(1, Role.PREDICTION, "c", 31);
    add(1, Role.TARGET, "b", 20);
    add(1, Role.TARGET, "d", 40);
    add(1, Role.TARGET, "d", 41);
    add(2, Role.TARGET, "a much longer key than those before", 1);

    assertThat(found())
        .containsExactlyInAnyOrder(
            "(a11)(a10) 1 1 0",
            "(b21)(b20) 1 1 0",
            "(c31)(-) 1 0 0",
            "(-)(d40) 0 2 0",
            "(-)(a much longer key than those before1) 0 1 0",
            "none 0 0 0");
  }

  @Test
  void rowsWithoutAKeyAreOnlyCounted() {
    add(7, Role.PREDICTION_WITHOUT_KEY, "a", 1);
    add(7, Role.TARGET, "a", 2);
    add(7, Role.MALFORMED, "a", 3);
    add(7, Role.PREDICTION, "a", 4);
    add(7, Role.TARGET_WITHOUT_KEY, "a", 5);
    add(7, Role.TARGET_WITHOUT_KEY, "b", 6);
    add(8, Role.MALFORMED, "b", 6);

    assertThat(found()).containsExactlyInAnyOrder("(a4)(a2) 1 1 0", "none 1 2 2");
  }

  @Test
  void noRows() {
    assertThat(found()).containsExactly("none 0 0 0");
  }

  /** Chunks give back the rows, those of one order in one partition. */
  @Test
  void chunksKeepRows() {
    for (int i = 0; i < 3000; i++) {
      add(i % 700, Role.PREDICTION, "k".repeat(i == 5 ? 100_000 : i % 50), i);
    }
    List<List<byte[]>> partitions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      partitions.add(new ArrayList<>());
    }
    KeyShuffle.chunks(rows.iterator(), 5)
        .forEachRemaining(chunk -> partitions.get(chunk._1()).add(chunk._2()));

    TreeSet<Integer> values = new TreeSet<>();
    TreeSet<String> places = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      assertThat(partitions.get(i)).isNotEmpty();
      int place = i;
      KeyShuffle.rows(partitions.get(i).iterator(), SIDE.length())
          .forEachRemaining(
              row -> {
                assertThat(row).isEqualTo(rows.get(row.getInt(3)));
                values.add(row.getInt(3));
                places.add(((UnsafeRow) row).getLong(0) + " in " + place);
              });
    }
    assertThat(values).hasSize(3000);
    assertThat(places).hasSize(700);
  }

  @Test
  void partitionsGrowWithTheData() {
    assertThat(KeyShuffle.partitions(1000, 1000)).isEqualTo(1);
    assertThat(KeyShuffle.partitions(100L << 20, 2)).isEqualTo(6);
    assertThat(KeyShuffle.partitions(100L << 20, 1000)).isEqualTo(100);
    assertThat(KeyShuffle.partitions(16L << 30, 2)).isEqualTo(1024);
    assertThat(KeyShuffle.partitions(Long.MAX_VALUE, 2)).isEqualTo(16384);
  }
}
