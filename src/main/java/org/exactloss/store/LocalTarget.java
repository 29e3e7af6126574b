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

/**
 * A file of this machine. New files have the permissions that the umask leaves, and no checksum
 * files beside them.
 */
final class LocalTarget implements OutputTarget {
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
    Files.delete(temporary);
  }

  @Override
  public void delete(String temporaryName) throws IOException {
    Files.deleteIfExists(file.resolveSibling(temporaryName));
  }
}
