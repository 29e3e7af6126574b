package org.exactloss.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateWords;
import org.exactloss.report.JsonReport;
import org.exactloss.report.TextReport;
import org.exactloss.report.page.HtmlPage;
import org.exactloss.report.page.ReportDocument;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.store.AtomicOutput;

/** Evaluates what was requested, and brings the results where they were requested. */
final class EvaluateCommand {
  /** The exit code where a gate fired and nothing is refused. */
  private static final int GATE_FIRED = 5;

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
    Optional<AtomicOutput> json = prepare(request.reportFile());
    Optional<AtomicOutput> page = prepare(request.html());
    try (Engine engine = engines.start(request.spec())) {
      cancellation.watch(engine);
      if (request.explain()) {
        print(engine.explain(request.spec()).stripTrailing() + "\n");
        return 0;
      }
      return deliver(evaluate(engine).withOptions(request.options()), json, page);
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

  /** The table comes first: it is there even if the report cannot be written. */
  private int deliver(
      EvaluationReport report, Optional<AtomicOutput> file, Optional<AtomicOutput> page) {
    if (!request.reportsToStandardOutput()) {
      print(TextReport.of(report, Terminal.outputStyle()));
    } else if (report.allRefused()) {
      // Whoever reads the JSON there gets nothing instead of something else.
      messages.text(TextReport.of(report));
    } else {
      print(JsonReport.of(report));
    }
    if (!report.allRefused()) {
      write(report, file, page);
    }
    List<String> refusals = refusals(report);
    refusals.forEach(messages::error);
    List<String> gates = GateWords.messages(report.gates());
    gates.forEach(messages::error);
    if (!refusals.isEmpty()) {
      return Kind.DATA.exitCode();
    }
    return gates.isEmpty() ? 0 : GATE_FIRED;
  }

  /** The page is made from the JSON, as the command report would make it. */
  private static void write(
      EvaluationReport report, Optional<AtomicOutput> file, Optional<AtomicOutput> page) {
    if (file.isEmpty() && page.isEmpty()) {
      return;
    }
    byte[] json = JsonReport.of(report).getBytes(StandardCharsets.US_ASCII);
    file.ifPresent(output -> output.write(stream -> stream.write(json)));
    page.ifPresent(
        output -> {
          ReportDocument document = ReportDocument.parse(json, "of this evaluation");
          byte[] html = HtmlPage.of(List.of(document)).getBytes(StandardCharsets.UTF_8);
          output.write(stream -> stream.write(html));
        });
  }

  private static List<String> refusals(EvaluationReport report) {
    Set<String> refusals = new LinkedHashSet<>();
    for (ModelResult result : report.results()) {
      refusals.addAll(result.refusals());
    }
    return List.copyOf(refusals);
  }

  private void print(String text) {
    out.print(text);
    if (out.checkError()) {
      throw EvaluationException.storage(
          "Cannot write to standard output: the system refuses it; see where it is redirected to");
    }
  }
}
