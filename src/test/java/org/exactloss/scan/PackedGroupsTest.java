package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Groups come out as they went in, and are few only if all of them fit. */
class PackedGroupsTest {
  /** Bytes beside the key and the part of a group: three integers. */
  private static final int FRAME = 12;

  private static GroupRecord group(int grouping, int key, int partBytes) {
    byte[] part = new byte[partBytes];
    Arrays.fill(part, (byte) key);
    return new GroupRecord(grouping, new byte[key % 5], part);
  }

  private static List<PackedGroups> pack(List<GroupRecord> groups, int fewBytes) {
    List<PackedGroups> packed = new ArrayList<>();
    PackedGroups.pack(groups.iterator(), fewBytes).forEachRemaining(packed::add);
    return packed;
  }

  private static void checkUnpacked(List<PackedGroups> packed, List<GroupRecord> groups) {
    List<GroupRecord> unpacked = new ArrayList<>();
    packed.forEach(chunk -> chunk.unpack().forEachRemaining(unpacked::add));
    assertThat(unpacked).hasSameSizeAs(groups);
    for (int i = 0; i < groups.size(); i++) {
      assertThat(unpacked.get(i).isSameGroup(groups.get(i))).as("group %s", i).isTrue();
      assertThat(unpacked.get(i).part()).as("group %s", i).isEqualTo(groups.get(i).part());
    }
  }

  @Test
  void groupsThatFitAreFew() {
    List<GroupRecord> groups =
        List.of(group(GroupRecord.ALL, 0, 40), group(0, 3, 0), group(1, 4, 17));
    int bytes = 3 * FRAME + 3 + 4 + 40 + 17;
    List<PackedGroups> packed = pack(groups, bytes);
    assertThat(packed).hasSize(1);
    assertThat(packed.get(0).few()).isTrue();
    assertThat(packed.get(0).withoutBytesOfMany()).isSameAs(packed.get(0));
    checkUnpacked(packed, groups);
  }

  @Test
  void groupsThatDoNotFitAreNot() {
    List<GroupRecord> groups = List.of(group(0, 3, 30), group(1, 4, 17));
    List<PackedGroups> packed = pack(groups, 2 * FRAME + 3 + 4 + 30 + 17 - 1);
    assertThat(packed).hasSize(1);
    assertThat(packed.get(0).few()).isFalse();
    assertThat(packed.get(0).withoutBytesOfMany().few()).isFalse();
    assertThat(packed.get(0).withoutBytesOfMany().bytes()).isEmpty();
    checkUnpacked(packed, groups);
  }

  @Test
  void manyGroupsComeInChunksNoneOfWhichIsFew() {
    List<GroupRecord> groups = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      groups.add(group(i % 3, i, 1000 + i));
    }
    for (int fewBytes : new int[] {1, 100_000}) {
      List<PackedGroups> packed = pack(groups, fewBytes);
      int enough = Math.max(64 << 10, fewBytes);
      assertThat(packed).hasSizeGreaterThan(5);
      assertThat(packed).noneMatch(PackedGroups::few);
      assertThat(packed).allMatch(chunk -> chunk.bytes().length < enough + 2100);
      checkUnpacked(packed, groups);
    }
  }

  /** The last chunk may be small, but not all groups are in it. */
  @Test
  void theLastChunkIsNotFew() {
    List<GroupRecord> groups = List.of(group(0, 3, 70_000), group(1, 4, 17));
    List<PackedGroups> packed = pack(groups, 1000);
    assertThat(packed).hasSize(2);
    assertThat(packed).noneMatch(PackedGroups::few);
    checkUnpacked(packed, groups);
  }

  @Test
  void noGroupsGiveNothing() {
    Iterator<PackedGroups> none = PackedGroups.pack(List.<GroupRecord>of().iterator(), 10);
    assertThat(none.hasNext()).isFalse();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    Iterator<GroupRecord> one = pack(List.of(group(0, 1, 1)), 100).get(0).unpack();
    one.next();
    assertThatThrownBy(one::next).isInstanceOf(NoSuchElementException.class);
  }
}
