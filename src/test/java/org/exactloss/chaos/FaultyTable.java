package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.exactloss.chaos.CrashPoints.Content;
import org.exactloss.store.ExistingOutput;
import org.exactloss.store.StagedTable;

/** A table of two files that Spark writes to the faulty file system. */
final class FaultyTable implements CrashPoints.Publication, AutoCloseable {
  private static final int ROWS = 40;

  private final SparkSession spark;
  private final Path folder;

  private FaultyTable(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  static FaultyTable in(Path folder) {
    String scheme = FaultyFileSystem.SCHEME;
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "OFF")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.hadoop.fs." + scheme + ".impl", FaultyFileSystem.class.getName())
            .config(
                "spark.hadoop.fs.AbstractFileSystem." + scheme + ".impl",
                FaultyFileSystem.Context.class.getName())
            .getOrCreate();
    return new FaultyTable(spark, folder);
  }

  private static long first(Content content) {
    return content.ordinal() * 1000L;
  }

  private Path table() {
    return folder.resolve("table.csv");
  }

  @Override
  public void publish(Content content, ExistingOutput existing) {
    StagedTable output =
        StagedTable.prepare(
            FaultyFileSystem.SCHEME + "://" + table(),
            existing,
            List.of(),
            spark.sparkContext().hadoopConfiguration());
    output.write(
        spark.range(first(content), first(content) + ROWS, 1, 2).toDF("id"), List.of(), () -> {});
  }

  @Override
  public Content found() throws IOException {
    return Files.exists(table()) ? contentOf(table()) : Content.NOTHING;
  }

  @Override
  public boolean oldIsKept() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path hidden : all.filter(Files::isDirectory).toList()) {
        if (contentOf(hidden) == Content.OLD) {
          return true;
        }
      }
    }
    return false;
  }

  private static Content contentOf(Path table) throws IOException {
    List<Long> rows = new ArrayList<>();
    try (Stream<Path> parts = Files.list(table)) {
      for (Path part : parts.filter(file -> file.toString().endsWith(".csv")).toList()) {
        for (String line : Files.readAllLines(part)) {
          if (!line.equals("id")) {
            rows.add(Long.valueOf(line));
          }
        }
      }
    }
    Collections.sort(rows);
    for (Content content : List.of(Content.OLD, Content.NEW)) {
      long first = first(content);
      if (rows.equals(LongStream.range(first, first + ROWS).boxed().toList())) {
        return content;
      }
    }
    return Content.MIXED;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
