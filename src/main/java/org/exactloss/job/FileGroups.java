package org.exactloss.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of a data set in groups that are evaluated one after another: in the order of their
 * paths, of about the same size. The same files give the same groups.
 */
final class FileGroups {
  /** About so many groups, and less than twice as many: each costs a Spark job of its own. */
  static final int ABOUT = 32;

  private FileGroups() {}

  static List<ListedFiles> of(ListedFiles files) {
    List<FileStatus> sorted =
        files.files().stream()
            .sorted(Comparator.comparing(file -> file.getPath().toString()))
            .toList();
    long bytes = sorted.stream().mapToLong(FileStatus::getLen).sum();
    long most = Math.max(1, bytes / ABOUT);
    List<ListedFiles> groups = new ArrayList<>();
    List<FileStatus> group = new ArrayList<>();
    long size = 0;
    for (FileStatus file : sorted) {
      boolean otherRoot =
          !group.isEmpty() && !files.rootOf(file).equals(files.rootOf(group.get(0)));
      if (!group.isEmpty() && (otherRoot || size + file.getLen() > most)) {
        groups.add(files.part(group));
        group = new ArrayList<>();
        size = 0;
      }
      group.add(file);
      size += file.getLen();
    }
    groups.add(files.part(group));
    return groups;
  }
}
