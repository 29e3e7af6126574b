package org.exactloss.scan.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/** The bytes of the pages of a column chunk, verified and decompressed. */
final class StoredPages {
  /** Buffers of more bytes than this are not kept. */
  private static final int MOST_KEPT = 8 << 20;

  /** A page may say that it has so many bytes even if the footer does not know of them. */
  private static final int MOST_UNKNOWN = 64 << 20;

  private final ChunkInput input = new ChunkInput();
  private final CRC32 checksum = new CRC32();
  private ByteBuffer page = ByteBuffer.allocateDirect(0);
  private ColumnChunkMetaData chunk;
  private PageCodec codec;

  /** Goes to the first page of a chunk. */
  void start(ColumnChunkMetaData next, FileBytes file, int pieceBytes, PageCodec pageCodec) {
    chunk = next;
    codec = pageCodec;
    input.start(file, chunk.getStartingPos(), chunk.getTotalSize(), pieceBytes);
  }

  /** Lets go of the file, and of large buffers. */
  void release() {
    input.release(MOST_KEPT);
    if (page.capacity() > MOST_KEPT) {
      page = ByteBuffer.allocateDirect(0);
    }
    codec = null;
  }

  /** Whether the last page was taken. */
  boolean atEnd() {
    return input.left() == 0;
  }

  PageHeader header() throws IOException {
    return input.header();
  }

  /** The verified bytes of the page behind the header; they stay until more are asked for. */
  ByteBuffer stored(PageHeader header) throws IOException {
    if (!header.isSetCrc()) {
      return input.takeVerified(header.getCompressed_page_size());
    }
    ByteBuffer stored = input.take(header.getCompressed_page_size());
    verify(stored, header.getCrc());
    return stored;
  }

  private void verify(ByteBuffer stored, int expected) {
    checksum.reset();
    checksum.update(stored.duplicate());
    if ((int) checksum.getValue() != expected) {
      throw new ParquetDecodingException(
          "could not verify page integrity, CRC checksum verification failed");
    }
  }

  /** All bytes of what is stored; they stay until the next page is asked for. */
  ByteBuffer decompress(ByteBuffer stored, int size) throws IOException {
    if (size < 0 || size > Math.max(MOST_UNKNOWN, chunk.getTotalUncompressedSize())) {
      throw new ParquetDecodingException("a page of " + size + " bytes");
    } else if (chunk.getCodec() == CompressionCodecName.UNCOMPRESSED) {
      return whole(stored, size);
    } else if (stored.limit() == 0 && size == 0) {
      return stored;
    }
    if (page.capacity() < size) {
      page = ByteBuffer.allocateDirect(Math.max(size, 2 * page.capacity()));
    }
    codec.decompress(chunk.getCodec(), stored, page, size);
    return page.slice(0, size);
  }

  /** What is stored, which is not compressed. */
  static ByteBuffer whole(ByteBuffer stored, int size) {
    if (stored.limit() != size) {
      throw new ParquetDecodingException(
          "a page of " + stored.limit() + " bytes where its header says " + size);
    }
    return stored;
  }
}
