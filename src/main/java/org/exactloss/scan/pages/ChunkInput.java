package org.exactloss.scan.pages;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/**
 * The bytes of a column chunk, read a large piece at a time into a buffer that is used again and
 * again. Nothing outside the chunk is read. As a stream it gives the bytes of headers.
 */
final class ChunkInput extends InputStream {
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
  private FileBytes file;
  private int piece;

  /** The place in the file of the first byte that is not in the buffer. */
  private long position;

  private long end;

  /**
   * Goes to the first byte of a chunk.
   *
   * @param pieceBytes how much to read at a time
   */
  void start(FileBytes bytes, long from, long length, int pieceBytes) {
    file = bytes;
    position = from;
    end = Math.addExact(from, length);
    piece = pieceBytes;
    buffer.position(0).limit(0);
  }

  /** Lets go of the file, and of a buffer of more than so many bytes. */
  void release(int mostBytes) {
    file = null;
    if (buffer.capacity() > mostBytes) {
      buffer = ByteBuffer.allocateDirect(0).limit(0);
    }
  }

  /** How many bytes of the chunk are left. */
  long left() {
    return buffer.remaining() + end - position;
  }

  PageHeader header() throws IOException {
    return Util.readPageHeader(this);
  }

  /** The next bytes, which stay where they are until more are asked for. */
  ByteBuffer take(int length) throws IOException {
    if (length < 0 || length > left()) {
      throw new EOFException(
          "a page of " + length + " bytes where its column chunk has " + left() + " left");
    }
    while (buffer.remaining() < length) {
      fill(length);
    }
    ByteBuffer taken = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return taken;
  }

  /** The same, verified by the checksums of the file system, if it has any. */
  ByteBuffer takeVerified(int length) throws IOException {
    long from = position - buffer.remaining();
    ByteBuffer taken = take(length);
    file.verify(from, taken.duplicate());
    return taken;
  }

  /** Reads on; there are bytes left to read. */
  private void fill(int needed) throws IOException {
    int capacity = Math.max(needed, piece);
    if (buffer.capacity() < capacity) {
      buffer = ByteBuffer.allocateDirect(capacity).put(buffer);
    } else {
      buffer.compact();
    }
    int length = (int) Math.min(buffer.remaining(), end - position);
    buffer.limit(buffer.position() + length);
    file.read(position, buffer);
    position += length;
    buffer.flip();
  }

  @Override
  public int read() throws IOException {
    if (left() == 0) {
      return -1;
    }
    if (!buffer.hasRemaining()) {
      fill(1);
    }
    return buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    } else if (left() == 0) {
      return -1;
    }
    if (!buffer.hasRemaining()) {
      fill(1);
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }
}
