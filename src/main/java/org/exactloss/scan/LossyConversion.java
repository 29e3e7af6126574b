package org.exactloss.scan;

import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Which conversions between types of numbers can lose digits, also inside arrays. */
final class LossyConversion {
  /** Decimal digits of the integer types. */
  private static final Map<DataType, Integer> INTEGER_DIGITS =
      Map.of(
          DataTypes.ByteType, 3,
          DataTypes.ShortType, 5,
          DataTypes.IntegerType, 10,
          DataTypes.LongType, 19);

  /** Integers of so many digits have a float each. */
  private static final int FLOAT_DIGITS = 5;

  /** Integers of so many digits have a double each. */
  private static final int DOUBLE_DIGITS = 10;

  private LossyConversion() {}

  /** Whether a value of the first type may have no equal one of the second. */
  static boolean between(DataType from, DataType to) {
    if (from instanceof ArrayType source && to instanceof ArrayType target) {
      return between(source.elementType(), target.elementType());
    } else if (from instanceof MapType source && to instanceof MapType target) {
      return between(source.keyType(), target.keyType())
          || between(source.valueType(), target.valueType());
    } else if (from instanceof StructType source && to instanceof StructType target) {
      return betweenFields(source, target);
    } else if (to instanceof DecimalType target) {
      return toDecimal(from, target);
    } else if (to.equals(DataTypes.DoubleType)) {
      return from instanceof DecimalType || digits(from) > DOUBLE_DIGITS;
    } else if (to.equals(DataTypes.FloatType)) {
      return from instanceof DecimalType
          || from.equals(DataTypes.DoubleType)
          || digits(from) > FLOAT_DIGITS;
    }
    return digits(from) > digits(to) && digits(to) > 0;
  }

  private static boolean betweenFields(StructType from, StructType to) {
    for (int i = 0; i < Math.min(from.length(), to.length()); i++) {
      if (between(from.fields()[i].dataType(), to.fields()[i].dataType())) {
        return true;
      }
    }
    return false;
  }

  private static boolean toDecimal(DataType from, DecimalType to) {
    int beforePoint = to.precision() - to.scale();
    if (from instanceof DecimalType decimal) {
      return decimal.scale() > to.scale() || decimal.precision() - decimal.scale() > beforePoint;
    } else if (from.equals(DataTypes.FloatType) || from.equals(DataTypes.DoubleType)) {
      return true;
    }
    return digits(from) > beforePoint;
  }

  /** The digits of an integer type, 0 of any other. */
  private static int digits(DataType type) {
    return INTEGER_DIGITS.getOrDefault(type, 0);
  }
}
