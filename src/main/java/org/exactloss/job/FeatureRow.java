package org.exactloss.job;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.exactloss.exact.ExactRational;
import org.exactloss.scan.NumberText;
import org.exactloss.spec.EvaluationException;
import scala.jdk.javaapi.CollectionConverters;

/** The numbers of one row, in the order of the columns; arrays are flattened row by row. */
final class FeatureRow {
  private static final int FEW = 16;

  private final FeatureColumns columns;
  private double[] values = new double[FEW];
  private ExactRational[] wide = new ExactRational[0];
  private int size;
  private boolean hasNulls;
  private String column = "";

  private FeatureRow(FeatureColumns columns) {
    this.columns = columns;
  }

  /**
   * Reads the column of {@link FeatureColumns#struct}.
   *
   * @throws EvaluationException of kind DATA if a text is no number
   */
  static FeatureRow read(FeatureColumns columns, Row row) {
    FeatureRow features = new FeatureRow(columns);
    for (int i = 0; i < row.length(); i++) {
      features.column = columns.names().get(i);
      features.add(row.get(i));
    }
    return features;
  }

  /** Whether a number, or a whole array, is null. */
  boolean hasNulls() {
    return hasNulls;
  }

  /** How many numbers there are; a null counts as one. */
  int size() {
    return size;
  }

  /** The numbers; NaN for a null, the nearest double where {@link #wide} has the exact number. */
  double[] values() {
    return Arrays.copyOf(values, size);
  }

  /** Whether some numbers are held by no double. */
  boolean isWide() {
    return wide.length > 0;
  }

  /** The exact numbers that no double holds, and nulls. */
  ExactRational[] wide() {
    return Arrays.copyOf(wide, size);
  }

  private void add(Object value) {
    if (value == null) {
      hasNulls = true;
      put(Double.NaN);
    } else if (value instanceof Long whole) {
      add(new BigDecimal(whole), whole.doubleValue());
    } else if (value instanceof BigDecimal decimal) {
      add(decimal, decimal.doubleValue());
    } else if (value instanceof Number number) {
      put(number.doubleValue());
    } else if (value instanceof String text) {
      put(number(text));
    } else if (value instanceof scala.collection.Seq<?> items) {
      CollectionConverters.asJava(items).forEach(this::add);
    } else {
      for (double number : Vectors.numbers(value)) {
        put(number);
      }
    }
  }

  private void add(BigDecimal exact, double nearest) {
    boolean held = Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(exact) == 0;
    put(nearest);
    if (!held) {
      wide = Arrays.copyOf(wide, Math.max(wide.length, size));
      wide[size - 1] = ExactRational.of(exact);
    }
  }

  private void put(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  private double number(String text) {
    if (!NumberText.isNumber(text)) {
      throw EvaluationException.data(
          "Cannot apply "
              + columns.model()
              + ": its feature "
              + column
              + " is '"
              + text
              + "' in a row, which is no number; mend it, or leave such rows out with --where");
    }
    return NumberText.toDouble(text);
  }

  /** Apart, so that classes of Spark ML are loaded only where there are vectors. */
  private static final class Vectors {
    static double[] numbers(Object vector) {
      return ((org.apache.spark.ml.linalg.Vector) vector).toArray();
    }
  }
}
