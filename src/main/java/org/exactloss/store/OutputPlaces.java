package org.exactloss.store;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.exactloss.spec.EvaluationException;

/** Keeps the outputs of one command apart from one another, and from tables that are read. */
public final class OutputPlaces {
  private OutputPlaces() {}

  /**
   * Refuses an output that would replace another one, or lie inside it, however the two are
   * written.
   *
   * @param outputs the paths by the options that name them
   * @throws EvaluationException of kind USAGE if two overlap
   */
  public static void requireApart(Map<String, String> outputs, Configuration hadoop) {
    List<Map.Entry<String, String>> all = List.copyOf(outputs.entrySet());
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireApart(all.get(j), all.get(i), hadoop);
      }
    }
  }

  private static void requireApart(
      Map.Entry<String, String> one, Map.Entry<String, String> other, Configuration hadoop) {
    FileLocation place = FileLocation.of(one.getValue(), hadoop);
    FileLocation second = FileLocation.of(other.getValue(), hadoop);
    try {
      if (place.isWithin(second) || second.isWithin(place)) {
        throw EvaluationException.usage(
            "Cannot write to "
                + other.getValue()
                + " ("
                + other.getKey()
                + "): it overlaps "
                + one.getValue()
                + " ("
                + one.getKey()
                + "); give each of them a place of its own");
      }
    } catch (IOException e) {
      throw OutputPlace.failure(other.getValue(), e);
    }
  }

  /**
   * Refuses an output that would take the place of a table that is read, or lie inside it.
   *
   * @param outputs the paths by the options that name them
   * @param table its name
   * @param files the URIs of the files of the table
   * @throws EvaluationException of kind USAGE if one overlaps the table
   */
  public static void requireOutside(
      Map<String, String> outputs, String table, Collection<String> files, Configuration hadoop) {
    List<FileLocation> folders =
        files.stream()
            .map(file -> folder(new Path(URI.create(file))))
            .distinct()
            .map(folder -> FileLocation.of(folder.toString(), hadoop))
            .toList();
    for (String uri : outputs.values()) {
      FileLocation output = FileLocation.of(uri, hadoop);
      try {
        for (FileLocation folder : folders) {
          if (output.isWithin(folder) || folder.isWithin(output)) {
            throw EvaluationException.usage(
                "Cannot write to "
                    + uri
                    + ": the files of the input, the table "
                    + table
                    + ", are there; name a place elsewhere");
          }
        }
      } catch (IOException e) {
        throw OutputPlace.failure(uri, e);
      }
    }
  }

  /** The folder of a table that has this file, above those of its partitions. */
  private static Path folder(Path file) {
    Path folder = file.getParent();
    while (folder.getName().contains("=")) {
      folder = folder.getParent();
    }
    return folder;
  }
}
