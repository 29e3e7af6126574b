package org.exactloss.cli;

import org.exactloss.job.ProgressListener;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;

/** What evaluates: a Spark session of this program. */
interface Engine extends AutoCloseable {
  EvaluationReport evaluate(EvaluationSpec spec, ProgressListener progress);

  /** What would be read, by which reader and kernel; reads no rows. */
  String explain(EvaluationSpec spec);

  /** Ends at once, from any thread and at any time; what runs fails. */
  @Override
  void close();

  /** Starts engines. */
  @FunctionalInterface
  interface Factory {
    Engine start(EvaluationSpec spec);
  }
}
