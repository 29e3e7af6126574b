package org.exactloss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.exactloss.job.ProgressListener;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;

/** An engine that returns what a test has prepared, and records what it was asked. */
final class PreparedEngine implements Engine {
  private final Supplier<EvaluationReport> report;
  private final List<EvaluationSpec> asked = new ArrayList<>();
  private int closed;

  PreparedEngine(Supplier<EvaluationReport> report) {
    this.report = report;
  }

  List<EvaluationSpec> asked() {
    return asked;
  }

  int closed() {
    return closed;
  }

  @Override
  public EvaluationReport evaluate(EvaluationSpec spec, ProgressListener progress) {
    asked.add(spec);
    progress.update(1, 1);
    return report.get();
  }

  @Override
  public String explain(EvaluationSpec spec) {
    asked.add(spec);
    return "input: " + String.join(", ", spec.inputPaths()) + "\n";
  }

  @Override
  public void close() {
    closed++;
  }
}
