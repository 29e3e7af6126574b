package org.exactloss.benchmark;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.xerial.snappy.Snappy;

/**
 * What this machine needs at least: plain threads that only read the bytes of some columns' chunks,
 * or read and decompress them, and look at no value. Where the chunks are is known beforehand.
 */
final class MachineFloor {
  private static final int PIECE = 512 << 10;
  private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

  private final Map<Path, List<ColumnChunkMetaData>> chunks;
  private final int threads;

  /** How far the bytes get. */
  enum Depth {
    READ,
    DECOMPRESSED
  }

  private MachineFloor(Map<Path, List<ColumnChunkMetaData>> chunks, int threads) {
    this.chunks = chunks;
    this.threads = threads;
  }

  /** Looks up where the chunks of the columns are. */
  static MachineFloor of(List<Path> files, Set<String> columns, int threads) {
    Map<Path, List<ColumnChunkMetaData>> chunks = new LinkedHashMap<>();
    for (Path file : files) {
      try (ParquetFileReader footer = ParquetFileReader.open(new LocalInputFile(file))) {
        chunks.put(
            file,
            footer.getRowGroups().stream()
                .flatMap(group -> group.getColumns().stream())
                .filter(chunk -> columns.contains(chunk.getPath().toDotString()))
                .toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new MachineFloor(chunks, threads);
  }

  /** Goes through all files and returns the number of bytes that came out. */
  long bytes(Depth depth) {
    return ParallelFiles.map(List.copyOf(chunks.keySet()), threads, file -> bytes(file, depth))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private long bytes(Path file, Depth depth) throws IOException {
    Buffers buffers = BUFFERS.get();
    long bytes = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (ColumnChunkMetaData chunk : chunks.get(file)) {
        bytes +=
            depth == Depth.READ
                ? read(channel, chunk, buffers.pieces.buffer)
                : decompress(channel, chunk, buffers);
      }
    }
    return bytes;
  }

  private static long read(FileChannel channel, ColumnChunkMetaData chunk, ByteBuffer buffer)
      throws IOException {
    long position = chunk.getStartingPos();
    long end = position + chunk.getTotalSize();
    while (position < end) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
      position += channel.read(buffer, position);
    }
    return chunk.getTotalSize();
  }

  private static long decompress(FileChannel channel, ColumnChunkMetaData chunk, Buffers buffers)
      throws IOException {
    Pieces pieces = buffers.pieces;
    pieces.start(channel, chunk);
    long bytes = 0;
    while (pieces.left() > 0) {
      PageHeader header = Util.readPageHeader(pieces);
      ByteBuffer stored = pieces.take(header.getCompressed_page_size());
      int size = header.getUncompressed_page_size();
      if (buffers.page.capacity() < size) {
        buffers.page = ByteBuffer.allocateDirect(size);
      }
      bytes += decompress(chunk.getCodec(), stored, buffers.page.clear());
    }
    return bytes;
  }

  private static int decompress(CompressionCodecName codec, ByteBuffer stored, ByteBuffer page)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> stored.remaining();
      case SNAPPY -> Snappy.uncompress(stored, page);
      case ZSTD ->
          (int)
              Zstd.decompressDirectByteBuffer(
                  page, 0, page.remaining(), stored, stored.position(), stored.remaining());
      default -> throw new IllegalArgumentException("no floor for " + codec);
    };
  }

  /** What a thread uses again and again. */
  private static final class Buffers {
    private final Pieces pieces = new Pieces();
    private ByteBuffer page = ByteBuffer.allocateDirect(PIECE);
  }

  /** A chunk that is read a piece at a time. */
  private static final class Pieces extends InputStream {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    private FileChannel channel;
    private long position;
    private long end;

    void start(FileChannel file, ColumnChunkMetaData chunk) {
      channel = file;
      position = chunk.getStartingPos();
      end = position + chunk.getTotalSize();
      buffer.position(0).limit(0);
    }

    long left() {
      return buffer.remaining() + end - position;
    }

    ByteBuffer take(int length) throws IOException {
      if (buffer.remaining() < length) {
        fill(length);
      }
      ByteBuffer taken = buffer.slice(buffer.position(), length);
      buffer.position(buffer.position() + length);
      return taken;
    }

    private void fill(int needed) throws IOException {
      if (needed > left()) {
        throw new IOException("a chunk ends before its page");
      }
      buffer =
          needed > buffer.capacity()
              ? ByteBuffer.allocateDirect(needed).put(buffer)
              : buffer.compact();
      buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - position));
      while (buffer.hasRemaining()) {
        position += channel.read(buffer, position);
      }
      buffer.flip();
    }

    @Override
    public int read() throws IOException {
      return prepare() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (!prepare()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    /** Whether there is a byte to read. */
    private boolean prepare() throws IOException {
      if (left() == 0) {
        return false;
      }
      if (!buffer.hasRemaining()) {
        fill(1);
      }
      return true;
    }
  }
}
