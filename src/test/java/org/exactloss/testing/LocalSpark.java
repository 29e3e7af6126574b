package org.exactloss.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of the tests that run in this JVM: two threads, no user interface. */
public final class LocalSpark {
  private LocalSpark() {}

  /** The session; it lives until it is stopped or the JVM ends. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("ExactLoss tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.warehouse.dir", Warehouse.FOLDER.toUri().toString())
        .config("spark.sql.catalogImplementation", "in-memory")
        .getOrCreate();
  }

  /** Stops the Spark of this JVM, if one runs: for tests that need one of their own. */
  public static void stop() {
    if (!SparkSession.getDefaultSession().isEmpty()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  /** Made with the first session, and removed when the JVM ends. */
  private static final class Warehouse {
    static final Path FOLDER = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("exactloss-warehouse");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
