package org.exactloss.scan.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.ParquetDecodingException;

/** Texts one behind the other, each behind its length (encoding {@code PLAIN}). */
final class PlainTexts implements PageValues {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer bytes = NOTHING;

  /** Goes to the first text of the bytes from one place up to another. */
  void start(ByteBuffer data, int from, int to) {
    bytes = data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void texts(byte[][] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = next();
    }
  }

  /** Lets go of the bytes. */
  void release() {
    bytes = NOTHING;
  }

  /** Demands that no bytes follow: else they are of other texts than it was said. */
  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw new ParquetDecodingException(bytes.remaining() + " bytes are behind the last text");
    }
  }

  private byte[] next() {
    int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new ParquetDecodingException("a text ends behind its page");
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return text;
  }

  @Override
  public void doubles(double[] target, int count) {
    throw new IllegalStateException("a text is no number");
  }

  @Override
  public void longs(long[] target, int count) {
    throw new IllegalStateException("a text is no number");
  }
}
