package org.exactloss.scan;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * What the rows of one column hold: a number, or numbers in arrays.
 *
 * @param element the type of the numbers
 * @param depth how deep the numbers lie in arrays: 0 for a plain number, 1 for an array or a vector
 * @param vector whether the innermost arrays are vectors of Spark ML, dense or sparse
 */
record ValueType(NumericType element, int depth, boolean vector) implements Serializable {
  /** Known by its name, so that nothing of Spark ML is needed where no vectors are. */
  private static final String VECTOR_TYPE = "org.apache.spark.ml.linalg.VectorUDT";

  /** The type of a column, or nothing if it holds no numbers. */
  static Optional<ValueType> of(DataType type) {
    if (type instanceof ArrayType array) {
      return of(array.elementType())
          .map(inner -> new ValueType(inner.element, inner.depth + 1, inner.vector));
    } else if (isVector(type)) {
      NumericType element = new NumericType(NumericType.Storage.DOUBLE, 0, 0);
      return Optional.of(new ValueType(element, 1, true));
    }
    return NumericType.of(type).map(ValueType::scalar);
  }

  /** A plain number. */
  static ValueType scalar(NumericType element) {
    return new ValueType(element, 0, false);
  }

  boolean isScalar() {
    return depth == 0;
  }

  private static boolean isVector(DataType type) {
    return type instanceof UserDefinedType<?> && type.getClass().getName().equals(VECTOR_TYPE);
  }
}
