package org.exactloss.architecture.violations.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Asks for Spark's plan outside the one class for it. */
public final class UsesQueryExecution {
  String plan(Dataset<Row> data) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) data).queryExecution().toString();
  }
}
