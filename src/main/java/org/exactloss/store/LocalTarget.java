package org.exactloss.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of this machine. New files have the permissions that the umask leaves, and no checksum
 * files beside them.
 */
final class LocalTarget implements OutputTarget {
  private static final Logger LOG = LoggerFactory.getLogger(LocalTarget.class);

  private final Path file;

  /** A link is followed, so that it stays and the file that it names is replaced. */
  LocalTarget(Path file) throws IOException {
    this.file = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  @Override
  public Occupant occupant() {
    if (Files.isRegularFile(file)) {
      return Occupant.FILE;
    }
    if (Files.isDirectory(file)) {
      return Occupant.FOLDER;
    }
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Occupant.OTHER : Occupant.NOTHING;
  }

  @Override
  public boolean hasFolder() {
    return Files.isDirectory(file.getParent());
  }

  @Override
  public OutputStream create(String temporaryName) throws IOException {
    // CREATE_NEW neither opens an existing file nor follows a link that somebody has put there.
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(temporaryName),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      /** Without force, a crash after the rename could leave an empty file of the final name. */
      @Override
      public void close() throws IOException {
        try (channel) {
          channel.force(true);
        }
      }
    };
  }

  @Override
  public void publish(String temporaryName, ExistingOutput existing) throws IOException {
    Path temporary = file.resolveSibling(temporaryName);
    if (existing == ExistingOutput.REPLACE) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      // A rename would replace a file that appeared a moment ago; a second name cannot.
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Some file systems have no second names; there the check and the rename are two steps.
      Files.move(temporary, file);
      return;
    }
    try {
      Files.delete(temporary);
    } catch (IOException e) {
      // The output has its name, so that this second one is no reason to refuse it.
      LOG.warn("Cannot delete {}: {}; remove it", temporary, OutputPlace.reason(e));
    }
  }

  @Override
  public void delete(String temporaryName) throws IOException {
    Path temporary = file.resolveSibling(temporaryName);
    if (!Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(temporary);
      return;
    }
    List<Path> content;
    try (Stream<Path> walk = Files.walk(temporary)) {
      content = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path found : content) {
      Files.deleteIfExists(found);
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(file.resolveSibling(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> children() throws IOException {
    try (Stream<Path> list = Files.list(file)) {
      return list.map(child -> child.getFileName() + (Files.isDirectory(child) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  @Override
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public String uri(String name) {
    return new org.apache.hadoop.fs.Path(file.resolveSibling(name).toUri()).toString();
  }

  @Override
  public void renameFolder(String from, String to) throws IOException {
    Path target = file.resolveSibling(to);
    if (exists(to)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    try {
      // The system's own rename: it takes no name that a file or a folder with content bears.
      Files.move(file.resolveSibling(from), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (exists(from) && exists(to)) {
        FileAlreadyExistsException exists = new FileAlreadyExistsException(target.toString());
        exists.initCause(e);
        throw exists;
      }
      throw e;
    }
  }
}
