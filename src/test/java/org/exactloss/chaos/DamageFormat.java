package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A format of small files that are damaged. */
enum DamageFormat {
  /** Its pages have checksums; its footer has none. */
  PARQUET("parquet", "parquet", Checksum.SOME, "snappy"),
  /** As Spark writes it, without a checksum. */
  ORC("orc", "orc", Checksum.NONE, "zlib"),
  CSV("csv", "csv", Checksum.NONE, "none"),
  CSV_GZIP("csv", "csv.gz", Checksum.ALL, "gzip"),
  JSON("json", "json", Checksum.NONE, "none"),
  JSON_GZIP("json", "json.gz", Checksum.ALL, "gzip"),
  /** Its reader is no part of Spark. */
  AVRO("avro", "avro", Checksum.NONE, "deflate");

  /** Those that Spark reads by itself. */
  static final List<DamageFormat> OF_SPARK =
      Stream.of(values()).filter(format -> format != AVRO).toList();

  /** What of a file is protected. */
  enum Checksum {
    NONE,
    SOME,
    ALL
  }

  private static final int ROWS = 10;

  private final String source;
  private final String ending;
  private final Checksum checksum;
  private final String compression;

  DamageFormat(String source, String ending, Checksum checksum, String compression) {
    this.source = source;
    this.ending = ending;
    this.checksum = checksum;
    this.compression = compression;
  }

  /** Spark's name of it. */
  String source() {
    return source;
  }

  /** Whether a wrong answer to a damaged file is a fault of the program. */
  boolean hasChecksums() {
    return checksum != Checksum.NONE;
  }

  /** The name of a file with this ending. */
  Path file(Path folder) {
    return folder.resolve(name().toLowerCase(Locale.ROOT) + "." + ending);
  }

  /** The bytes of a whole file, of full-precision doubles. */
  byte[] whole(SparkSession spark, Path folder) throws IOException {
    Path table = folder.resolve("whole-" + name());
    if (!Files.exists(table)) {
      spark
          .range(0, ROWS, 1, 1)
          .select(
              functions.expr("100 * randn(1)").as("p"), functions.expr("100 * randn(2)").as("t"))
          .write()
          .format(source)
          .option("compression", compression)
          .option("header", "true")
          .save(table.toUri().toString());
    }
    try (Stream<Path> files = Files.list(table)) {
      List<Path> parts =
          files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
      return Files.readAllBytes(parts.get(0));
    }
  }

  /** One damaged file: cut at an offset while there are offsets, then with a bit flipped. */
  static byte[] damaged(byte[] whole, int number, long seed) {
    if (number < whole.length) {
      return Arrays.copyOf(whole, number);
    }
    byte[] bytes = whole.clone();
    int bit = new SplittableRandom(seed * 1_000_003 + number).nextInt(bytes.length * Byte.SIZE);
    bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return bytes;
  }
}
