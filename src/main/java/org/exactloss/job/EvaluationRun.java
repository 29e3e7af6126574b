package org.exactloss.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateResult;
import org.exactloss.report.WorstReport;
import org.exactloss.scan.LossScan;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One evaluation, from the plan to the report and the tables. */
final class EvaluationRun {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);

  private final SparkSession spark;
  private final Sources sources;
  private final EvaluationSpec spec;
  private final Tables tables;
  private final Optional<StateOutput> state;
  private final SafeSession session;
  private final ScanRun runner;
  private final Instant start = Instant.now();

  EvaluationRun(
      SparkSession spark,
      Sources sources,
      Tables tables,
      Optional<StateOutput> state,
      SafeSession session,
      Optional<ProgressListener> progress) {
    this.spark = spark;
    this.sources = sources;
    this.tables = tables;
    this.state = state;
    this.session = session;
    spec = sources.spec();
    runner = new ScanRun(spark, spec, session, progress);
  }

  /**
   * Reads the data and writes the tables.
   *
   * @throws EvaluationException if the user has to mend something before there can be numbers
   */
  EvaluationReport run() {
    LossScan planned = ScanRun.plan(sources);
    LOG.info("Reader: {}", planned.reader());
    LOG.info("Kernel: {}", planned.kernel());
    tables.requireStorable(planned);
    List<String> models = planned.names();
    Gates.requireModels(spec.analysis().gates(), models);
    Optional<Penalties> penalties =
        spec.penalty().map(penalty -> Penalties.open(spark, penalty, models));
    Map<String, ExactRational> values =
        penalties.map(opened -> opened.read(models, spec.treeDepth())).orElse(Map.of());
    InputGuard guard = InputGuard.watch(spark, sources);
    ScanRun.Scanned scanned = runner.run(planned);
    guard.requireComplete(scanned.result());
    EvaluationReport report =
        new ReportBuilder(
                spec,
                sources.origins(),
                penalties.map(Penalties::origins).orElse(List.of()),
                values,
                spark.version(),
                start)
            .build(
                scanned.scan().names(),
                scanned.scan().reader(),
                String.join("; ", scanned.result().kernels()),
                scanned.result());
    return finish(report, scanned, guard);
  }

  /** Adds batches, slices and gates, and writes the tables; of refused models nothing. */
  private EvaluationReport finish(
      EvaluationReport report, ScanRun.Scanned scanned, InputGuard guard) {
    if (report.allRefused()) {
      return report;
    }
    if (report.results().stream().noneMatch(ModelResult::refused)) {
      // The long one first: the same command goes on where it has failed.
      writeErrors(scanned, guard);
    }
    Optional<BatchResults> batches = batches(scanned, report);
    List<SliceResults> slices = slices(scanned, report);
    EvaluationReport whole =
        batches
            .map(
                results ->
                    runner.inJobGroup(
                        "ExactLoss: batches", () -> ScanRun.translating(results::report)))
            .map(report::withBatches)
            .orElse(report)
            .withSlicings(slices.stream().map(SliceResults::report).toList())
            .withWorst(worst(report, scanned));
    whole = whole.withGates(gates(whole, slices));
    if (scanned.groups().isPresent()) {
      // Parts of groups that were lost have been made again from the input.
      guard.requireUnchanged();
    }
    writeResults(whole, scanned, batches, slices, guard);
    state.ifPresent(output -> writeState(output, scanned, guard));
    return whole;
  }

  private void writeState(StateOutput output, ScanRun.Scanned scanned, InputGuard guard) {
    SortedMap<String, List<String>> request = StateRequest.of(spark, sources);
    runner.inJobGroup(
        "ExactLoss: state",
        () ->
            ScanRun.translating(
                () -> {
                  output.write(
                      request,
                      guard.covered(),
                      scanned.scan(),
                      scanned.result(),
                      scanned.groups().map(groups -> groups.saved(spark)),
                      guard::requireUnchanged);
                  return output;
                }));
  }

  private List<WorstReport> worst(EvaluationReport report, ScanRun.Scanned scanned) {
    ZoneId zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
    return spec.tables().worst() == 0
        ? List.of()
        : LargestErrors.of(scanned.scan(), scanned.result(), report.results(), zone);
  }

  private Optional<BatchResults> batches(ScanRun.Scanned scanned, EvaluationReport report) {
    return scanned.scan().hasBatches()
        ? scanned
            .groups()
            .map(
                groups ->
                    new BatchResults(spark, spec, groups, scanned.scan().names(), report.results()))
        : Optional.empty();
  }

  private List<SliceResults> slices(ScanRun.Scanned scanned, EvaluationReport report) {
    if (scanned.groups().isEmpty()) {
      return List.of();
    }
    int first = scanned.scan().hasBatches() ? 1 : 0;
    return runner.inJobGroup(
        "ExactLoss: slices",
        () ->
            ScanRun.translating(
                () ->
                    SliceResults.of(
                        spark,
                        spec,
                        scanned.groups().get(),
                        first,
                        scanned.scan().names(),
                        report.results())));
  }

  private List<GateResult> gates(EvaluationReport report, List<SliceResults> slices) {
    GateTally tally =
        GateTally.none(spec.analysis().gates()).plus(report.results(), report.batches());
    for (SliceResults each : slices) {
      tally = tally.plus(each.gates());
    }
    return tally.results();
  }

  private void writeResults(
      EvaluationReport report,
      ScanRun.Scanned scanned,
      Optional<BatchResults> batches,
      List<SliceResults> slices,
      InputGuard guard) {
    tables
        .results()
        .ifPresent(
            table ->
                runner.inJobGroup(
                    "ExactLoss: table of results",
                    () -> {
                      ResultRows.Layout layout = table.layout(scanned.scan());
                      List<JavaRDD<Row>> parts = new ArrayList<>();
                      batches.ifPresent(found -> parts.add(found.rows(layout)));
                      slices.forEach(found -> parts.add(found.rows(layout)));
                      table.write(report, layout, parts, guard::requireUnchanged);
                      return table;
                    }));
  }

  private void writeErrors(ScanRun.Scanned scanned, InputGuard guard) {
    tables
        .errors()
        .ifPresent(
            table ->
                runner.inJobGroup(
                    "ExactLoss: table of errors",
                    () -> {
                      session.balanceTasks(spark.sparkContext().defaultParallelism());
                      table.write(
                          scanned.scan(),
                          scanned.result(),
                          scanned.groups(),
                          guard::requireUnchanged);
                      return table;
                    }));
  }
}
