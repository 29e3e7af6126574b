package org.exactloss.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * How parquet-java's own writer lays out a file of numbers.
 *
 * @param version of the data pages
 * @param pageBytes about how large a page becomes
 * @param pageRows the most rows of a page
 * @param groupRows the most rows of a row group
 */
public record PageLayout(
    WriterVersion version,
    CompressionCodecName codec,
    Encoding encoding,
    Checksums checksums,
    int pageBytes,
    int pageRows,
    int groupRows) {

  /** How values are encoded. */
  public enum Encoding {
    /** As they are in memory; integers of pages of version 2 as their differences. */
    PLAIN,
    DICTIONARY,
    /** A dictionary that soon is full, so that the pages behind it are without one. */
    FULL_DICTIONARY,
    BYTE_STREAM_SPLIT
  }

  /** Whether pages have checksums. */
  public enum Checksums {
    PRESENT,
    ABSENT
  }

  /** Writes columns of the types DOUBLE, FLOAT, INT and BIGINT. */
  public Path write(Path file, Table table) {
    MessageType schema = schema(table);
    boolean dictionary = encoding == Encoding.DICTIONARY || encoding == Encoding.FULL_DICTIONARY;
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .withType(schema)
            .withWriterVersion(version)
            .withCompressionCodec(codec)
            .withDictionaryEncoding(dictionary)
            .withDictionaryPageSize(encoding == Encoding.FULL_DICTIONARY ? 3000 : 1 << 20)
            .withByteStreamSplitEncoding(encoding == Encoding.BYTE_STREAM_SPLIT)
            .withPageWriteChecksumEnabled(checksums == Checksums.PRESENT)
            .withPageSize(pageBytes)
            .withPageRowCountLimit(pageRows)
            .withMinRowCountForPageSizeCheck(10)
            .withRowGroupRowCountLimit(groupRows)
            .build()) {
      for (Row row : table.rows()) {
        writer.write(group(schema, row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static MessageType schema(Table table) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (StructField field : table.schema().fields()) {
      Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
      PrimitiveTypeName stored = stored(field);
      schema.addField(
          Types.primitive(stored, repetition)
              .as(stored == PrimitiveTypeName.BINARY ? LogicalTypeAnnotation.stringType() : null)
              .named(field.name()));
    }
    return schema.named("table");
  }

  private static PrimitiveTypeName stored(StructField field) {
    if (field.dataType().equals(DataTypes.DoubleType)) {
      return PrimitiveTypeName.DOUBLE;
    } else if (field.dataType().equals(DataTypes.FloatType)) {
      return PrimitiveTypeName.FLOAT;
    } else if (field.dataType().equals(DataTypes.StringType)) {
      return PrimitiveTypeName.BINARY;
    }
    return field.dataType().equals(DataTypes.LongType)
        ? PrimitiveTypeName.INT64
        : PrimitiveTypeName.INT32;
  }

  private static Group group(MessageType schema, Row row) {
    Group group = new SimpleGroup(schema);
    for (int i = 0; i < row.length(); i++) {
      Object value = row.get(i);
      if (value instanceof Double number) {
        group.add(i, number);
      } else if (value instanceof Float number) {
        group.add(i, number);
      } else if (value instanceof String text) {
        group.add(i, text);
      } else if (value instanceof Long number) {
        group.add(i, number);
      } else if (value instanceof Integer number) {
        group.add(i, number);
      }
    }
    return group;
  }
}
