package org.exactloss.job;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.exactloss.scan.LossScan;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;

/** The tables that an evaluation writes. */
record Tables(Optional<ResultTable> results, Optional<ErrorTable> errors) {
  /**
   * Checks that the places of the tables can be used.
   *
   * @throws EvaluationException if one cannot
   */
  static Tables prepare(SparkSession spark, EvaluationSpec spec) {
    return new Tables(ResultTable.prepare(spark, spec), ErrorTable.prepare(spark, spec));
  }

  /** Checks that the tables can have their columns. */
  void requireStorable(LossScan scan) {
    results.ifPresent(table -> table.requireStorable(table.layout(scan)));
    errors.ifPresent(table -> table.requireStorable(scan));
  }
}
