package org.exactloss.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.exactloss.spec.EvaluationException;

/** Keeps outputs and inputs apart: the next run would read the one as data, or lose the other. */
final class InputOverlap {
  private InputOverlap() {}

  /**
   * Refuses an output that is an input, lies inside one or holds one.
   *
   * @throws EvaluationException of kind USAGE
   */
  static void refuse(String uri, FileLocation output, List<String> inputs, Configuration hadoop)
      throws IOException {
    for (String input : inputs) {
      for (FileLocation read : read(input, hadoop)) {
        if (output.isWithin(read) || read.isWithin(output)) {
          throw EvaluationException.usage(
              "Cannot write to "
                  + uri
                  + ": it "
                  + relation(output, read)
                  + " the input "
                  + input
                  + "; name a file elsewhere");
        }
      }
    }
  }

  private static String relation(FileLocation output, FileLocation read) throws IOException {
    if (!output.isWithin(read)) {
      return "holds";
    }
    return read.isWithin(output) ? "is" : "lies inside";
  }

  /** The path itself, and what it stands for as a glob. */
  private static List<FileLocation> read(String input, Configuration hadoop) {
    List<FileLocation> read = new ArrayList<>();
    try {
      FileLocation location = FileLocation.of(input, hadoop);
      read.add(location);
      FileStatus[] matches = location.files().util().globStatus(location.path());
      if (matches != null) {
        Arrays.stream(matches)
            .map(match -> new FileLocation(match.getPath(), location.files()))
            .forEach(read::add);
      }
    } catch (IOException | EvaluationException e) {
      // Whoever reads the input will say what is wrong with it; no output can lie inside.
      return read;
    }
    return read;
  }
}
