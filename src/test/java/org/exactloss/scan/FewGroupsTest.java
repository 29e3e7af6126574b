package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Groups are kept up to a megabyte, and none of them beyond. */
class FewGroupsTest {
  private static final int MEGABYTE = 1 << 20;

  private static GroupRecord record(int key, int bytes) {
    return new GroupRecord(0, new byte[] {(byte) key}, new byte[bytes - 1]);
  }

  private static FewGroups of(GroupRecord... records) {
    FewGroups groups = new FewGroups(MEGABYTE);
    for (GroupRecord record : records) {
      groups.add(record);
    }
    return groups;
  }

  @Test
  void upToAMegabyteAllAreKept() {
    GroupRecord first = record(1, MEGABYTE - 10);
    GroupRecord second = record(2, 10);
    assertThat(of().all().orElseThrow()).isEmpty();
    assertThat(of(first, second).all().orElseThrow()).containsExactly(first, second);
    assertThat(of(first, record(2, 11)).all()).isEmpty();
    assertThat(of(record(1, MEGABYTE + 1), second, second).all()).isEmpty();
  }

  @Test
  void aPartKeepsSeveralTimesItsShare() {
    for (int parts : new int[] {1, 2, 4}) {
      FewGroups part = FewGroups.ofPart(parts);
      part.add(record(1, MEGABYTE));
      assertThat(part.all()).as("one of %s parts", parts).isPresent();
    }
    FewGroups part = FewGroups.ofPart(400);
    part.add(record(1, MEGABYTE / 100));
    assertThat(part.all()).isPresent();
    part.add(record(1, 2));
    assertThat(part.all()).isEmpty();
  }

  @Test
  void sumsAreKeptIfBothPartsAndAllOfThemAreFew() {
    GroupRecord half = record(1, MEGABYTE / 2);
    GroupRecord more = record(2, MEGABYTE / 2 + 1);
    FewGroups sum = of(half);
    sum.addAll(of(half));
    assertThat(sum.all().orElseThrow()).containsExactly(half, half);
    FewGroups tooMany = of(half);
    tooMany.addAll(of(more));
    assertThat(tooMany.all()).isEmpty();
    FewGroups others = of(record(3, 9));
    others.addAll(tooMany);
    assertThat(others.all()).isEmpty();
    tooMany.addAll(of());
    assertThat(tooMany.all()).isEmpty();
  }
}
