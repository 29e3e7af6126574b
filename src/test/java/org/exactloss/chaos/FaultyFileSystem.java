package org.exactloss.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code faulty}, each operation of which may go wrong. */
public final class FaultyFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "faulty";

  /** The same for Hadoop's other interface; it renames in one step, as HDFS does. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new FaultyFileSystem(), conf, SCHEME, false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      FaultPlan.count(
          "rename",
          () -> {
            java.nio.file.Path target = local(to);
            if (!overwrite && Files.exists(target)) {
              throw new FileAlreadyExistsException(to.toString());
            }
            return Files.move(local(from), target, StandardCopyOption.ATOMIC_MOVE);
          });
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return counted(() -> super.create(file, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return counted(
        () -> super.create(file, permission, overwrite, buffer, replication, block, progress));
  }

  private static FSDataOutputStream counted(FaultPlan.Operation<FSDataOutputStream> creation)
      throws IOException {
    FSDataOutputStream out = FaultPlan.count("create", creation);
    return new FSDataOutputStream(
        new OutputStream() {
          private boolean closed;

          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            FaultPlan.count(
                "write",
                () -> {
                  out.write(bytes, offset, length);
                  return length;
                });
          }

          @Override
          public void close() throws IOException {
            if (closed) {
              return;
            }
            closed = true;
            try (out) {
              FaultPlan.count("close", () -> length());
            }
          }

          private long length() {
            return out.getPos();
          }
        },
        null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return FaultPlan.count("rename", () -> super.rename(from, to));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return FaultPlan.count("delete", () -> super.delete(path, recursive));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return FaultPlan.count("mkdirs", () -> super.mkdirs(path, permission));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return FaultPlan.count("list", () -> super.listStatus(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return FaultPlan.count("status", () -> super.getFileStatus(path));
  }
}
