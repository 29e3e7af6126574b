package org.exactloss.spec;

import java.util.Objects;

/**
 * A failure that the user can mend, with one message of the form {@code Cannot <what>: <why, with
 * the values>; <what to do>}. Faults of the program are other exceptions.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing the user has to mend. */
  public enum Kind {
    /**
     * The command line, the configuration, a column, an expression, a name, an output that is
     * there.
     */
    USAGE(2),
    /** The data: its types, its values, its keys, or nothing usable in it. */
    DATA(3),
    /** Something that is missing, empty, corrupt, unreadable or unwritable. */
    STORAGE(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of the program for this kind. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  public EvaluationException(Kind kind, String message) {
    this(kind, message, null);
  }

  public EvaluationException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public static EvaluationException usage(String message) {
    return new EvaluationException(Kind.USAGE, message);
  }

  public static EvaluationException data(String message) {
    return new EvaluationException(Kind.DATA, message);
  }

  public static EvaluationException storage(String message) {
    return new EvaluationException(Kind.STORAGE, message);
  }

  public Kind kind() {
    return kind;
  }
}
