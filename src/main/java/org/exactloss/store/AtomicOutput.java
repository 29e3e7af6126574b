package org.exactloss.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.exactloss.spec.EvaluationException;

/**
 * An output file that appears whole or not at all: it is written under a temporary name in its own
 * folder and then renamed. What can stop it is found by {@link #prepare}, before a long job.
 */
public final class AtomicOutput {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;

  private final String uri;
  private final OutputTarget target;
  private final ExistingOutput existing;

  /** What is written. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicOutput(String uri, OutputTarget target, ExistingOutput existing) {
    this.uri = uri;
    this.target = target;
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
    FileLocation location = FileLocation.of(uri, hadoop);
    try {
      AtomicOutput output = new AtomicOutput(uri, target(location), existing);
      output.checkOccupant();
      InputOverlap.refuse(uri, location, inputs, hadoop);
      output.checkFolder();
      return output;
    } catch (IOException e) {
      throw failure(uri, e);
    }
  }

  private static OutputTarget target(FileLocation location) throws IOException {
    return location.isLocal()
        ? new LocalTarget(location.localPath())
        : new HadoopTarget(location.path(), location.files());
  }

  /**
   * Writes the whole output.
   *
   * @throws EvaluationException of kind STORAGE if that fails, of kind USAGE if an output that is
   *     not to be replaced has appeared since {@link #prepare}; nothing is left behind then
   */
  public void write(Content content) {
    String temporary = temporaryName();
    try {
      try (OutputStream out = target.create(temporary)) {
        content.writeTo(out);
      }
      target.publish(temporary, existing);
    } catch (FileAlreadyExistsException e) {
      discard(temporary, e);
      throw new EvaluationException(
          EvaluationException.Kind.USAGE,
          "Cannot write to "
              + uri
              + ": it has appeared while the job ran; name another file, or replace it with"
              + " --overwrite",
          e);
    } catch (IOException e) {
      discard(temporary, e);
      throw failure(uri, e);
    } catch (RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  private void checkOccupant() throws IOException {
    String advice =
        switch (target.occupant()) {
          case NOTHING -> "";
          case FOLDER -> "it is a folder; name a file in it";
          case OTHER -> "it is neither a file nor a folder; name a file, or - for standard output";
          case FILE ->
              existing == ExistingOutput.REPLACE
                  ? ""
                  : "it exists; name another file, or replace it with --overwrite";
        };
    if (!advice.isEmpty()) {
      throw EvaluationException.usage("Cannot write to " + uri + ": " + advice);
    }
  }

  /** Permissions, read-only disks and quotas have too many forms: only trying tells. */
  private void checkFolder() throws IOException {
    if (!target.hasFolder()) {
      throw EvaluationException.storage(
          "Cannot write to " + uri + ": its folder does not exist; make it, or name another");
    }
    String temporary = temporaryName();
    target.create(temporary).close();
    target.delete(temporary);
  }

  private void discard(String temporary, Throwable failure) {
    try {
      target.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Hidden from Spark's readers by its dot, and of a name that nobody can have put there. */
  private static String temporaryName() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return ".exactloss-" + HexFormat.of().formatHex(random) + ".tmp";
  }

  private static EvaluationException failure(String uri, IOException e) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot write to " + uri + ": " + reason(e) + "; mend that, or name another place",
        e);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException || e instanceof AccessControlException) {
      return "permission is denied";
    }
    if (e instanceof FileSystemException failure) {
      // Its message is the temporary name, which says nothing to the user.
      return failure.getReason() == null
          ? "no file can be made in its folder"
          : failure.getReason();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
