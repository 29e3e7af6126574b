package org.exactloss.scan.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What parquet-java's encoder wrote is read back, in pieces of any size. */
class HybridDecoderTest {
  private static final long SEED = 20_261_124;
  private static final int COUNT = 5000;

  /** Values of so many bits; longer and longer runs of the same one among others. */
  private static int[] values(int width, SplittableRandom random) {
    int[] values = new int[COUNT];
    for (int i = 0; i < COUNT; ) {
      int value = width == 0 ? 0 : random.nextInt() >>> (Integer.SIZE - width);
      int run = random.nextInt(3) == 0 ? 1 + random.nextInt(1 + i / 20) : 1;
      int end = Math.min(COUNT, i + run);
      Arrays.fill(values, i, end, value);
      i = end;
    }
    return values;
  }

  private static byte[] encoded(int width, int... values) throws IOException {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator())) {
      for (int value : values) {
        encoder.writeInt(value);
      }
      return encoder.toBytes().toByteArray();
    }
  }

  /** Bytes behind and before that are no part of what is read. */
  private static HybridDecoder decoder(int width, byte... bytes) {
    ByteBuffer page = ByteBuffer.allocateDirect(bytes.length + 20);
    for (int i = 0; i < page.capacity(); i++) {
      page.put(i, (byte) 0xff);
    }
    page.put(7, bytes);
    HybridDecoder decoder = new HybridDecoder();
    decoder.start(page, 7, 7 + bytes.length, width);
    return decoder;
  }

  @Test
  void integersOfEveryWidth() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int width = 0; width <= Integer.SIZE; width++) {
      int[] values = values(width, random);
      HybridDecoder decoder = decoder(width, encoded(width, values));
      int[] target = new int[COUNT];
      for (int done = 0; done < COUNT; ) {
        int count = Math.min(COUNT - done, random.nextInt(200));
        decoder.read(target, count);
        assertThat(Arrays.copyOf(target, count))
            .as("seed %s, %s bits, from %s", SEED, width, done)
            .isEqualTo(Arrays.copyOfRange(values, done, done + count));
        done += count;
      }
    }
  }

  @Test
  void levels() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] values = values(1, random);
    HybridDecoder decoder = decoder(1, encoded(1, values));
    for (int done = 0; done < COUNT; ) {
      int count = Math.min(COUNT - done, random.nextInt(random.nextInt(300) + 1));
      long[] target = new long[(count + 63) / 64];
      int ones = decoder.readBits(target, count);
      int expected = 0;
      for (int i = 0; i < count; i++) {
        assertThat(target[i / 64] >>> i & 1)
            .as("seed %s, level %s", SEED, done + i)
            .isEqualTo(values[done + i]);
        expected += values[done + i];
      }
      assertThat(BitSet.valueOf(target).length()).isLessThanOrEqualTo(count);
      assertThat(ones).isEqualTo(expected);
      done += count;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 32})
  void bytesThatAreCutShort(int width) throws IOException {
    int[] values = values(width, new SplittableRandom(SEED));
    byte[] bytes = encoded(width, values);
    HybridDecoder decoder = decoder(width, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> decoder.read(new int[COUNT], COUNT))
        .isInstanceOf(ParquetDecodingException.class);
  }
}
