package org.exactloss.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.BatchScan;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One evaluation, from the plan to the report and the tables. */
final class EvaluationRun {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);

  private final SparkSession spark;
  private final Sources sources;
  private final EvaluationSpec spec;
  private final Tables tables;
  private final SafeSession session;
  private final Optional<ProgressListener> progress;
  private final Instant start = Instant.now();

  EvaluationRun(
      SparkSession spark,
      Sources sources,
      Tables tables,
      SafeSession session,
      Optional<ProgressListener> progress) {
    this.spark = spark;
    this.sources = sources;
    this.tables = tables;
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
    Optional<Penalties> penalties =
        spec.penalty().map(penalty -> Penalties.open(spark, penalty, models));
    Map<String, ExactRational> values =
        penalties.map(opened -> opened.read(models, spec.treeDepth())).orElse(Map.of());
    Scanned scanned = scan(planned);
    EvaluationReport report =
        new ReportBuilder(
                spec,
                sources.origins(),
                penalties.map(Penalties::origins).orElse(List.of()),
                values,
                spark.version(),
                start)
            .build(scanned.scan, scanned.result);
    return finish(report, scanned);
  }

  /** A scan that has been run. */
  private record Scanned(LossScan scan, TaskResult result, Optional<BatchScan> batches) {}

  static LossScan plan(Sources sources) {
    try {
      return sources
          .targets()
          .map(targets -> LossScan.planJoin(sources.input(), targets, sources.spec()))
          .orElseGet(() -> LossScan.plan(sources.input(), sources.spec()));
    } catch (Exception e) {
      // Spark computes constants and rows at hand while it plans.
      throw SparkFailures.translate("evaluate", e);
    }
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
    if (scan.readsPages()) {
      session.enlargeTasks(spark.sparkContext().defaultParallelism());
    }
    return inJobGroup(
        description(scan),
        () -> {
          if (!scan.hasBatches()) {
            return new Scanned(scan, scan.run(spec.treeDepth()), Optional.empty());
          }
          BatchScan batches = scan.runInBatches(spec.treeDepth());
          return new Scanned(scan, batches.all(), Optional.of(batches));
        });
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw SparkFailures.translate("evaluate", e);
    }
  }

  /** Adds the batches and writes the tables; of refused models nothing is written. */
  private EvaluationReport finish(EvaluationReport report, Scanned scanned) {
    if (report.allRefused()) {
      return report;
    }
    if (report.results().stream().noneMatch(ModelResult::refused)) {
      // The long one first: the same command goes on where it has failed.
      writeErrors(scanned);
    }
    Optional<BatchResults> batches =
        scanned.batches.map(scan -> batches(scan, scanned.scan.names(), report.results()));
    EvaluationReport whole =
        batches
            .map(results -> inJobGroup("ExactLoss: batches", () -> translating(results::report)))
            .map(report::withBatches)
            .orElse(report);
    tables
        .results()
        .ifPresent(
            table ->
                inJobGroup(
                    "ExactLoss: table of results",
                    () -> {
                      table.write(whole, scanned.batches, batches);
                      return table;
                    }));
    return whole;
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
                      table.write(scanned.scan, scanned.result, scanned.batches);
                      return table;
                    }));
  }

  private BatchResults batches(BatchScan scan, List<String> models, List<ModelResult> overall) {
    return new BatchResults(spark, spec, scan, models, overall);
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
