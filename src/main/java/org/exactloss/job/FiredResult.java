package org.exactloss.job;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;

/**
 * A result that a gate fired on.
 *
 * @param place of the result among those of the report
 * @param output negative where there is none
 * @param names of the slice's expressions; empty for all rows
 * @param values of the slice, as a report holds them
 */
record FiredResult(
    int place,
    String prediction,
    int output,
    List<String> names,
    List<Object> values,
    MetricValue value)
    implements Serializable {

  /** By place, then by the slice: null is before all other values, text by its code units. */
  static final Comparator<FiredResult> ORDER =
      Comparator.comparingInt(FiredResult::place)
          .thenComparing(FiredResult::names, lists(Comparator.<String>naturalOrder()))
          .thenComparing(FiredResult::values, lists((left, right) -> compare(left, right)));

  static FiredResult of(
      int place, ModelResult result, Map<String, Object> slice, MetricValue value) {
    return new FiredResult(
        place,
        result.prediction(),
        result.output().orElse(-1),
        List.copyOf(slice.keySet()),
        Collections.unmodifiableList(new ArrayList<>(slice.values())),
        value);
  }

  private static <T> Comparator<List<T>> lists(Comparator<T> entries) {
    return (left, right) -> {
      for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
        int order = entries.compare(left.get(i), right.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(left.size(), right.size());
    };
  }

  private static int compare(Object left, Object right) {
    int kinds = Integer.compare(kind(left), kind(right));
    if (kinds != 0 || left == null) {
      return kinds;
    } else if (left instanceof Boolean truth) {
      return Boolean.compare(truth, (Boolean) right);
    } else if (left instanceof Long number) {
      return Long.compare(number, (Long) right);
    } else if (left instanceof Double number) {
      return Double.compare(number, (Double) right);
    } else if (left instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) right);
    }
    return left.toString().compareTo(right.toString());
  }

  private static int kind(Object value) {
    if (value == null) {
      return 0;
    } else if (value instanceof Boolean) {
      return 1;
    } else if (value instanceof Long) {
      return 2;
    } else if (value instanceof Double) {
      return 3;
    }
    return value instanceof BigDecimal ? 4 : 5;
  }
}
