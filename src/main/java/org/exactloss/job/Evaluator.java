package org.exactloss.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Provenance;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates models on Spark: plans the scan, runs it as one Spark job, and finishes the exact
 * totals on the driver. While it works, the session verifies Parquet checksums and fails on what
 * cannot be evaluated; its own settings are put back afterwards.
 *
 * <pre>{@code
 * EvaluationReport report =
 *     new Evaluator(spark)
 *         .evaluate(
 *             data, EvaluationSpec.builder().prediction("forecast").target("temperature").build());
 * }</pre>
 */
public final class Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

  private final SparkSession spark;
  private Optional<ProgressListener> progress = Optional.empty();

  public Evaluator(SparkSession spark) {
    this.spark = spark;
  }

  /** Who hears of progress; nobody by default. */
  public Evaluator onProgress(ProgressListener listener) {
    progress = Optional.of(listener);
    return this;
  }

  /**
   * Evaluates the input that the specification names.
   *
   * @throws EvaluationException if the user has to mend something before there can be numbers;
   *     refusals of single models are in the report
   */
  public EvaluationReport evaluate(EvaluationSpec spec) {
    try (SafeSession session = new SafeSession(spark)) {
      return run(Sources.open(spark, spec), session);
    }
  }

  /**
   * Evaluates a data set at hand; the specification names no input.
   *
   * @throws EvaluationException see {@link #evaluate(EvaluationSpec)}
   */
  public EvaluationReport evaluate(Dataset<Row> data, EvaluationSpec spec) {
    try (SafeSession session = new SafeSession(spark)) {
      return run(Sources.of(data, spec), session);
    }
  }

  /** What would be read, by which reader and kernel: lines for people. Reads no rows. */
  public String explain(EvaluationSpec asked) {
    try (SafeSession session = new SafeSession(spark)) {
      Sources sources = Sources.open(spark, asked);
      EvaluationSpec spec = sources.spec();
      LossScan scan = plan(sources);
      List<String> lines = new ArrayList<>();
      for (Provenance.Input input : sources.origins()) {
        lines.add(line("input", input));
      }
      sources.model().ifPresent(model -> lines.add("model: " + model));
      lines.add("predictions: " + String.join(", ", scan.names()));
      lines.add("target: " + spec.target());
      spec.weight().ifPresent(weight -> lines.add("weight: " + weight));
      spec.where().ifPresent(condition -> lines.add("where: " + condition));
      spec.penalty()
          .map(penalty -> Penalties.open(spark, penalty, scan.names()).origins())
          .orElse(List.of())
          .forEach(origin -> lines.add(line("parameters", origin)));
      lines.add("reader: " + scan.reader());
      lines.add("kernel: " + scan.kernel());
      return String.join(System.lineSeparator(), lines);
    }
  }

  private static String line(String what, Provenance.Input input) {
    return "%s: %s (%s, %,d files, %,d bytes)"
        .formatted(what, input.name(), input.format(), input.files(), input.bytes());
  }

  private static LossScan plan(Sources sources) {
    EvaluationSpec spec = sources.spec();
    try {
      return sources
          .targets()
          .map(targets -> LossScan.planJoin(sources.input(), targets, spec))
          .orElseGet(() -> LossScan.plan(sources.input(), spec));
    } catch (Exception e) {
      // Spark computes constants and rows at hand while it plans.
      throw SparkFailures.translate("evaluate", e);
    }
  }

  private EvaluationReport run(Sources sources, SafeSession session) {
    Instant start = Instant.now();
    EvaluationSpec spec = sources.spec();
    LossScan scan = plan(sources);
    LOG.info("Reader: {}", scan.reader());
    LOG.info("Kernel: {}", scan.kernel());
    List<String> models = scan.names();
    Optional<Penalties> penalties =
        spec.penalty().map(penalty -> Penalties.open(spark, penalty, models));
    Map<String, ExactRational> values =
        penalties.map(opened -> opened.read(models, spec.treeDepth())).orElse(Map.of());
    TaskResult result;
    try {
      result = scan(scan, spec);
    } catch (Exception e) {
      Optional<String> refusal = VectorizedRefusal.reason(e);
      if (!scan.mayReadRowsInstead()
          || refusal.isEmpty()
          || spec.reader() == ReaderOption.COLUMNS) {
        throw SparkFailures.translate("evaluate", e);
      }
      LOG.info("Reading again as rows: {}", refusal.get());
      session.refuseVectorizedReaders();
      scan = scan.byRows(refusal.get());
      result = scanTranslating(scan, spec);
    }
    return new ReportBuilder(
            spec,
            sources.origins(),
            penalties.map(Penalties::origins).orElse(List.of()),
            values,
            spark.version(),
            start)
        .build(scan, result);
  }

  private TaskResult scanTranslating(LossScan scan, EvaluationSpec spec) {
    try {
      return scan(scan, spec);
    } catch (Exception e) {
      throw SparkFailures.translate("evaluate", e);
    }
  }

  private TaskResult scan(LossScan scan, EvaluationSpec spec) {
    SparkContext context = spark.sparkContext();
    String group = "exactloss-" + UUID.randomUUID();
    Optional<TaskProgress> listener = progress.map(heard -> new TaskProgress(group, heard));
    listener.ifPresent(context::addSparkListener);
    context.setJobGroup(group, description(scan, spec), true);
    try {
      return scan.run(spec.treeDepth());
    } finally {
      context.clearJobGroup();
      listener.ifPresent(context::removeSparkListener);
    }
  }

  private static String description(LossScan scan, EvaluationSpec spec) {
    return "ExactLoss: squared error of "
        + String.join(", ", scan.names())
        + " against "
        + spec.target();
  }
}
