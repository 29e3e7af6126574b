package org.exactloss.testing;

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
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        .config("spark.sql.catalogImplementation", "in-memory")
        .getOrCreate();
  }
}
