package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema of Parquet files is the one that Spark infers, or is left to Spark. */
class ParquetSchemaTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  @Test
  void isWhatSparkWrote() throws IOException {
    Path data = folder.resolve("data");
    SPARK
        .sql(
            """
            SELECT 1D AS d, 1F AS f, 1 AS i, 1L AS l, 1S AS s, 1Y AS b, 1.25 AS dec, 'x' AS t,
              DATE'2026-01-01' AS day, TIMESTAMP'2026-01-01 00:00:00' AS ts,
              TIMESTAMP_NTZ'2026-01-01 00:00:00' AS ntz, ARRAY(1D, 2D) AS a,
              STRUCT(1 AS x, ARRAY(STRUCT(2 AS y)) AS z) AS st, MAP('k', 1) AS m,
              X'00' AS bin, true AS bool, CAST(NULL AS STRING) AS `a name.with, signs`
            """)
        .write()
        .parquet(data.toString());
    requireThatOfSpark(data);
  }

  @Test
  void isConvertedWhereTheWriterWasNotSpark() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    write(
        data.resolve("a.parquet"),
        """
        message m {
          optional double d; required float f; optional int32 small (INT_16); required int64 id;
          optional binary text (STRING); optional binary raw;
          optional int64 at (TIMESTAMP(MICROS,false)); optional int32 price (DECIMAL(9,2));
          optional group values (LIST) { repeated group list { optional double element; } }
        }
        """);
    requireThatOfSpark(data);
  }

  @Test
  void isThatOfTheFirstFileByName() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    write(data.resolve("b.parquet"), "message m { optional double y; optional double p; }");
    write(data.resolve("a.parquet"), "message m { optional float p; }");
    assertThat(found(data, Map.of()).orElseThrow().fieldNames()).containsExactly("p");
    requireThatOfSpark(data);
  }

  @Test
  void isLeftToSparkWhereSchemasAreMerged() throws IOException {
    Path data = folder.resolve("data");
    SPARK.range(1).write().parquet(data.toString());
    assertThat(found(data, Map.of("mergeSchema", "true"))).isEmpty();
    SPARK.conf().set("spark.sql.parquet.mergeSchema", "true");
    try {
      assertThat(found(data, Map.of())).isEmpty();
      assertThat(found(data, Map.of("mergeSchema", "false"))).isPresent();
    } finally {
      SPARK.conf().unset("spark.sql.parquet.mergeSchema");
    }
  }

  @Test
  void isLeftToSparkWhereFoldersArePartitions() throws IOException {
    Path data = Files.createDirectories(folder.resolve("day=1"));
    write(data.resolve("a.parquet"), "message m { optional double day; }");
    assertThat(found(data, Map.of())).isEmpty();
  }

  /** Spark then says what is wrong. */
  @Test
  void isLeftToSparkWhereTheFooterIsDamaged() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("a.parquet"), "PAR1 this is no footer PAR1");
    assertThat(found(data, Map.of())).isEmpty();
  }

  private static void requireThatOfSpark(Path data) throws IOException {
    StructType expected = SPARK.read().parquet(data.toString()).schema();
    StructType found = found(data, Map.of()).orElseThrow();
    assertThat(SPARK.read().schema(found).parquet(data.toString()).schema()).isEqualTo(expected);
  }

  private static Optional<StructType> found(Path data, Map<String, String> options)
      throws IOException {
    return ParquetSchema.ofFirst(SPARK, options, files(data));
  }

  private static List<FileStatus> files(Path data) throws IOException {
    FileSystem local = FileSystem.getLocal(SPARK.sparkContext().hadoopConfiguration());
    return Arrays.stream(local.listStatus(new org.apache.hadoop.fs.Path(data.toUri())))
        .filter(file -> Stream.of(".", "_").noneMatch(file.getPath().getName()::startsWith))
        .toList();
  }

  private static void write(Path file, String schema) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
        .withType(type)
        .build()
        .close();
  }
}
