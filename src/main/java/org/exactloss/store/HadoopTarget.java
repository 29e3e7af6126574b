package org.exactloss.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A file of a file system that Hadoop knows, such as HDFS or an object store. */
final class HadoopTarget implements OutputTarget {
  private final Path file;
  private final FileContext files;

  HadoopTarget(Path file, FileContext files) {
    this.file = file;
    this.files = files;
  }

  @Override
  public Occupant occupant() throws IOException {
    try {
      FileStatus status = files.getFileStatus(file);
      if (status.isFile()) {
        return Occupant.FILE;
      }
      return status.isDirectory() ? Occupant.FOLDER : Occupant.OTHER;
    } catch (FileNotFoundException e) {
      return Occupant.NOTHING;
    }
  }

  @Override
  public boolean hasFolder() throws IOException {
    try {
      return files.getFileStatus(file.getParent()).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public OutputStream create(String temporaryName) throws IOException {
    return files.create(sibling(temporaryName), EnumSet.of(CreateFlag.CREATE));
  }

  @Override
  public void publish(String temporaryName, ExistingOutput existing) throws IOException {
    Options.Rename rename =
        existing == ExistingOutput.REPLACE ? Options.Rename.OVERWRITE : Options.Rename.NONE;
    try {
      files.rename(sibling(temporaryName), file, rename);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      FileAlreadyExistsException exists = new FileAlreadyExistsException(file.toString());
      exists.initCause(e);
      throw exists;
    }
  }

  @Override
  public void delete(String temporaryName) throws IOException {
    try {
      files.delete(sibling(temporaryName), false);
    } catch (FileNotFoundException e) {
      return;
    }
  }

  private Path sibling(String name) {
    return new Path(file.getParent(), name);
  }
}
