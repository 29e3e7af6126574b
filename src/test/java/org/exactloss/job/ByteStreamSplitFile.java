package org.exactloss.job;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A Parquet file in an encoding that parquet-java reads and Spark's vectorized reader does not,
 * beside a column of a type that is not read from pages.
 */
final class ByteStreamSplitFile {
  /** Σ (i + 0.5 − i)² over 1,000 rows. */
  static final double SUM_OF_1000 = 250;

  private ByteStreamSplitFile() {}

  static void write(Path file, int rows) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required double p; required int32 t (INTEGER(16,true)); }");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .withType(schema)
            .withDictionaryEncoding(false)
            .withByteStreamSplitEncoding(true)
            .build()) {
      for (int i = 0; i < rows; i++) {
        writer.write(groups.newGroup().append("p", i + 0.5).append("t", i));
      }
    }
  }
}
