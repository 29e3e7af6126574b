package org.exactloss.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Several states, such as those of all models of one scan, as one byte array; numbers are
 * big-endian:
 *
 * <pre>
 *  offset  bytes
 *       0      4  magic "XLSS": 58 4C 53 53
 *       4      2  version: 00 01
 *       6      4  number of states
 *      10         for each state its length, 4 bytes, and its {@link LossState#toBytes bytes}
 * </pre>
 *
 * <p>Equal lists of states give equal bytes. Each state carries a checksum of its own.
 */
public final class LossStates {
  private static final int MAGIC = 0x584C5353;
  private static final short VERSION = 1;
  private static final int HEADER_BYTES = Integer.BYTES + Short.BYTES + Integer.BYTES;

  private LossStates() {}

  /** The bytes of the states in their order. */
  public static byte[] toBytes(List<LossState> states) {
    List<byte[]> encoded = states.stream().map(LossState::toBytes).toList();
    int length = HEADER_BYTES;
    for (byte[] bytes : encoded) {
      length = Math.addExact(length, Integer.BYTES + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.putInt(MAGIC).putShort(VERSION).putInt(encoded.size());
    for (byte[] bytes : encoded) {
      buffer.putInt(bytes.length).put(bytes);
    }
    return buffer.array();
  }

  /**
   * Reads the states back.
   *
   * @throws IllegalArgumentException if the bytes are no canonical states of a known version
   */
  public static List<LossState> fromBytes(byte[] bytes) {
    require(bytes.length >= HEADER_BYTES, bytes.length + " bytes are too few");
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    require(buffer.getInt() == MAGIC, "they do not begin with the bytes 584c5353");
    short version = buffer.getShort();
    require(version == VERSION, "their version is " + version + ", this program reads version 1");
    int count = buffer.getInt();
    require(
        count >= 0 && count <= buffer.remaining() / Integer.BYTES,
        buffer.remaining() + " bytes cannot hold " + count + " states");
    List<LossState> states = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      states.add(LossState.fromBytes(take(buffer)));
    }
    require(buffer.remaining() == 0, buffer.remaining() + " bytes are left over");
    return states;
  }

  /**
   * Adds a list of states to another one, state by state.
   *
   * @throws IllegalArgumentException if the lists differ in length
   */
  public static void addTo(List<LossState> sums, List<LossState> others) {
    if (sums.size() != others.size()) {
      throw new IllegalArgumentException(
          "Cannot add " + others.size() + " loss states to " + sums.size());
    }
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).add(others.get(i));
    }
  }

  private static byte[] take(ByteBuffer buffer) {
    require(buffer.remaining() >= Integer.BYTES, "the length of a state is missing");
    int length = buffer.getInt();
    require(
        length >= 0 && length <= buffer.remaining(),
        "a state of " + length + " bytes does not fit into " + buffer.remaining());
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static void require(boolean condition, String reason) {
    if (!condition) {
      throw new IllegalArgumentException("Cannot read loss states: " + reason);
    }
  }
}
