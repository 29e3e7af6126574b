package org.exactloss.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.exactloss.spec.EvaluationException;

/**
 * A path with its file system.
 *
 * @param path with scheme and, where the file system has one, authority
 */
record FileLocation(Path path, FileContext files) {
  /**
   * What the path means to Spark.
   *
   * @throws EvaluationException of kind USAGE if it is no path, of kind STORAGE if its file system
   *     cannot be opened
   */
  static FileLocation of(String uri, Configuration hadoop) {
    Path path = path(uri);
    try {
      FileContext files = FileContext.getFileContext(hadoop);
      Path qualified = path.toUri().getScheme() == null ? files.makeQualified(path) : path;
      FileContext own = FileContext.getFileContext(qualified.toUri(), hadoop);
      return new FileLocation(own.makeQualified(qualified), own);
    } catch (IOException | RuntimeException e) {
      // Hadoop wraps a missing or failing file system class in plain runtime exceptions.
      throw new EvaluationException(
          EvaluationException.Kind.STORAGE,
          "Cannot reach "
              + uri
              + ": its file system cannot be opened ("
              + e.getMessage()
              + "); check the scheme, and that Spark has the library for it",
          e);
    }
  }

  private static Path path(String uri) {
    try {
      return new Path(uri);
    } catch (IllegalArgumentException e) {
      throw EvaluationException.usage(
          "Cannot use " + uri + " as a path: " + e.getMessage() + "; name a file");
    }
  }

  boolean isLocal() {
    return path.toUri().getScheme().equals("file");
  }

  java.nio.file.Path localPath() {
    try {
      return java.nio.file.Path.of(path.toUri().getPath());
    } catch (InvalidPathException e) {
      throw EvaluationException.usage(
          "Cannot use " + path + " as a path: " + e.getReason() + "; name a file");
    }
  }

  /** Whether this is the other location or lies inside it; links of local paths are followed. */
  boolean isWithin(FileLocation other) throws IOException {
    if (isLocal() && other.isLocal()) {
      return real(localPath()).startsWith(real(other.localPath()));
    }
    boolean sameSystem =
        path.toUri().getScheme().equals(other.path.toUri().getScheme())
            && String.valueOf(path.toUri().getAuthority())
                .equals(String.valueOf(other.path.toUri().getAuthority()));
    return sameSystem && startsWith(path.toUri().getPath(), other.path.toUri().getPath());
  }

  private static boolean startsWith(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /** The real path of what exists of it, and the rest as it is. */
  private static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
    java.nio.file.Path parent = path.getParent();
    if (Files.exists(path) || parent == null) {
      return path.toRealPath();
    }
    return real(parent).resolve(path.getFileName());
  }
}
