package org.exactloss.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;

/** Values of data and of metrics as people see them, without characters that move a cursor. */
public final class ValueText {
  private static final String NULL = "null";
  private static final String NONE = "-";
  private static final String ELLIPSIS = "...";

  private ValueText() {}

  /**
   * What the rows of a batch or slice have in common. Text that could pass for something else is in
   * double quotes: {@code "null"}, empty text, and text with blanks around it or a quote before it.
   */
  public static String of(Object value) {
    if (value == null) {
      return NULL;
    } else if (value instanceof Double number) {
      return ShortestDecimal.of(number);
    } else if (value instanceof String text) {
      boolean plain = text.equals(text.strip()) && !text.isEmpty() && !text.startsWith("\"");
      return Printable.line(plain && !text.equals(NULL) ? text : "\"" + text + "\"");
    }
    return Printable.line(value.toString());
  }

  /** The slice in words, such as {@code month=1, station=JFK}. */
  static String of(Map<String, Object> slice) {
    return slice.entrySet().stream()
        .map(entry -> Printable.line(entry.getKey()) + "=" + of(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** A metric for a cell of a table. */
  static String of(MetricValue value) {
    if (value instanceof MetricValue.Number number) {
      return ShortestDecimal.of(number.value());
    } else if (value instanceof MetricValue.Interval interval) {
      return "["
          + ShortestDecimal.of(interval.lo())
          + ", "
          + ShortestDecimal.of(interval.hi())
          + "]";
    }
    return "undefined";
  }

  /** A metric of a result; a dash where it has none, as a baseline has no change. */
  static String of(ModelResult result, Metric metric) {
    return result.has(metric) ? of(result.value(metric)) : NONE;
  }

  /** The labels of a metric's rows: one, or one for each end of an interval, as gates name them. */
  static List<String> rows(Metric metric) {
    return metric.isInterval()
        ? List.of(metric.label() + ".lo", metric.label() + ".hi")
        : List.of(metric.label());
  }

  /** A metric of a result for these rows. */
  static List<String> rows(ModelResult result, Metric metric) {
    if (!metric.isInterval()) {
      return List.of(of(result, metric));
    }
    return result.has(metric) && result.value(metric) instanceof MetricValue.Interval interval
        ? List.of(ShortestDecimal.of(interval.lo()), ShortestDecimal.of(interval.hi()))
        : List.of(of(result, metric), of(result, metric));
  }

  /** At most so many characters, of which the last ones say whether some were cut off. */
  static String shortened(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int end = width - ELLIPSIS.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + ELLIPSIS;
  }
}
