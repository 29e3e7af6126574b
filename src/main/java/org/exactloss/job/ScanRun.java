package org.exactloss.job;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.exactloss.metric.RegressionMetrics;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.state.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scans as Spark jobs. */
final class ScanRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScanRun.class);

  private final SparkSession spark;
  private final EvaluationSpec spec;
  private final SafeSession session;
  private final Optional<ProgressListener> progress;

  ScanRun(
      SparkSession spark,
      EvaluationSpec spec,
      SafeSession session,
      Optional<ProgressListener> progress) {
    this.spark = spark;
    this.spec = spec;
    this.session = session;
    this.progress = progress;
  }

  /** A scan that has been run. */
  record Scanned(LossScan scan, TaskResult result, Optional<GroupScan> groups) {}

  /**
   * Plans the scan; reads nothing.
   *
   * @throws EvaluationException if something that was asked cannot be done
   */
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

  /**
   * Reads everything.
   *
   * @throws EvaluationException if the user has to mend something first
   */
  Scanned run(LossScan scan) {
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
      SafeSession.requireSerializerOfRecords(spark.sparkContext().getConf());
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

  /** Says what Spark's failures mean to the user. */
  static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      throw SparkFailures.translate("evaluate", e);
    }
  }

  /** Runs Spark jobs of which progress is told. */
  <T> T inJobGroup(String description, Supplier<T> work) {
    SparkContext context = spark.sparkContext();
    String group = "exactloss-" + UUID.randomUUID();
    Optional<TaskProgress> listener = progress.map(heard -> new TaskProgress(group, heard));
    listener.ifPresent(context::addSparkListener);
    context.setJobGroup(group, description, true);
    try {
      T result = work.get();
      listener.ifPresent(TaskProgress::finish);
      return result;
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
