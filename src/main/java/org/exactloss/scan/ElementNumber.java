package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.exactloss.exact.Dyadic;

/**
 * A number of one element as its {@link Column} holds it, exactly: units of 10^−scale, or NaN or an
 * infinity. Zeros of both signs are one number, and so is every NaN.
 *
 * @param units the units, or NaN or an infinity; 0 where they are in {@code wide}
 * @param wide the units where a double cannot hold them
 */
record ElementNumber(double units, Optional<BigInteger> wide) {
  /** The number at a row of the column, which must hold one. */
  static ElementNumber of(Column column, int row) {
    return column.status[row] == Column.WIDE
        ? new ElementNumber(0, Optional.of(column.wide(row)))
        : new ElementNumber(column.values[row] + 0.0, Optional.empty()); // −0 + 0 is 0
  }

  boolean isFinite() {
    return Double.isFinite(units);
  }

  /** The exact number of units, which must be finite. */
  Dyadic exact() {
    return wide.map(integer -> new Dyadic(integer, 0)).orElseGet(() -> Dyadic.of(units));
  }

  /** About the number of units, off by at most half a unit in its last place. */
  double approximate() {
    return wide.map(BigInteger::doubleValue).orElse(units);
  }

  /**
   * Compares two numbers of one column: −∞ is the smallest, NaN larger than all. Equal numbers have
   * equal bytes.
   */
  int compareTo(ElementNumber other) {
    return (wide.isEmpty() && other.wide.isEmpty()) || !isFinite() || !other.isFinite()
        ? Double.compare(units, other.units)
        : exact().compareTo(other.exact());
  }

  /** The number as an object: Long, BigDecimal or Double, by the column's type. */
  Object value(NumericType type) {
    if (type.isFloating()) {
      return units;
    }
    BigInteger integer = wide.orElseGet(() -> BigInteger.valueOf((long) units));
    return type.storage() == NumericType.Storage.DECIMAL
        ? new BigDecimal(integer, type.scale())
        : (Object) integer.longValueExact();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeBoolean(wide.isPresent());
    if (wide.isPresent()) {
      byte[] bytes = wide.get().toByteArray();
      out.writeInt(bytes.length);
      out.write(bytes);
    } else {
      out.writeLong(Double.doubleToLongBits(units));
    }
  }

  static ElementNumber read(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new ElementNumber(0, Optional.of(new BigInteger(in.readNBytes(in.readInt()))))
        : new ElementNumber(Double.longBitsToDouble(in.readLong()), Optional.empty());
  }
}
