package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Provenance;
import org.exactloss.scan.LossScan;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.store.CheckpointFolder;
import org.exactloss.store.OutputPlaces;

/**
 * Evaluates models on Spark: plans the scan, reads the data once, and finishes the exact totals on
 * the driver. While it works, the session verifies Parquet checksums and fails on what cannot be
 * evaluated; its own settings are put back afterwards.
 *
 * <pre>{@code
 * EvaluationReport report =
 *     new Evaluator(spark)
 *         .evaluate(
 *             data, EvaluationSpec.builder().prediction("forecast").target("temperature").build());
 * }</pre>
 */
public final class Evaluator {
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
      OutputPlaces.requireApart(spec.outputPaths(), hadoop());
      Tables tables = Tables.prepare(spark, spec);
      Optional<StateOutput> state = prepareState(spec);
      Optional<CheckpointFolder> folder = CheckpointRun.prepare(spark, spec);
      if (folder.isPresent()) {
        ScanRun runner = new ScanRun(spark, spec, session, progress);
        Sources sources = judged(open(spec), session);
        return new CheckpointRun(spark, sources, tables, state, folder.get(), runner).run();
      }
      return run(open(spec), tables, state, session);
    }
  }

  /**
   * Evaluates a data set at hand; the specification names no input.
   *
   * @throws EvaluationException see {@link #evaluate(EvaluationSpec)}
   */
  public EvaluationReport evaluate(Dataset<Row> data, EvaluationSpec spec) {
    try (SafeSession session = new SafeSession(spark)) {
      OutputPlaces.requireApart(spec.outputPaths(), hadoop());
      Tables tables = Tables.prepare(spark, spec);
      return run(Sources.of(data, spec), tables, prepareState(spec), session);
    }
  }

  /** Opens the input; where the files of a table are is known only then. */
  private Sources open(EvaluationSpec spec) {
    Sources sources = Sources.open(spark, spec);
    Optional<String> table = spec.input().flatMap(InputSpec::table);
    if (table.isPresent() && !spec.outputPaths().isEmpty()) {
      List<String> files = List.of(sources.input().data().inputFiles());
      OutputPlaces.requireOutside(spec.outputPaths(), table.get(), files, hadoop());
    }
    return sources;
  }

  /** Makes the session safe for the condition on rows. */
  private static Sources judged(Sources sources, SafeSession session) {
    if (sources.input().judgesFloatingNumbers(sources.spec().where())) {
      session.judgeEachRow();
    }
    return sources;
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** What would be read, by which reader and kernel: lines for people. Reads no rows. */
  public String explain(EvaluationSpec asked) {
    try (SafeSession session = new SafeSession(spark)) {
      Sources sources = Sources.open(spark, asked);
      EvaluationSpec spec = sources.spec();
      LossScan scan = ScanRun.plan(sources);
      List<String> lines = new ArrayList<>();
      for (Provenance.Input input : sources.origins()) {
        lines.add(line("input", input));
      }
      sources.model().ifPresent(model -> lines.add("model: " + model));
      lines.add("predictions: " + String.join(", ", scan.names()));
      lines.add("target: " + spec.target());
      spec.weight().ifPresent(weight -> lines.add("weight: " + weight));
      spec.where().ifPresent(condition -> lines.add("where: " + condition));
      spec.analysis().slices().forEach(by -> lines.add("slices by: " + String.join(", ", by)));
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

  private Optional<StateOutput> prepareState(EvaluationSpec spec) {
    return StateOutput.prepare(spec, hadoop());
  }

  private EvaluationReport run(
      Sources sources, Tables tables, Optional<StateOutput> state, SafeSession session) {
    return new EvaluationRun(spark, judged(sources, session), tables, state, session, progress)
        .run();
  }
}
