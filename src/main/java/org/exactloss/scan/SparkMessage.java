package org.exactloss.scan;

import java.util.Optional;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;

/** What of Spark's messages is said to users. */
public final class SparkMessage {
  private SparkMessage() {}

  /**
   * A message's first line that is not blank, without Spark's error class and SQL state, without
   * its advice on settings that this program needs as they are, and with no dot at its end.
   */
  public static String sentence(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = message.lines().filter(text -> !text.isBlank()).findFirst().orElse("");
    return line.strip()
        .replaceFirst("^\\[[A-Z0-9_.]+]\\s*", "")
        .replaceFirst(" *SQLSTATE: .*$", "")
        .replaceFirst(" If necessary set \"?spark\\.sql\\.ansi\\.enabled.*$", "")
        .replaceFirst("[.;:]$", "");
  }

  /** The part of the user's expression that failed, if Spark tells. */
  public static Optional<String> expression(Throwable cause) {
    QueryContext[] contexts =
        cause instanceof SparkThrowable spark ? spark.getQueryContext() : new QueryContext[0];
    return contexts.length == 0
        ? Optional.empty()
        : Optional.of(contexts[0].fragment()).filter(fragment -> !fragment.isBlank());
  }
}
