package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column whose equal values make rows a group: gives them equal numbers. Zeros of both signs are
 * equal, as is every NaN and every null, as in Spark's GROUP BY.
 */
final class GroupColumn {
  private static final int NULL = 0;
  private static final int FIRST = 1;
  private static final int NOT_LOOKED_UP = 0;

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d{1,2}),(\\d{1,2})\\)");
  private static final List<DataType> PLAIN_TYPES =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private final DataType type;
  private final int ordinal;
  private final Optional<NumericType> decimal;
  private final boolean isText;
  private final LongNumbers longs = new LongNumbers();
  private final Map<UTF8String, Integer> textNumbers = new HashMap<>();
  private final List<UTF8String> texts = new ArrayList<>();

  /** Whose entries have these numbers, where they were looked up; null if of none. */
  private Object dictionary;

  private int[] dictionaryNumbers = new int[0];
  private long textBytes;

  GroupColumn(DataType type, int ordinal) {
    this.type = type;
    this.ordinal = ordinal;
    isText = type instanceof StringType;
    decimal =
        type instanceof DecimalType ? ValueType.of(type).map(ValueType::element) : Optional.empty();
  }

  /** Whether equal values of this type make a group. */
  static boolean isPossible(DataType type) {
    return (type instanceof StringType string && string.supportsBinaryEquality())
        || type instanceof DecimalType
        || PLAIN_TYPES.contains(type);
  }

  /**
   * The type of this name in SQL.
   *
   * @throws IllegalArgumentException if its values make no group
   */
  static DataType type(String name) {
    Matcher decimals = DECIMAL.matcher(name);
    if (decimals.matches()) {
      return DataTypes.createDecimalType(
          Integer.parseInt(decimals.group(1)), Integer.parseInt(decimals.group(2)));
    }
    return Stream.concat(Stream.of(DataTypes.StringType), PLAIN_TYPES.stream())
        .filter(type -> type.sql().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no slice has values of the type " + name));
  }

  /** Puts the numbers of the values of so many rows into {@code numbers} from a place on. */
  void number(ColumnSource[] columns, int from, int count, int[] numbers, int position) {
    ColumnSource source = columns[ordinal];
    if (isText && source.dictionary() != null) {
      numberByDictionary(source, from, count, numbers, position);
      return;
    }
    boolean mayHaveNulls = source.mayHaveNulls();
    for (int i = 0; i < count; i++) {
      int row = from + i;
      numbers[position + i] =
          mayHaveNulls && source.isNull(row) ? NULL : FIRST + number(source, row);
    }
  }

  /** Each entry of a dictionary is looked up once. */
  private void numberByDictionary(
      ColumnSource source, int from, int count, int[] numbers, int position) {
    if (source.dictionary() != dictionary) {
      dictionary = source.dictionary();
      Arrays.fill(dictionaryNumbers, NOT_LOOKED_UP);
    }
    source.dictionaryEntries(from, count, numbers, position);
    boolean mayHaveNulls = source.mayHaveNulls();
    if (!mayHaveNulls) {
      if (areReplaced(numbers, position, count)) {
        return;
      }
      source.dictionaryEntries(from, count, numbers, position);
    }
    for (int i = 0; i < count; i++) {
      numbers[position + i] =
          mayHaveNulls && source.isNull(from + i)
              ? NULL
              : known(numbers[position + i], source, from + i);
    }
  }

  /** Puts known numbers in the place of entries; false if not all of them are known. */
  private boolean areReplaced(int[] entries, int from, int count) {
    int[] known = dictionaryNumbers;
    boolean unknown = false;
    for (int i = from; i < from + count; i++) {
      int entry = entries[i];
      int number = entry < known.length ? known[entry] : NOT_LOOKED_UP;
      unknown |= number == NOT_LOOKED_UP;
      entries[i] = number;
    }
    return !unknown;
  }

  private int known(int entry, ColumnSource source, int row) {
    int number = entry < dictionaryNumbers.length ? dictionaryNumbers[entry] : NOT_LOOKED_UP;
    return number == NOT_LOOKED_UP ? lookUp(entry, source, row) : number;
  }

  private int lookUp(int entry, ColumnSource source, int row) {
    if (entry >= dictionaryNumbers.length) {
      dictionaryNumbers = Arrays.copyOf(dictionaryNumbers, Math.max(64, 2 * entry + 1));
    }
    dictionaryNumbers[entry] = FIRST + textNumber(source.utf8At(row));
    return dictionaryNumbers[entry];
  }

  private int number(ColumnSource source, int row) {
    if (isText) {
      return textNumber(source.utf8At(row));
    } else if (decimal.isPresent()) {
      BigInteger units = source.decimalAt(row, decimal.get()).unscaledValue();
      return textNumber(UTF8String.fromBytes(units.toByteArray()));
    }
    return longs.number(asLong(source, row));
  }

  /** Whether values of this type are written as bytes, and not as a long. */
  static boolean hasBytes(DataType type) {
    return type instanceof StringType || type instanceof DecimalType;
  }

  /** The value as {@link #read} takes it, of a type that has bytes. */
  static byte[] bytes(DataType type, ColumnSource source, int row) {
    return type instanceof DecimalType decimals
        ? source
            .decimalAt(row, NumericType.of(decimals).orElseThrow())
            .unscaledValue()
            .toByteArray()
        : source.utf8At(row).getBytes();
  }

  /** The value as {@link #read} takes it, of any other type; zeros keep their sign. */
  static long bits(DataType type, ColumnSource source, int row) {
    if (type.equals(DataTypes.LongType)
        || type.equals(DataTypes.TimestampType)
        || type.equals(DataTypes.TimestampNTZType)) {
      return source.longAt(row);
    } else if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
      return source.intAt(row);
    } else if (type.equals(DataTypes.DoubleType)) {
      return Double.doubleToLongBits(source.doubleAt(row));
    } else if (type.equals(DataTypes.FloatType)) {
      return Float.floatToIntBits(source.floatAt(row));
    } else if (type.equals(DataTypes.ShortType)) {
      return source.shortAt(row);
    } else if (type.equals(DataTypes.ByteType)) {
      return source.byteAt(row);
    }
    return source.booleanAt(row) ? 1 : 0;
  }

  private long asLong(ColumnSource source, int row) {
    if (type.equals(DataTypes.DoubleType)) {
      return Double.doubleToLongBits(source.doubleAt(row) + 0.0); // −0 + 0 is 0
    } else if (type.equals(DataTypes.FloatType)) {
      return Float.floatToIntBits(source.floatAt(row) + 0.0f);
    }
    return bits(type, source, row);
  }

  private int textNumber(UTF8String text) {
    Integer known = textNumbers.get(text);
    if (known != null) {
      return known;
    }
    UTF8String own = text.copy();
    int number = texts.size();
    textNumbers.put(own, number);
    texts.add(own);
    textBytes += own.numBytes();
    return number;
  }

  /** How many numbers there are: one for each value, and one for null, met or not. */
  int size() {
    return FIRST + longs.size() + texts.size();
  }

  /** About how much memory the values take. */
  long bytes() {
    return 28L * longs.size() + 120L * texts.size() + textBytes;
  }

  /** Writes the value of a number. */
  void write(int number, DataOutputStream out) throws IOException {
    out.writeBoolean(number != NULL);
    if (number == NULL) {
      return;
    }
    int index = number - FIRST;
    if (isText || decimal.isPresent()) {
      byte[] bytes = texts.get(index).getBytes();
      out.writeInt(bytes.length);
      out.write(bytes);
    } else {
      out.writeLong(longs.value(index));
    }
  }

  /** Reads a value as Spark's internal rows hold it. */
  static Object read(DataType type, DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    } else if (type instanceof StringType) {
      return UTF8String.fromBytes(in.readNBytes(in.readInt()));
    } else if (type instanceof DecimalType decimals) {
      BigInteger units = new BigInteger(in.readNBytes(in.readInt()));
      return Decimal.apply(
          new BigDecimal(units, decimals.scale()), decimals.precision(), decimals.scale());
    }
    return ofLong(type, in.readLong());
  }

  private static Object ofLong(DataType type, long value) {
    if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
      return (int) value;
    } else if (type.equals(DataTypes.DoubleType)) {
      return Double.longBitsToDouble(value);
    } else if (type.equals(DataTypes.FloatType)) {
      return Float.intBitsToFloat((int) value);
    } else if (type.equals(DataTypes.ShortType)) {
      return (short) value;
    } else if (type.equals(DataTypes.ByteType)) {
      return (byte) value;
    } else if (type.equals(DataTypes.BooleanType)) {
      return value != 0;
    }
    return value;
  }

  /** Forgets all values. */
  void clear() {
    longs.clear();
    textNumbers.clear();
    texts.clear();
    textBytes = 0;
    dictionary = null;
  }
}
