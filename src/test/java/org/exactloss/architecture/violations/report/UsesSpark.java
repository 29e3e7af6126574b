package org.exactloss.architecture.violations.report;

import org.apache.spark.sql.SparkSession;

/** Knows Spark where nobody should. */
public record UsesSpark(SparkSession spark) {}
