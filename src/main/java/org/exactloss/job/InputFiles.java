package org.exactloss.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.exactloss.spec.EvaluationException;

/**
 * The files behind the paths of a data set, as they are before the scan.
 *
 * @param found the data files; hidden ones do not count
 * @param files how many they are
 * @param bytes their length together
 * @param lastModified the newest modification time
 * @param roots the files and folders that the paths name
 * @param paths the places, with scheme, as Spark takes them: what would be a pattern is escaped
 * @param format the data source that the files' endings name, if they agree on one
 * @param emptyFile one of the files that have no bytes, if there is one
 * @param nestedFile one of the files in folders that are no partitions, if there is one
 * @param hasSummary whether a folder has a file in which writers of Parquet described the others
 */
record InputFiles(
    List<FileStatus> found,
    long files,
    long bytes,
    Instant lastModified,
    List<String> roots,
    List<String> paths,
    Optional<String> format,
    Optional<String> emptyFile,
    Optional<String> nestedFile,
    boolean hasSummary) {
  private static final Map<String, String> FORMATS =
      Map.of(
          "parquet", "parquet", "orc", "orc", "csv", "csv", "json", "json", "jsonl", "json", "avro",
          "avro");

  /** What stands for a pattern in paths, and so has a backslash before it where it does not. */
  private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}?*\\\\]");

  /** From these Spark takes the schema of all files of their folder. */
  private static final Set<String> SUMMARIES = Set.of("_common_metadata", "_metadata");

  private static final List<String> COMPRESSIONS =
      List.of(".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate");

  /**
   * Lists the files.
   *
   * @throws EvaluationException if a path is missing, unreadable, or holds nothing
   */
  static InputFiles list(List<String> paths, Configuration configuration) {
    Listing listing = new Listing();
    for (String path : paths) {
      try {
        listing.add(path, configuration);
      } catch (EvaluationException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Hadoop wraps a missing file system class in a plain runtime exception.
        throw unreadable(path, e);
      }
    }
    List<FileStatus> files = listing.files;
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    if (bytes == 0) {
      throw EvaluationException.storage(
          "Cannot read "
              + String.join(", ", paths)
              + ": "
              + (files.isEmpty() ? "there is no data file in it" : "it is empty (0 bytes)")
              + "; name a file or a folder that holds data");
    }
    long newest = files.stream().mapToLong(FileStatus::getModificationTime).max().orElse(0);
    return new InputFiles(
        List.copyOf(files),
        files.size(),
        bytes,
        Instant.ofEpochMilli(newest),
        listing.roots,
        listing.places,
        commonFormat(files),
        files.stream()
            .filter(file -> file.getLen() == 0)
            .map(file -> file.getPath().toString())
            .findFirst(),
        listing.nested.stream().findFirst(),
        listing.hasSummary);
  }

  /** Where a file lies. */
  private enum Level {
    ROOT,
    PARTITION,
    NESTED
  }

  /** What is found, in order. */
  private static final class Listing {
    private final List<FileStatus> files = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> nested = new ArrayList<>();
    private boolean hasSummary;

    void add(String text, Configuration configuration) throws IOException {
      Path path = new Path(text);
      FileSystem fileSystem = path.getFileSystem(configuration);
      FileStatus[] found = fileSystem.globStatus(path);
      if (found == null || found.length == 0) {
        throw missing(text, fileSystem);
      }
      for (FileStatus status : found) {
        roots.add(status.getPath().toString());
        places.add(escaped(status.getPath().toString()));
        add(fileSystem, status, Level.ROOT);
      }
    }

    private void add(FileSystem fileSystem, FileStatus status, Level level) throws IOException {
      if (status.isFile()) {
        files.add(status);
        if (level == Level.NESTED) {
          nested.add(status.getPath().toString());
        }
        return;
      }
      for (FileStatus child : fileSystem.listStatus(status.getPath())) {
        String name = child.getPath().getName();
        hasSummary |= SUMMARIES.contains(name);
        boolean partition = child.isDirectory() && name.contains("=");
        if ((!name.startsWith("_") || partition) && !name.startsWith(".")) {
          add(fileSystem, child, below(level, child.isFile(), partition));
        }
      }
    }

    private static Level below(Level level, boolean file, boolean partition) {
      if (file || level == Level.PARTITION) {
        return level;
      }
      return partition ? Level.PARTITION : Level.NESTED;
    }
  }

  /** A path in which nothing stands for a pattern. */
  static String escaped(String path) {
    return PATTERN.matcher(path).replaceAll("\\\\$0");
  }

  private static EvaluationException missing(String text, FileSystem fileSystem) {
    String hint = "check the path";
    if (new Path(text).toUri().getScheme() == null && existsLocally(text)) {
      hint =
          fileSystem.getScheme().equals("file")
              ? "a file of exactly that name exists: write a backslash before each of [ ] { } ? * in it"
              : "a local file of that name exists: write "
                  + java.nio.file.Path.of(text).toUri()
                  + " if that is meant";
    }
    return EvaluationException.storage(
        "Cannot read "
            + text
            + ": there is no such file or folder on "
            + fileSystem.getUri()
            + "; "
            + hint);
  }

  private static boolean existsLocally(String text) {
    try {
      return Files.exists(java.nio.file.Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static EvaluationException unreadable(String path, Exception e) {
    String why =
        e instanceof FileNotFoundException
            ? "there is no such file or folder"
            : String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot read "
            + path
            + ": "
            + why
            + "; check the path, who may read it, and that Spark has the library for it",
        e);
  }

  private static Optional<String> commonFormat(List<FileStatus> files) {
    TreeSet<String> formats = new TreeSet<>();
    for (FileStatus file : files) {
      formats.add(format(file.getPath().getName()).orElse(""));
    }
    return formats.size() == 1
        ? Optional.of(formats.first()).filter(format -> !format.isEmpty())
        : Optional.empty();
  }

  /** The data source that a file's ending names. */
  static Optional<String> format(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String compression : COMPRESSIONS) {
      if (lower.endsWith(compression)) {
        lower = lower.substring(0, lower.length() - compression.length());
        break;
      }
    }
    return Optional.ofNullable(FORMATS.get(lower.substring(lower.lastIndexOf('.') + 1)));
  }
}
