package org.exactloss.scan;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.ReaderOption;

/**
 * How the rows of a data set reach the kernel.
 *
 * @param reader any but AUTO
 * @param reason for people, why this one
 */
record ReaderChoice(ReaderOption reader, String reason) {

  /**
   * The fastest reader that can be used, or the one that is asked for.
   *
   * @param path whether column batches can be read
   * @param noPages why pages cannot be read, where column batches can; empty if they can
   * @throws EvaluationException if the one that is asked for cannot be used
   */
  static ReaderChoice of(
      ReaderOption asked, FilePlan.Path path, Supplier<Optional<String>> noPages) {
    if (asked == ReaderOption.ROWS) {
      return rows(path.columnar() ? "asked for" : path.reason());
    } else if (!path.columnar()) {
      if (asked != ReaderOption.AUTO) {
        throw refused(asked, path.reason());
      }
      return rows(path.reason());
    } else if (asked == ReaderOption.COLUMNS) {
      return new ReaderChoice(ReaderOption.COLUMNS, path.reason());
    }
    Optional<String> refusal = noPages.get();
    if (refusal.isEmpty()) {
      return new ReaderChoice(ReaderOption.PAGES, "pages of plain Parquet files");
    } else if (asked == ReaderOption.PAGES) {
      throw refused(asked, refusal.get());
    }
    return new ReaderChoice(
        ReaderOption.COLUMNS, path.reason() + "; no pages, as " + refusal.get());
  }

  static ReaderChoice rows(String reason) {
    return new ReaderChoice(ReaderOption.ROWS, reason);
  }

  private static EvaluationException refused(ReaderOption asked, String reason) {
    String name = name(asked);
    return EvaluationException.usage(
        "Cannot read " + name + ": " + reason + "; leave out --reader " + name);
  }

  private static String name(ReaderOption reader) {
    return reader.name().toLowerCase(Locale.ROOT);
  }

  /** Whether rows come in batches of columns. */
  boolean columnar() {
    return reader != ReaderOption.ROWS;
  }

  /** For people. */
  String description() {
    return name(reader) + " (" + reason + ")";
  }
}
