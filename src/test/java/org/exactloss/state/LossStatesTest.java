package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.exactloss.exact.ExactSum;
import org.junit.jupiter.api.Test;

class LossStatesTest {

  @Test
  void statesComeBackInTheirOrder() {
    List<LossState> states = List.of(LossStateTest.sample(), new LossState(), rows(7));
    List<LossState> back = LossStates.fromBytes(LossStates.toBytes(states));
    assertThat(back).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(back.get(i).toBytes()).isEqualTo(states.get(i).toBytes());
    }
    assertThat(LossStates.fromBytes(LossStates.toBytes(List.of()))).isEmpty();
  }

  @Test
  void theGoldenFileIsReadAndWritten() throws IOException {
    byte[] expected;
    try (InputStream stream = getClass().getResourceAsStream("/state/loss-states-v1.bin")) {
      expected = stream.readAllBytes();
    }
    byte[] bytes = LossStates.toBytes(List.of(LossStateTest.sample(), rows(7)));
    assertThat(bytes).isEqualTo(expected);
    assertThat(LossStates.toBytes(LossStates.fromBytes(expected))).isEqualTo(expected);
  }

  @Test
  void mergingAddsStateByState() {
    byte[] left = LossStates.toBytes(List.of(rows(1), LossStateTest.sample()));
    byte[] right = LossStates.toBytes(List.of(rows(2), LossStateTest.sample()));
    LossState twice = LossStateTest.sample();
    twice.add(LossStateTest.sample());
    byte[] expected = LossStates.toBytes(List.of(rows(3), twice));
    assertThat(merge(left, right)).isEqualTo(expected);
    assertThat(merge(right, left)).isEqualTo(expected);
    byte[] nothing = LossStates.toBytes(List.of(new LossState(), new LossState()));
    assertThat(merge(left, nothing)).isEqualTo(left);
    assertThat(merge(nothing, left)).isEqualTo(left);
  }

  @Test
  void listsOfDifferentLengthsAreRefused() {
    byte[] one = LossStates.toBytes(List.of(rows(1)));
    byte[] two = LossStates.toBytes(List.of(rows(1), rows(2)));
    assertThatThrownBy(() -> merge(one, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot add 2 loss states to 1");
  }

  @Test
  void anyChangeOfOneByteIsRefused() {
    byte[] bytes = LossStates.toBytes(List.of(LossStateTest.sample(), rows(7)));
    for (int i = 0; i < bytes.length; i++) {
      for (int change = 1; change < 256; change++) {
        byte[] corrupt = bytes.clone();
        corrupt[i] ^= (byte) change;
        assertRefused(corrupt, "");
      }
    }
  }

  @Test
  void otherLengthsCountsAndVersionsAreRefused() {
    byte[] bytes = LossStates.toBytes(List.of(LossStateTest.sample(), rows(7)));
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length), "");
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 3), "3 bytes are left over");
    assertRefused(with(bytes, 6, Integer.MAX_VALUE), "cannot hold 2147483647 states");
    assertRefused(with(bytes, 6, -1), "cannot hold -1 states");
    int most = (bytes.length - 10) / 4; // each with nothing but its length
    assertRefused(with(bytes, 6, most + 1), "cannot hold " + (most + 1) + " states");
    byte[] empty = ByteBuffer.allocate(14).put(bytes, 0, 6).putInt(1).putInt(0).array();
    assertRefused(empty, "Cannot read a loss state: 0 bytes are too few");
    assertRefused(with(bytes, 10, Integer.MAX_VALUE), "a state of 2147483647 bytes");
    assertRefused(with(bytes, 10, -1), "a state of -1 bytes");
    assertRefused(with(bytes, 3, 0x53000200), "their version is 2");
    assertRefused(with(bytes, 0, 0x41424344), "584c5353");
  }

  private static byte[] with(byte[] bytes, int offset, int value) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).putInt(offset, value);
    return changed;
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> LossStates.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageContaining(reason);
  }

  private static LossState rows(long count) {
    LossState state = new LossState();
    state.addRows(count);
    state.addFinite(count, ExactSum.of(count), ExactSum.of(count));
    return state;
  }

  private static byte[] merge(byte[] left, byte[] right) {
    List<LossState> sums = LossStates.fromBytes(left);
    LossStates.addTo(sums, LossStates.fromBytes(right));
    return LossStates.toBytes(sums);
  }
}
