package org.exactloss.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.exactloss.spec.EvaluationException;

/**
 * Where an output goes, and what is said where it cannot go there.
 *
 * @param uri as the user gave it
 * @param location with its file system
 */
record OutputPlace(String uri, FileLocation location, OutputTarget target) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;

  /**
   * The place of a path; one without a scheme means what it means to Spark.
   *
   * @throws EvaluationException if it is no path, or its file system cannot be opened
   */
  static OutputPlace of(String uri, Configuration hadoop) {
    FileLocation location = FileLocation.of(uri, hadoop);
    try {
      OutputTarget target =
          location.isLocal()
              ? new LocalTarget(location.localPath())
              : new HadoopTarget(location.path(), location.files());
      return new OutputPlace(uri, location, target);
    } catch (IOException e) {
      throw failure(uri, e);
    }
  }

  /**
   * Refuses a place among the inputs, and one where nothing can be made; leaves nothing behind.
   *
   * @throws EvaluationException of kind USAGE if it is an input, lies inside one or holds one; of
   *     kind STORAGE if its folder is missing
   */
  void requireUsable(List<String> inputs, Configuration hadoop) throws IOException {
    InputOverlap.refuse(uri, location, inputs, hadoop);
    if (!target.hasFolder()) {
      throw EvaluationException.storage(
          "Cannot write to " + uri + ": its folder does not exist; make it, or name another");
    }
    // Permissions, read-only disks and quotas have too many forms: only trying tells.
    String temporary = temporaryName();
    target.create(temporary).close();
    target.delete(temporary);
  }

  /** Deletes what has been made under a temporary name because of a failure. */
  void discard(String temporary, Throwable failure) {
    try {
      target.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Hidden from Spark's readers by its dot, and of a name that nobody can have put there. */
  static String temporaryName() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return ".exactloss-" + HexFormat.of().formatHex(random) + ".tmp";
  }

  EvaluationException refusal(String whyAndRemedy) {
    return EvaluationException.usage("Cannot write to " + uri + ": " + whyAndRemedy);
  }

  /** Another output took the name after this one was prepared. */
  EvaluationException appeared(String what, Exception cause) {
    return new EvaluationException(
        EvaluationException.Kind.USAGE,
        "Cannot write to "
            + uri
            + ": it has appeared while the job ran; name another "
            + what
            + ", or replace it with --overwrite",
        cause);
  }

  /** A file system has failed in a way that leaves open what it has done. */
  EvaluationException unknown(String what, String why, Exception cause) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot say whether the "
            + what
            + " "
            + uri
            + " is complete: "
            + why
            + "; see whether it is there with hadoop fs -ls "
            + uri
            + " (what is there is whole), and else give the command again with --overwrite",
        cause);
  }

  EvaluationException failure(IOException e) {
    return failure(uri, e);
  }

  static EvaluationException failure(String uri, IOException e) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot write to " + uri + ": " + reason(e) + "; mend that, or name another place",
        e);
  }

  static String reason(IOException e) {
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
