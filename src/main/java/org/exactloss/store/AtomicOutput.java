package org.exactloss.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;

/**
 * An output file that appears whole or not at all: it is written under a temporary name in its own
 * folder and then renamed. What can stop it is found by {@link #prepare}, before a long job.
 */
public final class AtomicOutput {
  private final OutputPlace place;
  private final ExistingOutput existing;

  /** What is written. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicOutput(OutputPlace place, ExistingOutput existing) {
    this.place = place;
    this.existing = existing;
  }

  /**
   * Checks that the output can be written; leaves nothing behind. A path without a scheme means
   * what it means to Spark.
   *
   * @param uri where to write, as the user gave it
   * @param existing what is done with an output that exists
   * @param inputs paths that the job reads, globs among them: the output may be none of them, nor
   *     lie inside one
   * @param hadoop knows the file systems
   * @throws EvaluationException of kind USAGE if the output exists and is not to be replaced, is a
   *     folder, or is or lies inside an input; of kind STORAGE if its folder is missing or cannot
   *     be written to
   */
  public static AtomicOutput prepare(
      String uri, ExistingOutput existing, List<String> inputs, Configuration hadoop) {
    OutputPlace place = OutputPlace.of(uri, hadoop);
    try {
      refuseOccupied(place, existing);
      place.requireUsable(inputs, hadoop);
      return new AtomicOutput(place, existing);
    } catch (IOException e) {
      throw place.failure(e);
    }
  }

  private static void refuseOccupied(OutputPlace place, ExistingOutput existing)
      throws IOException {
    String advice =
        switch (place.target().occupant()) {
          case NOTHING -> "";
          case FOLDER -> "it is a folder; name a file in it";
          case OTHER -> "it is neither a file nor a folder; name a file, or - for standard output";
          case FILE ->
              existing == ExistingOutput.REPLACE
                  ? ""
                  : "it exists; name another file, or replace it with --overwrite";
        };
    if (!advice.isEmpty()) {
      throw place.refusal(advice);
    }
  }

  /**
   * Writes the whole output.
   *
   * @throws EvaluationException of kind STORAGE if that fails or nobody can tell whether it has, of
   *     kind USAGE if an output that is not to be replaced has appeared since {@link #prepare};
   *     nothing is left behind then, but what the message names
   */
  public void write(Content content) {
    String temporary = OutputPlace.temporaryName();
    try {
      try (OutputStream out = place.target().create(temporary)) {
        content.writeTo(out);
      }
    } catch (IOException e) {
      place.discard(temporary, e);
      throw place.failure(e);
    } catch (RuntimeException | Error e) {
      place.discard(temporary, e);
      throw e;
    }
    new Publication(place, existing).publish(temporary);
  }
}
