package org.exactloss.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
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
    rename(sibling(temporaryName), file, rename);
  }

  private void rename(Path from, Path to, Options.Rename how) throws IOException {
    try {
      files.rename(from, to, how);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      FileAlreadyExistsException exists = new FileAlreadyExistsException(to.toString());
      exists.initCause(e);
      throw exists;
    }
  }

  @Override
  public void delete(String temporaryName) throws IOException {
    try {
      files.delete(sibling(temporaryName), true);
    } catch (FileNotFoundException e) {
      return;
    }
  }

  @Override
  public boolean exists(String name) throws IOException {
    return files.util().exists(sibling(name));
  }

  @Override
  public List<String> children() throws IOException {
    return Arrays.stream(files.util().listStatus(file))
        .map(child -> child.getPath().getName() + (child.isDirectory() ? "/" : ""))
        .sorted()
        .toList();
  }

  @Override
  public String name() {
    return file.getName();
  }

  @Override
  public String uri(String name) {
    return sibling(name).toString();
  }

  @Override
  public void renameFolder(String from, String to) throws IOException {
    Path target = sibling(to);
    rename(sibling(from), target, Options.Rename.NONE);
    // Where the check and the rename are two steps, a folder that appears between them takes the
    // renamed one in.
    Path inside = new Path(target, from);
    if (files.util().exists(inside)) {
      rename(inside, sibling(from), Options.Rename.NONE);
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  private Path sibling(String name) {
    return new Path(file.getParent(), name);
  }
}
