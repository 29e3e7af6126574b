package org.exactloss.job;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.exactloss.scan.SparkMessage;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;

/** Says in one message what Spark says in many, and tells whose fault it is. */
final class SparkFailures {
  private static final Pattern FULL =
      Pattern.compile("No space left on device|[Qq]uota.* exceeded");

  private static final String CHECK_OPTIONS = "check the name, the format and its options";

  private SparkFailures() {}

  /**
   * The exception to throw for a failure of Spark while rows are read: one with a message for the
   * user where the user can mend it, else the failure itself.
   *
   * @param doing what cannot be done, such as {@code evaluate}
   */
  static RuntimeException translate(String doing, Exception failure) {
    List<Throwable> chain = chain(failure);
    return known(chain)
        .or(() -> misfit(doing, chain))
        .or(() -> classified(doing, chain))
        .or(() -> LostExecutors.failure(doing, chain))
        .map(RuntimeException.class::cast)
        .orElseGet(
            () ->
                failure instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException(failure.getMessage(), failure));
  }

  /**
   * The exception to throw where a data set cannot be opened. No row has been looked at then, so
   * that it is the storage or what was asked of the data source.
   */
  static RuntimeException cannotOpen(String what, Exception failure) {
    String doing = "read " + what;
    List<Throwable> chain = chain(failure);
    return known(chain)
        .or(() -> unmergeable(doing, chain))
        .or(() -> first(chain, AnalysisException.class).map(e -> refused(doing, e)))
        .or(() -> damaged(doing, chain))
        .or(() -> unreadable(doing, chain))
        .or(
            () ->
                chain.stream()
                    .filter(SparkFailures::isAboutOptions)
                    .findFirst()
                    .map(
                        cause ->
                            failure(
                                Kind.USAGE,
                                doing,
                                SparkMessage.sentence(cause)
                                    .replaceFirst("^requirement failed: ", ""),
                                CHECK_OPTIONS,
                                failure)))
        .map(RuntimeException.class::cast)
        .orElseGet(() -> translate(doing, failure));
  }

  /**
   * The exception to throw where a table cannot be written: what failed may be the writing, or the
   * reading that goes along with it.
   */
  static RuntimeException cannotWrite(String uri, Exception failure) {
    String doing = "write to " + uri;
    List<Throwable> chain = chain(failure);
    return known(chain)
        .or(() -> first(chain, AnalysisException.class).map(e -> refused(doing, e)))
        .or(() -> full(doing, chain))
        .map(RuntimeException.class::cast)
        .orElseGet(() -> translate(doing, failure));
  }

  private static Optional<EvaluationException> full(String doing, List<Throwable> chain) {
    return chain.stream()
        .filter(cause -> FULL.matcher(String.valueOf(cause.getMessage())).find())
        .reduce((outer, inner) -> inner)
        .map(
            cause ->
                failure(
                    Kind.STORAGE,
                    doing,
                    SparkMessage.sentence(cause),
                    "make room there, or name another place",
                    chain.get(0)));
  }

  /** Files that store a column with types of which none holds the values of the other. */
  private static Optional<EvaluationException> unmergeable(String doing, List<Throwable> chain) {
    return chain.stream()
        .filter(cause -> condition(cause).startsWith("CANNOT_MERGE_SCHEMAS"))
        .findFirst()
        .map(
            cause ->
                failure(
                    Kind.DATA,
                    doing,
                    "its files store a column with different types ("
                        + SparkMessage.sentence(chain.get(chain.size() - 1))
                            .replaceFirst("\\. Please .*", "")
                        + ")",
                    "store them with one type, or evaluate them apart",
                    chain.get(0)));
  }

  /** A reader that stumbles over what is no file of its format, and does not say so. */
  private static Optional<EvaluationException> unreadable(String doing, List<Throwable> chain) {
    Throwable innermost = chain.get(chain.size() - 1);
    return chain.stream()
        .filter(cause -> condition(cause).startsWith("INTERNAL_ERROR"))
        .findFirst()
        .map(
            cause ->
                failure(
                    Kind.STORAGE,
                    doing,
                    "Spark fails while it looks at its columns ("
                        + SparkMessage.sentence(innermost)
                        + ")",
                    "restore it if it is damaged; --debug prints the whole failure",
                    chain.get(0)));
  }

  /** Data sources refuse their options in many ways; while one is opened, nothing else runs. */
  private static boolean isAboutOptions(Throwable cause) {
    return cause instanceof IllegalArgumentException
        || cause instanceof IllegalStateException
        || (cause instanceof SparkThrowable && !sqlState(cause).startsWith("XX"))
        || cause.getClass().getName().startsWith("com.univocity.parsers.");
  }

  private static EvaluationException refused(String doing, AnalysisException e) {
    String condition = condition(e);
    boolean missing =
        condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")
            || condition.startsWith("PATH_NOT_FOUND")
            || condition.startsWith("UNABLE_TO_INFER_SCHEMA")
            || condition.startsWith("SCHEMA_NOT_FOUND");
    if (String.valueOf(e.getMessage()).contains("Avro is built-in but external")) {
      return failure(
          Kind.STORAGE,
          doing,
          "this Spark has no library for Avro",
          "start with --packages org.apache.spark:spark-avro_2.13 and Spark's version",
          e);
    }
    return failure(
        missing ? Kind.STORAGE : Kind.USAGE,
        doing,
        SparkMessage.sentence(e),
        missing ? "check the name and what is in it" : CHECK_OPTIONS,
        e);
  }

  private static Optional<EvaluationException> known(List<Throwable> chain) {
    return first(chain, EvaluationException.class);
  }

  private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Optional<EvaluationException> damaged(String doing, List<Throwable> chain) {
    return chain.stream()
        .filter(cause -> sqlState(cause).startsWith("KD") || isStorage(cause))
        .findFirst()
        .map(cause -> storage(doing, cause, chain));
  }

  /** A file whose columns are others than those that are read. */
  private static Optional<EvaluationException> misfit(String doing, List<Throwable> chain) {
    for (Throwable cause : chain) {
      String message = String.valueOf(cause.getMessage());
      if (condition(cause).endsWith("COLUMN_DATA_TYPE_MISMATCH")
          && cause instanceof SparkThrowable spark) {
        return Optional.of(mismatch(doing, spark, chain.get(0)));
      } else if (cause instanceof IllegalArgumentException && message.contains("CSV header")) {
        String why = message.replaceAll("\\s*\\R\\s*", ", ").replaceFirst("[.:],", ":");
        return Optional.of(
            failure(
                Kind.USAGE,
                doing,
                why,
                "read files with the same columns in the same order, and name all of them if you"
                    + " give a --schema",
                chain.get(0)));
      }
    }
    return Optional.empty();
  }

  private static EvaluationException mismatch(
      String doing, SparkThrowable cause, Throwable failure) {
    Map<String, String> facts = cause.getMessageParameters();
    return failure(
        Kind.DATA,
        doing,
        "the column %s of %s is stored as %s, which cannot be read as %s without loss"
            .formatted(
                facts.getOrDefault("column", "?").replaceAll("[\\[\\]]", ""),
                facts.getOrDefault("path", "a file"),
                facts.getOrDefault("actualType", "another type"),
                facts.getOrDefault("expectedType", "the type of the other files")),
        "leave --schema out or give a type that holds all values; files of different types are to"
            + " be stored with one",
        failure);
  }

  private static Optional<EvaluationException> classified(String doing, List<Throwable> chain) {
    for (Throwable cause : chain) {
      String state = sqlState(cause);
      if (isExpression(state)) {
        String expression = SparkMessage.expression(cause).map(text -> text + ": ").orElse("");
        return Optional.of(
            failure(
                Kind.DATA,
                doing,
                "an expression fails on a row: " + expression + SparkMessage.sentence(cause),
                "mend the row or the expression",
                chain.get(0)));
      } else if (state.startsWith("42")) {
        return Optional.of(
            failure(Kind.USAGE, doing, SparkMessage.sentence(cause), CHECK_OPTIONS, chain.get(0)));
      } else if (state.startsWith("KD") || isStorage(cause)) {
        return Optional.of(storage(doing, cause, chain));
      }
    }
    return Optional.empty();
  }

  private static String condition(Throwable cause) {
    return cause instanceof SparkThrowable spark && spark.getCondition() != null
        ? spark.getCondition()
        : "";
  }

  private static String sqlState(Throwable cause) {
    return cause instanceof SparkThrowable spark && spark.getSqlState() != null
        ? spark.getSqlState()
        : "";
  }

  private static EvaluationException storage(String doing, Throwable cause, List<Throwable> chain) {
    String remedy =
        chain.stream().anyMatch(SQLException.class::isInstance)
            ? "check the url, the user and the password, and give the database's driver with --jars"
            : "restore what is damaged or missing, or leave it out";
    return failure(Kind.STORAGE, doing, storageReason(cause, chain), remedy, chain.get(0));
  }

  private static EvaluationException failure(
      Kind kind, String doing, String why, String remedy, Throwable cause) {
    return new EvaluationException(kind, "Cannot " + doing + ": " + why + "; " + remedy, cause);
  }

  private static boolean isStorage(Throwable cause) {
    String type = cause.getClass().getName();
    return cause instanceof IOException
        || cause instanceof SQLException
        || type.startsWith("org.apache.avro.")
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
    String outer = SparkMessage.sentence(cause);
    String inner = SparkMessage.sentence(chain.get(chain.size() - 1));
    return outer.contains(inner) ? outer : outer + ": " + inner;
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
