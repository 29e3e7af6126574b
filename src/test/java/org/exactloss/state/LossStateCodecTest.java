package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Test;

class LossStateCodecTest {
  private static final String GOLDEN = "/state/loss-state-v1.bin";

  /** Where the first sum of {@link #golden} begins: the header and nine counts. */
  private static final int FIRST_SUM = 10 + 9 * 8;

  @Test
  void theGoldenFileIsReadAndWritten() throws IOException {
    byte[] bytes = resource(GOLDEN);
    assertThat(golden().toBytes()).isEqualTo(bytes);
    LossState state = LossState.fromBytes(bytes);
    assertThat(state.rows()).isEqualTo(26_115);
    assertThat(state.used()).isEqualTo(1005);
    assertThat(state.nan()).isEqualTo(1);
    assertThat(state.positiveInfinity()).isEqualTo(3);
    assertThat(state.negativeInfinity()).isEqualTo(1);
    assertThat(state.excluded(Exclusion.MALFORMED_RECORD)).isEqualTo(1);
    assertThat(state.excluded(Exclusion.ZERO_WEIGHT)).isEqualTo(2);
    assertThat(state.excluded(Exclusion.NULL_TARGET)).isEqualTo(3);
    assertThat(state.excluded(Exclusion.INFINITE_PREDICTION)).isEqualTo(Long.MAX_VALUE);
    assertThat(state.squaredError().value().toDouble()).isEqualTo(76420.422);
    assertThat(state.weight().value().toDouble()).isEqualTo(0x1p-900);
    assertThat(state.toBytes()).isEqualTo(bytes);
  }

  @Test
  void anyChangeOfOneByteIsRefused() {
    byte[] bytes = golden().toBytes();
    for (int i = 0; i < bytes.length; i++) {
      for (int change = 1; change < 256; change++) {
        byte[] corrupt = bytes.clone();
        corrupt[i] ^= (byte) change;
        assertRefused(corrupt, "");
      }
    }
  }

  @Test
  void anyOtherLengthIsRefused() {
    byte[] bytes = golden().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length), "");
      assertRefused(sealed(Arrays.copyOf(bytes, Math.max(length, 14))), "");
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1), "checksum");
    assertRefused(sealed(Arrays.copyOf(bytes, bytes.length + 1)), "1 bytes are left over");
    assertRefused(new byte[0], "0 bytes are too few");
    assertRefused(sealed(Arrays.copyOf(bytes, bytes.length - 1)), "1 bytes are missing at its end");
    // Four of the six bytes that come before the last significand, of one byte.
    assertRefused(sealed(Arrays.copyOf(bytes, bytes.length - 3)), "2 bytes are missing at its end");
  }

  @Test
  void foreignBytesAndOtherVersionsAreNamed() {
    assertRefused(
        "{\"schema\": \"x\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "begins with 7b227363");
    assertRefused(
        patched(buffer -> buffer.putShort(4, (short) 2)),
        "its version is 2, this program reads version 1");
  }

  @Test
  void countsThatNoStateHasAreRefused() {
    assertRefused(patched(buffer -> buffer.putLong(10, -5)), "count 0 is -5");
    assertRefused(patched(buffer -> buffer.putLong(10, 0)), "count 0 is 0");
    assertRefused(
        patched(buffer -> buffer.putInt(6, buffer.getInt(6) | 1 << 22)), "unknown counts");
    assertRefused(patched(buffer -> buffer.putLong(18, 4)), "4 used elements, 1 NaN");
    assertRefused(
        patched(buffer -> buffer.putLong(18, 5)), "no finite terms have the sum 38210211");
    assertRefused(patched(buffer -> buffer.putInt(6, -1)), "unknown counts");
    assertRefused(patched(buffer -> buffer.putInt(6, 0x3FFFFF)), "bytes are missing at its end");
  }

  @Test
  void sumsInAnyOtherFormAreRefused() {
    // 764204220 / 10^4 is written as 38210211·2^-2·5^-3, in 4 bytes.
    assertThat(goldenWithSum(-2, -3, BigInteger.valueOf(38210211).toByteArray()))
        .isEqualTo(golden().toBytes());
    assertRefused(
        goldenWithSum(-3, -3, BigInteger.valueOf(2 * 38210211).toByteArray()), "canonical");
    assertRefused(
        goldenWithSum(-2, -4, BigInteger.valueOf(5 * 38210211).toByteArray()), "canonical");
    byte[] padded = ByteBuffer.allocate(5).put((byte) 0).putInt(38210211).array();
    assertRefused(goldenWithSum(-2, -3, padded), "canonical");
    assertRefused(goldenWithSum(0, 1, new byte[] {0}), "canonical");
    assertRefused(goldenWithSum(1, 0, new byte[] {0}), "canonical");
    assertRefused(goldenWithSum(0, 0, new byte[] {0, 0}), "canonical");
    assertRefused(goldenWithSum(0, 0, new byte[0]), "no bytes");
    byte[] negative = BigInteger.valueOf(-3).toByteArray();
    assertThat(LossState.fromBytes(goldenWithSum(0, 0, negative)).squaredError())
        .isEqualTo(ExactSum.of(-3));
    assertRefused(goldenWithSum(0, 0, new byte[] {-1, negative[0]}), "canonical");
  }

  @Test
  void aLengthBeyondTheEndIsRefusedBeforeAnythingIsAllocated() {
    assertRefused(
        patched(buffer -> buffer.putShort(FIRST_SUM + 4, (short) 0xFFFF)),
        "bytes are missing at its end");
  }

  @Test
  void ordinaryStatesAreSmall() {
    LossState state = States.of(RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.ONES, 1, 10_000));
    assertThat(state.toBytes().length).isLessThan(80);
    LossState wide =
        States.of(RowSets.of(ValueFamily.EXTREMES, WeightFamily.EVERY_EXPONENT, 1, 10_000));
    assertThat(wide.toBytes().length).isLessThan(1_200);
  }

  @Test
  void writingDoesNotChangeTheState() {
    LossState state = golden();
    byte[] first = state.toBytes();
    first[0] = 0;
    assertThat(state.toBytes()).isEqualTo(golden().toBytes());
  }

  @Test
  void sumsBeyondTheFormatAreRefused() {
    LossState state = new LossState();
    state.addFinite(1, ExactSum.of(BigInteger.ONE, 40_000, 0), ExactSum.of(1));
    assertThatThrownBy(state::toBytes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2^40000·5^0 is beyond the format");
  }

  /** The length of a significand has 16 bits. */
  @Test
  void theLongestSumIsReadBackAndALongerOneIsRefused() {
    LossState state = new LossState();
    state.addFinite(1, ofBytes(0xFFFF), ExactSum.of(1));
    assertThat(LossState.fromBytes(state.toBytes()).squaredError()).isEqualTo(ofBytes(0xFFFF));
    LossState longer = new LossState();
    longer.addFinite(1, ofBytes(0x10000), ExactSum.of(1));
    assertThatThrownBy(longer::toBytes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the sum of 65536 bytes");
  }

  /** A power of 2^4 and 1, which is divisible neither by 2 nor by 5. */
  private static ExactSum ofBytes(int length) {
    BigInteger value = BigInteger.ONE.shiftLeft(8 * (length - 1)).setBit(0);
    assertThat(value.toByteArray()).hasSize(length);
    return ExactSum.of(value, 0, 0);
  }

  /** A change of the layout needs a new version and a new file beside this one. */
  private static LossState golden() {
    LossState state = new LossState();
    state.addRows(26_115);
    state.exclude(Exclusion.MALFORMED_RECORD, 1);
    state.exclude(Exclusion.ZERO_WEIGHT, 2);
    state.exclude(Exclusion.NULL_TARGET, 3);
    state.exclude(Exclusion.INFINITE_PREDICTION, Long.MAX_VALUE);
    Superaccumulator units = new Superaccumulator();
    units.add(764204220, 0);
    Superaccumulator weight = new Superaccumulator();
    weight.add(0x1p-900);
    state.addFinite(1000, ExactSum.ofUnits(units, 4), ExactSum.ofUnits(weight, 0));
    state.addNonFinite(Double.NaN, new ExactSum());
    state.addNonFinite(Double.NEGATIVE_INFINITY, new ExactSum());
    for (int i = 0; i < 3; i++) {
      state.addNonFinite(Double.POSITIVE_INFINITY, new ExactSum());
    }
    return state;
  }

  private interface Patch {
    void apply(ByteBuffer buffer);
  }

  /** The golden bytes, changed, with the checksum that fits. */
  private static byte[] patched(Patch patch) {
    byte[] bytes = golden().toBytes();
    patch.apply(ByteBuffer.wrap(bytes));
    return sealed(bytes);
  }

  private static byte[] goldenWithSum(int twos, int fives, byte[] significand) {
    byte[] bytes = golden().toBytes();
    int rest = FIRST_SUM + 6 + 4;
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length - 4 + significand.length);
    buffer.put(bytes, 0, FIRST_SUM).putShort((short) twos).putShort((short) fives);
    buffer.putShort((short) significand.length).put(significand);
    return sealed(buffer.put(bytes, rest, bytes.length - rest).array());
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> LossState.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a loss state: ")
        .hasMessageContaining(reason);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = LossStateCodecTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
