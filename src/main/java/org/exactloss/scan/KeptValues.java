package org.exactloss.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The values of columns that go along with the largest errors. Numbers, truth values, dates, times
 * and text are kept as they are, bytes as hexadecimal digits, and all else as the text that Spark
 * casts it to.
 */
final class KeptValues {
  private final List<DataType> types;
  private final int first;

  KeptValues(WorstRequest request) {
    types = types(request.kept());
    first = request.first();
  }

  /** The column in the form in which it is kept. */
  static Column column(StructField field) {
    Column column = KeptColumns.column(field.name());
    if (GroupColumn.isPossible(field.dataType())) {
      return column;
    }
    return field.dataType() instanceof BinaryType
        ? functions.hex(column)
        : column.cast(DataTypes.StringType);
  }

  /** The column's name with the type of that form. */
  static StructField form(StructField field) {
    DataType type =
        GroupColumn.isPossible(field.dataType()) ? field.dataType() : DataTypes.StringType;
    return DataTypes.createStructField(field.name(), type, true);
  }

  static List<DataType> types(StructType kept) {
    return Stream.of(kept.fields()).map(StructField::dataType).toList();
  }

  /** The values in a row, as {@link GroupColumn#read} reads them one after another. */
  byte[] bytes(ColumnSource[] columns, int row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int i = 0; i < types.size(); i++) {
        ColumnSource source = columns[first + i];
        out.writeBoolean(!source.isNull(row));
        if (!source.isNull(row)) {
          write(types.get(i), source, row, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataType type, ColumnSource source, int row, DataOutputStream out)
      throws IOException {
    if (GroupColumn.hasBytes(type)) {
      byte[] value = GroupColumn.bytes(type, source, row);
      out.writeInt(value.length);
      out.write(value);
    } else {
      out.writeLong(GroupColumn.bits(type, source, row));
    }
  }
}
