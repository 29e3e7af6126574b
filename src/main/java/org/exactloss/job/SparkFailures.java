package org.exactloss.job;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;

/** Says in one message what Spark says in many, and tells whose fault it is. */
final class SparkFailures {
  private SparkFailures() {}

  /**
   * The exception to throw for a failure of Spark: one with a message for the user where the user
   * can mend it, else the failure itself.
   *
   * @param doing what cannot be done, such as {@code read forecasts.csv}
   */
  static RuntimeException translate(String doing, Exception failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable cause : chain) {
      if (cause instanceof EvaluationException known) {
        return known;
      }
    }
    for (Throwable cause : chain) {
      String sqlState =
          cause instanceof SparkThrowable spark && spark.getSqlState() != null
              ? spark.getSqlState()
              : "";
      if (isExpression(sqlState)) {
        return failure(
            Kind.DATA,
            doing,
            "an expression fails on a row: " + sentence(cause),
            "mend the row or the expression",
            failure);
      } else if (sqlState.startsWith("42")) {
        return failure(
            Kind.USAGE,
            doing,
            sentence(cause),
            "check the name, the format and its options",
            failure);
      } else if (sqlState.startsWith("KD") || isStorage(cause)) {
        return failure(
            Kind.STORAGE,
            doing,
            storageReason(cause, chain),
            "restore what is damaged or missing, or leave it out",
            failure);
      }
    }
    return failure instanceof RuntimeException fault
        ? fault
        : new IllegalStateException(failure.getMessage(), failure);
  }

  /** The exception to throw where Spark refuses to open a data set. */
  static EvaluationException cannotOpen(String what, AnalysisException e) {
    String condition = e.getCondition() == null ? "" : e.getCondition();
    boolean missing =
        condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")
            || condition.startsWith("PATH_NOT_FOUND")
            || condition.startsWith("UNABLE_TO_INFER_SCHEMA")
            || condition.startsWith("SCHEMA_NOT_FOUND");
    return failure(
        missing ? Kind.STORAGE : Kind.USAGE,
        "read " + what,
        sentence(e),
        missing ? "check the name and what is in it" : "check the name, the format and its options",
        e);
  }

  private static EvaluationException failure(
      Kind kind, String doing, String why, String remedy, Throwable cause) {
    return new EvaluationException(kind, "Cannot " + doing + ": " + why + "; " + remedy, cause);
  }

  private static boolean isStorage(Throwable cause) {
    String type = cause.getClass().getName();
    return cause instanceof IOException
        || cause instanceof SQLException
        || type.startsWith("org.apache.parquet.")
        || type.startsWith("org.apache.orc.")
        || type.startsWith("org.apache.hadoop.security.");
  }

  /** Classes of SQL states: the data of a row, a failing function, and raise_error. */
  private static boolean isExpression(String sqlState) {
    return sqlState.startsWith("22") || sqlState.startsWith("39") || sqlState.equals("P0001");
  }

  /** Spark's sentence, which names the file, and the innermost one, which names the damage. */
  private static String storageReason(Throwable cause, List<Throwable> chain) {
    String outer = sentence(cause);
    String inner = sentence(chain.get(chain.size() - 1));
    return outer.contains(inner) ? outer : outer + " " + inner;
  }

  /**
   * A message's first line without Spark's error class, SQL state and advice to turn ANSI off
   * (which would have no effect here), and no dot at its end.
   */
  private static String sentence(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line = message.lines().findFirst().orElse("").strip();
    return line.replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst(" *SQLSTATE: .*$", "")
        .replaceFirst(" If necessary set \"spark\\.sql\\.ansi\\.enabled\" to .*$", "")
        .replaceFirst("[.;]$", "")
        .strip();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
