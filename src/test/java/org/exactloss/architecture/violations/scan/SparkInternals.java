package org.exactloss.architecture.violations.scan;

import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Bears the name of the one class that may. */
public record SparkInternals(ColumnarBatch batch) {}
