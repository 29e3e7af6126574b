package org.exactloss.scan;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/**
 * How the numbers of one column are stored.
 *
 * @param storage what to read
 * @param precision digits of a decimal, else 0
 * @param scale digits after the point of a decimal, else 0: a value is an integer times 10^−scale
 */
record NumericType(Storage storage, int precision, int scale) implements Serializable {

  /** The types of Spark that hold numbers. */
  enum Storage {
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    /** Text; its value is the nearest double. */
    TEXT
  }

  /** The type of a column, or nothing if it holds no numbers. */
  static Optional<NumericType> of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(new NumericType(Storage.DECIMAL, decimal.precision(), decimal.scale()));
    }
    return storage(type).map(storage -> new NumericType(storage, 0, 0));
  }

  private static Optional<Storage> storage(DataType type) {
    if (type instanceof StringType) {
      return Optional.of(Storage.TEXT);
    } else if (type.equals(DataTypes.ByteType)) {
      return Optional.of(Storage.BYTE);
    } else if (type.equals(DataTypes.ShortType)) {
      return Optional.of(Storage.SHORT);
    } else if (type.equals(DataTypes.IntegerType)) {
      return Optional.of(Storage.INT);
    } else if (type.equals(DataTypes.LongType)) {
      return Optional.of(Storage.LONG);
    } else if (type.equals(DataTypes.FloatType)) {
      return Optional.of(Storage.FLOAT);
    } else if (type.equals(DataTypes.DoubleType)) {
      return Optional.of(Storage.DOUBLE);
    }
    return Optional.empty();
  }

  /** Whether a value can be a binary fraction, NaN or infinite. */
  boolean isFloating() {
    return storage == Storage.FLOAT || storage == Storage.DOUBLE || storage == Storage.TEXT;
  }

  /** Whether a column of this integer or decimal type can hold so many units of 10^−scale. */
  boolean holds(BigInteger units) {
    return switch (storage) {
      case BYTE -> units.bitLength() < Byte.SIZE;
      case SHORT -> units.bitLength() < Short.SIZE;
      case INT -> units.bitLength() < Integer.SIZE;
      case LONG -> units.bitLength() < Long.SIZE;
      case DECIMAL -> units.abs().compareTo(BigInteger.TEN.pow(precision)) < 0;
      case FLOAT, DOUBLE, TEXT -> throw new IllegalStateException(storage + " has no units");
    };
  }
}
