package org.exactloss.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options that every benchmark with a Spark session has. */
final class BenchmarkSession {
  @Option(names = "--repetitions", description = "Timed runs of each contender.")
  private int repetitions = 7;

  @Option(names = "--warm-up", description = "Runs of each contender before the timed ones.")
  private int warmUps = 2;

  @Option(names = "--master", description = "Spark master.")
  private String master = "local[*]";

  @Option(names = "--folder", description = "Where the data is made and kept.")
  private Path folder = Path.of("target", "benchmark");

  int repetitions() {
    return repetitions;
  }

  int warmUps() {
    return warmUps;
  }

  /** The folder of the data, which exists. */
  Path folder() {
    try {
      return Files.createDirectories(folder).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Works with a session, which is stopped afterwards. */
  void run(Consumer<SparkSession> work) {
    SparkSession spark = start();
    try {
      work.accept(spark);
    } finally {
      spark.stop();
    }
  }

  private SparkSession start() {
    return SparkSession.builder()
        .master(master)
        .appName("ExactLoss benchmark")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "WARN")
        // So that no event of very many tasks is dropped before it is counted.
        .config("spark.scheduler.listenerbus.eventqueue.capacity", "1000000")
        .getOrCreate();
  }
}
