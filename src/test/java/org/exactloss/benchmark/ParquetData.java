package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files with predictions from N(0, 1) and targets from N(50, 10), the same on every run.
 * Made once, with the true loss beside them.
 *
 * @param path the folder of the Parquet files
 * @param rows with and without nulls
 * @param truth what every exact answer must equal: of the rows without nulls, weighted if there is
 *     a weight
 * @param bytes size of the files
 */
record ParquetData(Path path, long rows, ExactOracle truth, long bytes) {
  private static final int FILES = 8;

  /** The type of the columns. */
  enum Type {
    DOUBLE,
    FLOAT
  }

  /** Whether the columns may hold nulls, and do. */
  enum Presence {
    REQUIRED("%s"),
    NULLABLE("nullif(%s, double('NaN'))"),
    ONE_PERCENT_NULLS("if(rand(%%d) < 0.01, null, %s)");

    private final String expression;

    Presence(String expression) {
      this.expression = expression;
    }
  }

  /** The digits of the values, which decide how they are encoded. */
  enum Digits {
    FULL("%s"),
    /** Few different values, which Parquet keeps in dictionaries. */
    TWO_DECIMALS("round(%s, 2)");

    private final String expression;

    Digits(String expression) {
      this.expression = expression;
    }
  }

  /** Which columns there are. */
  enum Columns {
    PAIR,
    WEIGHTED
  }

  /** Whether pages have checksums to be verified. */
  enum Checksums {
    WRITTEN,
    NONE
  }

  /**
   * How the files are made.
   *
   * @param codec as Spark names it
   */
  record Layout(
      Type type,
      String codec,
      Presence presence,
      Digits digits,
      Columns columns,
      Checksums checksums) {
    static final Layout USUAL =
        new Layout(
            Type.DOUBLE, "snappy", Presence.NULLABLE, Digits.FULL, Columns.PAIR, Checksums.WRITTEN);

    Layout with(Type other) {
      return new Layout(other, codec, presence, digits, columns, checksums);
    }

    Layout with(Presence other) {
      return new Layout(type, codec, other, digits, columns, checksums);
    }

    Layout with(Digits other) {
      return new Layout(type, codec, presence, other, columns, checksums);
    }

    Layout with(Columns other) {
      return new Layout(type, codec, presence, digits, other, checksums);
    }

    Layout with(Checksums other) {
      return new Layout(type, codec, presence, digits, columns, other);
    }

    Layout compressedBy(String other) {
      return new Layout(type, other, presence, digits, columns, checksums);
    }

    private String name() {
      return String.join("-", type.name(), codec, presence.name(), digits.name(), columns.name())
              .toLowerCase(Locale.ROOT)
          + (checksums == Checksums.NONE ? "-unverified" : "");
    }

    private Column column(String values, String name, int seed) {
      String number =
          type.name().toLowerCase(Locale.ROOT) + "(" + digits.expression.formatted(values) + ")";
      return expr(presence.expression.formatted(number).replace("%d", Integer.toString(seed)))
          .as(name);
    }

    private Column[] columnExpressions() {
      List<Column> all = new ArrayList<>();
      all.add(column("randn(1)", "prediction", 11));
      all.add(column("50 + 10 * randn(2)", "target", 12));
      if (columns == Columns.WEIGHTED) {
        all.add(column("0.5 + rand(3)", "weight", 13));
      }
      return all.toArray(Column[]::new);
    }
  }

  static ParquetData in(Path folder, SparkSession spark, long rows, Layout layout) {
    Path data = folder.resolve("data-" + rows + "-" + layout.name());
    Path truth = data.resolveSibling(data.getFileName() + ".properties");
    try {
      if (!Files.exists(truth)) {
        write(spark, data, rows, layout);
        oracle(spark.read().parquet(data.toUri().toString()).na().drop(), layout).store(truth);
      }
      return new ParquetData(data, rows, ExactOracle.load(truth), sizeOf(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExactOracle oracle(Dataset<Row> used, Layout layout) {
    return layout.columns == Columns.WEIGHTED
        ? WeightedOracle.of(
            used.selectExpr("double(prediction)", "double(target)", "double(weight)"))
        : ExactOracle.of(used.selectExpr("double(prediction)", "double(target)"));
  }

  private static void write(SparkSession spark, Path data, long rows, Layout layout)
      throws IOException {
    boolean checksums = layout.checksums == Checksums.WRITTEN;
    spark
        .range(0, rows, 1, FILES)
        .select(layout.columnExpressions())
        .write()
        .mode(SaveMode.Overwrite)
        .option("compression", layout.codec)
        .option("parquet.page.write-checksum.enabled", Boolean.toString(checksums))
        .parquet(data.toUri().toString());
    if (!checksums) {
      // Without these, Hadoop has none to verify either.
      try (DirectoryStream<Path> files = Files.newDirectoryStream(data, ".*.crc")) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    }
  }

  /** The Parquet files. */
  List<Path> files() {
    try {
      return filesOf(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.parquet")) {
      files.forEach(all::add);
    }
    return all.stream().sorted().toList();
  }

  private static long sizeOf(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : filesOf(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
