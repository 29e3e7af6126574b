package org.exactloss.job;

import java.util.Optional;

/**
 * Tells whether it was Spark's vectorized reader that refused a file which its row reader takes. A
 * file whose types do not fit is not one: the row reader would round its decimals, and read those
 * that are too large as nulls.
 */
final class VectorizedRefusal {
  private VectorizedRefusal() {}

  /** For people, what it refused; empty if the failure has another cause. */
  static Optional<String> reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean encoding =
          cause instanceof UnsupportedOperationException
              && String.valueOf(cause.getMessage()).contains("ncoding");
      if (encoding) {
        return Optional.of(
            "Spark's vectorized reader refuses a file: "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
      }
    }
    return Optional.empty();
  }
}
