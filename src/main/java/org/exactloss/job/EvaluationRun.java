package org.exactloss.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.metric.RegressionMetrics;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateResult;
import org.exactloss.report.WorstReport;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gates;
import org.exactloss.spec.ReaderOption;
import org.exactloss.state.Moment;
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
  private final Optional<ProgressListener> progress;
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
    this.progress = progress;
    spec = sources.spec();
  }

  /**
   * Reads the data and writes the tables.
   *
   * @throws EvaluationException if the user has to mend something before there can be numbers
   */
  EvaluationReport run() {
    LossScan planned = plan(sources);
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
    Scanned scanned = scan(planned);
    guard.requireComplete(scanned.result);
    EvaluationReport report =
        new ReportBuilder(
                spec,
                sources.origins(),
                penalties.map(Penalties::origins).orElse(List.of()),
                values,
                spark.version(),
                start)
            .build(scanned.scan.names(), scanned.scan.reader(), scanned.result);
    return finish(report, scanned, guard);
  }

  /** A scan that has been run. */
  private record Scanned(LossScan scan, TaskResult result, Optional<GroupScan> groups) {}

  static LossScan plan(Sources sources) {
    try {
      return sources
          .targets()
          .map(
              targets ->
                  LossScan.planJoin(sources.input(), targets, sources.spec(), moments(sources)))
          .orElseGet(() -> LossScan.plan(sources.input(), sources.spec(), moments(sources)));
    } catch (Exception e) {
      // Spark computes constants and rows at hand while it plans.
      throw SparkFailures.translate("evaluate", e);
    }
  }

  private static Set<Moment> moments(Sources sources) {
    return RegressionMetrics.moments(sources.spec().analysis().metrics());
  }

  private Scanned scan(LossScan scan) {
    try {
      return read(scan);
    } catch (Exception e) {
      Optional<String> refusal = VectorizedRefusal.reason(e);
      if (!scan.mayReadRowsInstead() || refusal.isEmpty() || spec.reader() != ReaderOption.AUTO) {
        throw SparkFailures.translate("evaluate", e);
      }
      LOG.info("Reading again as rows: {}", refusal.get());
      session.refuseVectorizedReaders();
      return translating(() -> read(scan.byRows(refusal.get())));
    }
  }

  private Scanned read(LossScan scan) {
    int parallelism = spark.sparkContext().defaultParallelism();
    if (scan.hasGroups()) {
      session.enlargeTasksOfGroups(parallelism);
    } else if (scan.readsPages()) {
      session.enlargeTasks(parallelism);
    }
    try {
      return inJobGroup(description(scan), () -> readOnce(scan));
    } finally {
      session.restoreTasks();
    }
  }

  private Scanned readOnce(LossScan scan) {
    if (!scan.hasGroups()) {
      return new Scanned(scan, scan.run(spec.treeDepth()), Optional.empty());
    }
    GroupScan groups = scan.runInGroups(spec.treeDepth());
    return new Scanned(scan, groups.all(), Optional.of(groups));
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw SparkFailures.translate("evaluate", e);
    }
  }

  /** Adds batches, slices and gates, and writes the tables; of refused models nothing. */
  private EvaluationReport finish(EvaluationReport report, Scanned scanned, InputGuard guard) {
    if (report.allRefused()) {
      return report;
    }
    if (report.results().stream().noneMatch(ModelResult::refused)) {
      // The long one first: the same command goes on where it has failed.
      writeErrors(scanned);
      guard.requireUnchanged();
    }
    Optional<BatchResults> batches = batches(scanned, report);
    List<SliceResults> slices = slices(scanned, report);
    EvaluationReport whole =
        batches
            .map(results -> inJobGroup("ExactLoss: batches", () -> translating(results::report)))
            .map(report::withBatches)
            .orElse(report)
            .withSlicings(slices.stream().map(SliceResults::report).toList())
            .withWorst(worst(report, scanned));
    whole = whole.withGates(gates(whole, slices));
    writeResults(whole, scanned, batches, slices);
    state.ifPresent(output -> writeState(output, scanned, guard));
    return whole;
  }

  private void writeState(StateOutput output, Scanned scanned, InputGuard guard) {
    String zone = spark.conf().get("spark.sql.session.timeZone");
    Optional<String> model =
        spec.model()
            .map(given -> new ModelFiles(given, spark.sparkContext().hadoopConfiguration()))
            .map(ModelFiles::digest);
    SortedMap<String, List<String>> request =
        StateRequest.of(spec, sources.files().get(0).format(), zone, model);
    inJobGroup(
        "ExactLoss: state",
        () ->
            translating(
                () -> {
                  output.write(
                      request,
                      guard.covered(),
                      scanned.scan,
                      scanned.result,
                      scanned.groups.map(groups -> groups.saved(spark)));
                  return output;
                }));
  }

  private List<WorstReport> worst(EvaluationReport report, Scanned scanned) {
    ZoneId zone = ZoneId.of(spark.conf().get("spark.sql.session.timeZone"));
    return spec.tables().worst() == 0
        ? List.of()
        : LargestErrors.of(scanned.scan, scanned.result, report.results(), zone);
  }

  private Optional<BatchResults> batches(Scanned scanned, EvaluationReport report) {
    return scanned.scan.hasBatches()
        ? scanned.groups.map(
            groups -> new BatchResults(spark, spec, groups, scanned.scan.names(), report.results()))
        : Optional.empty();
  }

  private List<SliceResults> slices(Scanned scanned, EvaluationReport report) {
    if (scanned.groups.isEmpty()) {
      return List.of();
    }
    int first = scanned.scan.hasBatches() ? 1 : 0;
    return inJobGroup(
        "ExactLoss: slices",
        () ->
            translating(
                () ->
                    SliceResults.of(
                        spark,
                        spec,
                        scanned.groups.get(),
                        first,
                        scanned.scan.names(),
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
      Scanned scanned,
      Optional<BatchResults> batches,
      List<SliceResults> slices) {
    tables
        .results()
        .ifPresent(
            table ->
                inJobGroup(
                    "ExactLoss: table of results",
                    () -> {
                      ResultRows.Layout layout = table.layout(scanned.scan);
                      List<JavaRDD<Row>> parts = new ArrayList<>();
                      batches.ifPresent(found -> parts.add(found.rows(layout)));
                      slices.forEach(found -> parts.add(found.rows(layout)));
                      table.write(report, layout, parts);
                      return table;
                    }));
  }

  private void writeErrors(Scanned scanned) {
    tables
        .errors()
        .ifPresent(
            table ->
                inJobGroup(
                    "ExactLoss: table of errors",
                    () -> {
                      session.balanceTasks(spark.sparkContext().defaultParallelism());
                      table.write(scanned.scan, scanned.result, scanned.groups);
                      return table;
                    }));
  }

  private <T> T inJobGroup(String description, Supplier<T> work) {
    SparkContext context = spark.sparkContext();
    String group = "exactloss-" + UUID.randomUUID();
    Optional<TaskProgress> listener = progress.map(heard -> new TaskProgress(group, heard));
    listener.ifPresent(context::addSparkListener);
    context.setJobGroup(group, description, true);
    try {
      return work.get();
    } finally {
      context.clearJobGroup();
      listener.ifPresent(context::removeSparkListener);
    }
  }

  private String description(LossScan scan) {
    return "ExactLoss: squared error of "
        + String.join(", ", scan.names())
        + " against "
        + spec.target();
  }
}
