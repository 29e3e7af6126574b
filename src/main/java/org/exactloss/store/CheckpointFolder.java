package org.exactloss.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.exactloss.spec.EvaluationException;

/**
 * A folder of states, each of which appears whole or not at all. Two jobs that use it at once do
 * not harm one another: the one that is later with a state is refused.
 */
public final class CheckpointFolder {
  /** States, and hidden files that a killed job has left. */
  private static final Pattern OWN = Pattern.compile("[a-z0-9-]+\\.state|\\..*");

  private final OutputPlace place;
  private final List<String> inputs;
  private final Configuration hadoop;

  private CheckpointFolder(OutputPlace place, List<String> inputs, Configuration hadoop) {
    this.place = place;
    this.inputs = List.copyOf(inputs);
    this.hadoop = hadoop;
  }

  /**
   * Makes the folder, or takes the one that is there.
   *
   * @param inputs paths that the job reads: the folder may be none of them, nor lie inside one, nor
   *     hold one
   * @throws EvaluationException of kind USAGE if it is no such folder, of kind STORAGE if it cannot
   *     be made
   */
  public static CheckpointFolder prepare(String uri, List<String> inputs, Configuration hadoop) {
    OutputPlace place = OutputPlace.of(uri, hadoop);
    try {
      switch (place.target().occupant()) {
        case NOTHING -> {
          place.requireUsable(inputs, hadoop);
          make(place);
        }
        case FOLDER -> {
          InputOverlap.refuse(uri, place.location(), inputs, hadoop);
          requireOwn(place);
        }
        default -> throw place.refusal("it is no folder, and a checkpoint is one; name another");
      }
      return new CheckpointFolder(place, inputs, hadoop);
    } catch (IOException e) {
      throw place.failure(e);
    }
  }

  private static void make(OutputPlace place) throws IOException {
    if (place.location().isLocal()) {
      Files.createDirectories(place.location().localPath());
    } else {
      place.location().files().mkdir(place.location().path(), FsPermission.getDirDefault(), false);
    }
  }

  private static void requireOwn(OutputPlace place) throws IOException {
    for (String name : place.target().children()) {
      if (!OWN.matcher(name).matches()) {
        throw place.refusal(
            "it holds " + name + ", which is no file of a checkpoint; name another folder");
      }
    }
  }

  /** The folder as the user gave it. */
  public String uri() {
    return place.uri();
  }

  /** Whether there is a state of this name. */
  public boolean has(String name) {
    try {
      return place.target().children().contains(name);
    } catch (IOException e) {
      throw place.failure(e);
    }
  }

  /** Opens a state. */
  public StateFile open(String name) {
    return StateFile.open(uri(name), hadoop);
  }

  /** A place for a state. */
  public AtomicOutput output(String name) {
    return AtomicOutput.prepare(uri(name), ExistingOutput.REFUSE, inputs, hadoop);
  }

  private String uri(String name) {
    return place.location().path() + "/" + name;
  }
}
