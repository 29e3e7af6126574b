package org.exactloss.architecture.violations.scan;

import org.apache.spark.sql.catalyst.InternalRow;

/** Reads Spark's own rows outside the sources of data. */
public record ReadsInternalRows(InternalRow row) {}
