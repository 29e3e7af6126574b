package org.exactloss.cli;

import java.io.PrintStream;
import java.util.Optional;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Printable;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Redaction;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.OutputPlaces;

/** Evaluates what was requested, and brings the results where they were requested. */
final class EvaluateCommand {
  private final EvaluationRequest request;
  private final Engine.Factory engines;
  private final Cancellation cancellation;
  private final PrintStream out;
  private final Messages messages;

  EvaluateCommand(
      EvaluationRequest request,
      Engine.Factory engines,
      Cancellation cancellation,
      PrintStream out,
      Messages messages) {
    this.request = request;
    this.engines = engines;
    this.cancellation = cancellation;
    this.out = out;
    this.messages = messages;
  }

  /**
   * Runs to the end and returns the exit code: 0, that of refused data, or that of a gate.
   *
   * @throws EvaluationException if it does not come to results, or cannot write them
   */
  int run() {
    OutputPlaces.requireApart(request.outputPaths(), SparkEngine.fileSystems());
    Optional<AtomicOutput> json = prepare(request.reportFile());
    Optional<AtomicOutput> page = prepare(request.html());
    try (Engine engine = engines.start(request.spec())) {
      cancellation.watch(engine);
      if (request.explain()) {
        String text = Redaction.text(engine.explain(request.spec()), request.secrets());
        ReportDelivery.print(out, Printable.lines(text).stripTrailing() + "\n");
        return 0;
      }
      return new ReportDelivery(out, messages, request.reportsToStandardOutput())
          .deliver(evaluate(engine).withOptions(request.options()), json, page);
    }
  }

  private Optional<AtomicOutput> prepare(Optional<String> file) {
    return file.map(
        uri ->
            AtomicOutput.prepare(
                uri, request.existing(), request.spec().inputPaths(), SparkEngine.fileSystems()));
  }

  private EvaluationReport evaluate(Engine engine) {
    if (request.quiet() || !Terminal.isStandardError()) {
      return engine.evaluate(request.spec(), (finished, total) -> {});
    }
    try (ProgressBar bar = ProgressBar.on(messages.stream())) {
      return engine.evaluate(request.spec(), bar);
    }
  }
}
