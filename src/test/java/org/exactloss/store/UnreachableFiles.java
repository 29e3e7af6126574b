package org.exactloss.store;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** A file system of any scheme that answers nothing. */
public final class UnreachableFiles extends DelegateToFileSystem {
  /** Called by Hadoop. */
  public UnreachableFiles(URI uri, Configuration conf) throws IOException, URISyntaxException {
    super(uri, new RawLocalFileSystem(), conf, uri.getScheme(), false);
  }

  /** Puts it in the place of the file system of a scheme. */
  static Configuration as(String scheme) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.AbstractFileSystem." + scheme + ".impl", UnreachableFiles.class.getName());
    return hadoop;
  }

  private static IOException failure() {
    return new IOException("the disk is away");
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }

  @Override
  public void checkPath(Path path) {}

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    throw failure();
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    throw failure();
  }

  @Override
  public void mkdir(Path folder, FsPermission permission, boolean parents) throws IOException {
    throw failure();
  }
}
