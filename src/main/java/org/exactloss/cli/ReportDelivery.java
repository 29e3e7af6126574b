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

/** Brings a report where it was requested. */
final class ReportDelivery {
  /** The exit code where a gate fired and nothing is refused. */
  private static final int GATE_FIRED = 5;

  private final PrintStream out;
  private final Messages messages;
  private final boolean standardOutput;

  /**
   * @param standardOutput whether the JSON report goes to standard output, instead of the table
   */
  ReportDelivery(PrintStream out, Messages messages, boolean standardOutput) {
    this.out = out;
    this.messages = messages;
    this.standardOutput = standardOutput;
  }

  /**
   * Delivers, and returns the exit code: 0, that of refused data, or that of a gate. The table
   * comes first: it is there even if the report cannot be written.
   */
  int deliver(EvaluationReport report, Optional<AtomicOutput> file, Optional<AtomicOutput> page) {
    try {
      show(report);
    } finally {
      // A reader that has quit must not cost the files of a long job.
      if (!report.allRefused()) {
        write(report, file, page);
      }
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

  private void show(EvaluationReport report) {
    if (!standardOutput) {
      print(out, TextReport.of(report, Terminal.outputStyle()));
    } else if (report.allRefused()) {
      // Whoever reads the JSON there gets nothing instead of something else.
      messages.text(TextReport.of(report));
    } else {
      print(out, JsonReport.of(report));
    }
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

  /** Prints a text, or says that this cannot be done. */
  static void print(PrintStream out, String text) {
    out.print(text);
    if (out.checkError()) {
      throw EvaluationException.storage(
          "Cannot write to standard output: the system refuses it; see where it is redirected to");
    }
  }
}
