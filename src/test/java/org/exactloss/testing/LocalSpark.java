package org.exactloss.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of the tests that run in this JVM: two threads, no user interface. */
public final class LocalSpark {
  private LocalSpark() {}

  /** The session; it lives until the JVM ends. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("ExactLoss tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.warehouse.dir", temporary("warehouse"))
        .config("spark.sql.catalogImplementation", "in-memory")
        .getOrCreate();
  }

  private static String temporary(String name) {
    try {
      return Files.createTempDirectory("exactloss-" + name).toUri().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
