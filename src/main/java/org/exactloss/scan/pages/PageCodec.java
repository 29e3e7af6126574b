package org.exactloss.scan.pages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.xerial.snappy.Snappy;

/** Decompresses pages by parquet-java's codecs, into buffers that are there. Used by one thread. */
final class PageCodec implements Closeable {
  private final CodecFactory direct;
  private final CodecFactory streams;

  PageCodec(Configuration configuration) {
    direct =
        CodecFactory.createDirectCodecFactory(
            configuration, DirectByteBufferAllocator.getInstance(), 0);
    streams = new CodecFactory(configuration, 0);
  }

  /**
   * Decompresses all of a buffer.
   *
   * @param target a direct buffer with room for as many bytes as are expected, which it holds then
   */
  void decompress(CompressionCodecName name, ByteBuffer compressed, ByteBuffer target, int expected)
      throws IOException {
    target.position(0).limit(expected);
    if (name == CompressionCodecName.SNAPPY) {
      requireSnappyLength(compressed, expected);
    }
    switch (name) {
      case SNAPPY, ZSTD ->
          direct
              .getDecompressor(name)
              .decompress(compressed.duplicate(), compressed.limit(), target, expected);
      default ->
          target.put(
              streams
                  .getDecompressor(name)
                  .decompress(BytesInput.from(compressed.duplicate()), expected)
                  .toByteBuffer());
    }
    target.position(0).limit(expected);
  }

  /** The codec writes as many bytes as the compressed ones say, whatever there is room for. */
  private static void requireSnappyLength(ByteBuffer compressed, int expected) throws IOException {
    int length = compressed.hasRemaining() ? Snappy.uncompressedLength(compressed) : 0;
    if (length != expected) {
      throw new ParquetDecodingException(
          "a page of " + length + " bytes where its header says " + expected);
    }
  }

  @Override
  public void close() {
    direct.release();
    streams.release();
  }
}
