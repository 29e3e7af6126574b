package org.exactloss.cli;

import org.exactloss.job.Evaluator;
import org.exactloss.job.ProgressListener;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.testing.LocalSpark;

/** An engine on the Spark session that the tests of this JVM share; it goes on after a close. */
final class SharedEngine implements Engine {
  @Override
  public EvaluationReport evaluate(EvaluationSpec spec, ProgressListener progress) {
    return new Evaluator(LocalSpark.session()).onProgress(progress).evaluate(spec);
  }

  @Override
  public String explain(EvaluationSpec spec) {
    return new Evaluator(LocalSpark.session()).explain(spec);
  }

  @Override
  public void close() {}
}
