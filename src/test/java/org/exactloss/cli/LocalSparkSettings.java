package org.exactloss.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.exactloss.testing.LocalSpark;

/**
 * System properties for the Spark of a test, as spark-submit would hand them over. A Spark that an
 * earlier test of this process left running would go on without them, so it is stopped.
 */
final class LocalSparkSettings implements AutoCloseable {
  private final Map<String, String> before = new HashMap<>();

  /** Sets them until closed; Spark's own files go to the folder. */
  LocalSparkSettings(Path folder) {
    LocalSpark.stop();
    Map<String, String> settings =
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", "2",
            "spark.sql.catalogImplementation", "in-memory",
            "spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString(),
            "derby.system.home", folder.toString());
    settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
