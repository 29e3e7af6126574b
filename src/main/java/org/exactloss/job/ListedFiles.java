package org.exactloss.job;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.exactloss.spec.EvaluationException;

/**
 * The files of a data set as they were when it was opened.
 *
 * @param paths as the user gave them
 * @param format the data source that reads them
 * @param roots the files and folders that the paths name
 * @param root of a part of the files, the folder among the roots that holds them; else empty
 */
record ListedFiles(
    List<String> paths, String format, List<FileStatus> files, List<String> roots, String root) {

  /** Some of the files, which are below one root. */
  ListedFiles part(List<FileStatus> some) {
    return new ListedFiles(
        some.stream().map(file -> InputFiles.escaped(path(file))).toList(),
        format,
        some,
        roots,
        rootOf(some.get(0)));
  }

  /** The folder among the roots that holds a file; empty if it is a root itself. */
  String rootOf(FileStatus file) {
    String path = path(file);
    return roots.stream().filter(each -> path.startsWith(each + "/")).findFirst().orElse("");
  }

  /**
   * Demands that no file is there twice, as its rows would count twice.
   *
   * @throws EvaluationException of kind USAGE if one is
   */
  void requireOnce() {
    Set<String> seen = new HashSet<>();
    for (FileStatus file : files) {
      if (!seen.add(path(file))) {
        throw EvaluationException.usage(
            "Cannot keep a state of the input file "
                + path(file)
                + ": it is named twice, and a state covers each file once; name it once");
      }
    }
  }

  private static String path(FileStatus file) {
    return file.getPath().toString();
  }

  /**
   * Lists the files again: what was read is what was planned only if they are the same.
   *
   * @throws EvaluationException of kind STORAGE if one was changed, added or deleted
   */
  void requireUnchanged(Configuration hadoop) {
    Map<String, FileStatus> now = byPath(InputFiles.list(paths, hadoop).found());
    for (FileStatus before : files) {
      String path = before.getPath().toString();
      FileStatus after = now.remove(path);
      if (after == null) {
        throw changed(path, "it was deleted while it was read");
      } else if (after.getLen() != before.getLen()) {
        throw changed(
            path,
            "it had "
                + before.getLen()
                + " bytes when reading began and has "
                + after.getLen()
                + " now");
      } else if (after.getModificationTime() != before.getModificationTime()) {
        throw changed(path, "it was replaced while it was read");
      }
    }
    for (String path : now.keySet()) {
      throw changed(path, "it was added while the others were read");
    }
  }

  private static Map<String, FileStatus> byPath(List<FileStatus> files) {
    Map<String, FileStatus> byPath = new TreeMap<>();
    files.forEach(file -> byPath.put(file.getPath().toString(), file));
    return byPath;
  }

  private static EvaluationException changed(String path, String why) {
    return EvaluationException.storage(
        "Cannot evaluate "
            + path
            + ": "
            + why
            + "; give the command again when nothing writes to the input");
  }
}
