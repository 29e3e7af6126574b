package org.exactloss.architecture.violations.scan;

import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Touches Spark's internals outside the one class for them. */
public record UsesColumnarBatch(ColumnarBatch batch) {}
