package org.exactloss.scan.pages;

import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The bytes of a file. Those of a local one come straight from the operating system into direct
 * buffers, without what Hadoop puts in between: copies, and checksums that it keeps beside the
 * file, which pages with checksums of their own do not need.
 */
final class FileBytes implements Closeable {
  private static final Set<String> LOCAL =
      Set.of(LocalFileSystem.class.getName(), "org.apache.hadoop.hive.ql.io.ProxyLocalFileSystem");

  private final SeekableInputStream stream;
  private final Optional<FileChannel> channel;

  /** Whether Hadoop has checksums that reading from the channel passes over. */
  private final boolean passesOverChecksums;

  private long bytesRead;

  private FileBytes(
      SeekableInputStream stream, Optional<FileChannel> channel, boolean passesOverChecksums) {
    this.stream = stream;
    this.channel = channel;
    this.passesOverChecksums = passesOverChecksums;
  }

  static FileBytes open(HadoopInputFile file, Configuration configuration) throws IOException {
    SeekableInputStream stream = file.newStream();
    try {
      Path path = file.getPath();
      Optional<LocalFileSystem> system = local(path.getFileSystem(configuration));
      if (system.isEmpty()) {
        return new FileBytes(stream, Optional.empty(), false);
      }
      LocalFileSystem local = system.get();
      File checksums = local.pathToFile(local.getChecksumFile(path));
      FileChannel channel = FileChannel.open(local.pathToFile(path).toPath());
      return new FileBytes(stream, Optional.of(channel), checksums.exists());
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** What reads files of this machine and nothing else; Hive's libraries bring one. */
  private static Optional<LocalFileSystem> local(FileSystem system) {
    return system instanceof LocalFileSystem local && LOCAL.contains(system.getClass().getName())
        ? Optional.of(local)
        : Optional.empty();
  }

  /** Hadoop's own stream, which verifies what there are checksums for. */
  SeekableInputStream stream() {
    return stream;
  }

  boolean isLocal() {
    return channel.isPresent();
  }

  /** Fills all of the buffer with the bytes from a place on. */
  void read(long from, ByteBuffer target) throws IOException {
    bytesRead += target.remaining();
    if (channel.isEmpty()) {
      readFromStream(from, target);
      return;
    }
    long position = from;
    while (target.hasRemaining()) {
      int count = channel.get().read(target, position);
      if (count < 0) {
        throw new EOFException(
            "it ends after " + position + " bytes, and " + target.remaining() + " more are needed");
      }
      position += count;
    }
  }

  /** How many bytes {@link #read} was asked for. */
  long bytesRead() {
    return bytesRead;
  }

  /** Reads what {@link #read} has read once more if checksums were passed over, and verifies it. */
  void verify(long from, ByteBuffer target) throws IOException {
    if (passesOverChecksums) {
      readFromStream(from, target);
    }
  }

  private void readFromStream(long from, ByteBuffer target) throws IOException {
    stream.seek(from);
    stream.readFully(target);
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
    stream.close();
  }
}
