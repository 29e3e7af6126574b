package org.exactloss.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.job.StateMerge;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.OutputPlaces;

/** Adds and subtracts saved states; starts no Spark. */
final class MergeCommand {
  private final Invocation.Merge request;
  private final PrintStream out;
  private final Messages messages;

  MergeCommand(Invocation.Merge request, PrintStream out, Messages messages) {
    this.request = request;
    this.out = out;
    this.messages = messages;
  }

  /**
   * Runs to the end and returns the exit code: 0, or that of refused data.
   *
   * @throws EvaluationException if the states do not go together, or something cannot be read or
   *     written
   */
  int run() {
    Configuration fileSystems = SparkEngine.fileSystems();
    OutputPlaces.requireApart(outputPaths(), fileSystems);
    boolean standardOutput = request.report().equals(Optional.of("-"));
    List<String> states =
        Stream.concat(request.added().stream(), request.subtracted().stream()).toList();
    Optional<AtomicOutput> json =
        standardOutput ? Optional.empty() : prepare(request.report(), states, fileSystems);
    // The sum may take the place of one of the states: it is complete before that is replaced.
    Optional<AtomicOutput> state = prepare(request.state(), List.of(), fileSystems);
    StateMerge merge = new StateMerge(request.added(), request.subtracted(), fileSystems);
    EvaluationReport report = merge.report();
    if (!report.allRefused()) {
      state.ifPresent(merge::write);
    }
    return new ReportDelivery(out, messages, standardOutput)
        .deliver(report, json, Optional.empty());
  }

  private Map<String, String> outputPaths() {
    Map<String, String> paths = new LinkedHashMap<>();
    request.report().filter(uri -> !uri.equals("-")).ifPresent(uri -> paths.put("--report", uri));
    request.state().ifPresent(uri -> paths.put("--state", uri));
    return paths;
  }

  private Optional<AtomicOutput> prepare(
      Optional<String> file, List<String> inputs, Configuration fileSystems) {
    return file.map(uri -> AtomicOutput.prepare(uri, request.existing(), inputs, fileSystems));
  }
}
