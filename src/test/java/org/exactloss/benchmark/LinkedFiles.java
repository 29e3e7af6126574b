package org.exactloss.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** More rows than there is room for: the same files under several names (hard links). */
final class LinkedFiles {
  private LinkedFiles() {}

  /** A folder with every file of the data so many times; its mean is that of the data. */
  static Path times(ParquetData data, int times) {
    Path folder = data.path().resolveSibling(data.path().getFileName() + "-times-" + times);
    try {
      Files.createDirectories(folder);
      for (Path file : data.files()) {
        for (int i = 0; i < times; i++) {
          Path link = folder.resolve("part-%05d-%s".formatted(i, file.getFileName()));
          if (!Files.exists(link)) {
            Files.createLink(link, file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
