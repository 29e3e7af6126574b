package org.exactloss.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;

/** SKELETON. Evaluates models on Spark: plans the scan, runs it, merges and finishes. */
public final class Evaluator {
  public Evaluator(SparkSession spark) {}

  /** Who hears of progress; nobody by default. */
  public Evaluator onProgress(ProgressListener listener) {
    return this;
  }

  /** Reads the input that the specification names. Throws EvaluationException. */
  public EvaluationReport evaluate(EvaluationSpec spec) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Evaluates a data set at hand; the specification names no input. */
  public EvaluationReport evaluate(Dataset<Row> data, EvaluationSpec spec) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** What would be read, by which reader and kernel, as lines for people; reads no rows. */
  public String explain(EvaluationSpec spec) {
    throw new UnsupportedOperationException("skeleton");
  }
}
