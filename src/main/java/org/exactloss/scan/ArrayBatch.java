package org.exactloss.scan;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How many rows of arrays Spark's readers put into a batch. A batch is held in memory as a whole,
 * and a row may have a million entries. How many there are is seen from the footers of some files.
 */
final class ArrayBatch {
  /** Entries that a column of a batch may have. */
  private static final long ENTRIES = 1 << 20;

  /** Files that are looked into. */
  private static final int FILES = 8;

  private static final List<String> SETTINGS =
      List.of("spark.sql.parquet.columnarReaderBatchSize", "spark.sql.orc.columnarReaderBatchSize");

  private ArrayBatch() {}

  /** Plans to read arrays; the session's settings are afterwards as before. */
  static <T> T planned(Dataset<Row> data, Supplier<T> plan) {
    SparkSession spark = data.sparkSession();
    OptionalInt rows = rows(spark.sparkContext().hadoopConfiguration(), data.inputFiles());
    Map<String, String> before =
        SETTINGS.stream().collect(Collectors.toMap(name -> name, spark.conf()::get));
    try {
      before.forEach(
          (name, size) ->
              rows.ifPresent(
                  most -> spark.conf().set(name, Math.min(most, Integer.parseInt(size)))));
      return plan.get();
    } finally {
      before.forEach(spark.conf()::set);
    }
  }

  /**
   * The rows that a batch of these files may have, at least 1; nothing where none of them is a
   * Parquet or ORC file with rows.
   */
  static OptionalInt rows(Configuration hadoop, String... files) {
    long entries = 0;
    int step = Math.max(1, files.length / FILES);
    for (int i = 0; i < files.length; i += step) {
      entries = Math.max(entries, entriesOfRow(hadoop, new Path(URI.create(files[i]))));
    }
    return entries == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.max(1, ENTRIES / entries));
  }

  /** The mean number of entries in a row, of the column with most; 0 if the file does not say. */
  private static long entriesOfRow(Configuration hadoop, Path file) {
    try {
      if (file.getName().endsWith(".parquet")) {
        return entriesOfParquetRow(hadoop, file);
      } else if (file.getName().endsWith(".orc")) {
        return entriesOfOrcRow(hadoop, file);
      }
      return 0;
    } catch (IOException | RuntimeException unreadable) {
      return 0; // whoever reads the rows will say so, in words of its own
    }
  }

  private static long entriesOfParquetRow(Configuration hadoop, Path file) throws IOException {
    long entries = 0;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : block.getColumns()) {
          entries = Math.max(entries, perRow(column.getValueCount(), block.getRowCount()));
        }
      }
    }
    return entries;
  }

  private static long entriesOfOrcRow(Configuration hadoop, Path file) throws IOException {
    long entries = 0;
    try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(hadoop))) {
      for (ColumnStatistics column : reader.getStatistics()) {
        entries = Math.max(entries, perRow(column.getNumberOfValues(), reader.getNumberOfRows()));
      }
    }
    return entries;
  }

  private static long perRow(long entries, long rows) {
    return rows == 0 ? 0 : (entries + rows - 1) / rows;
  }
}
