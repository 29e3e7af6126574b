package org.exactloss.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.CoveredFile;

/**
 * Compares what was planned to be read with what was read: the files must be the same at the end,
 * and where the formats count rows and none are filtered, all of them must have been read. Rows are
 * compared for up to {@link FileFooters#FEW_FILES} files, and for any number of files where a state
 * is kept, which has the footers in it. Footers are read while the scan runs.
 */
final class InputGuard {
  private final Sources sources;
  private final Configuration hadoop;
  private final Optional<FutureTask<List<CoveredFile>>> footers;

  private InputGuard(
      Sources sources, Configuration hadoop, Optional<FutureTask<List<CoveredFile>>> footers) {
    this.sources = sources;
    this.hadoop = hadoop;
    this.footers = footers;
  }

  /**
   * Begins to watch.
   *
   * @throws EvaluationException of kind USAGE if a state is asked for, and it is not known which
   *     files are read
   */
  static InputGuard watch(SparkSession spark, Sources sources) {
    EvaluationSpec spec = sources.spec();
    if (spec.states().any() && sources.files().isEmpty()) {
      throw EvaluationException.usage(
          "Cannot use "
              + spec.states().option()
              + " with "
              + sources.origins().get(0).name()
              + ": a state names the files that it covers, and here these are not known; read"
              + " Parquet, ORC, CSV, JSON or Avro files with --input, without options that pass over"
              + " some of them");
    }
    if (spec.states().any()) {
      sources.files().get(0).requireOnce();
    }
    return new InputGuard(
        sources, spark.sparkContext().hadoopConfiguration(), footers(spark, sources));
  }

  private static Optional<FutureTask<List<CoveredFile>>> footers(
      SparkSession spark, Sources sources) {
    EvaluationSpec spec = sources.spec();
    if (!spec.states().any() && !countsAllRows(sources)) {
      return Optional.empty();
    }
    FutureTask<List<CoveredFile>> reading =
        new FutureTask<>(() -> new FileFooters(spark).covered(sources.files().get(0)));
    Thread thread = new Thread(reading, "exactloss-footers");
    thread.setDaemon(true);
    thread.start();
    return Optional.of(reading);
  }

  private static boolean countsAllRows(Sources sources) {
    boolean plain = sources.spec().where().isEmpty() && sources.spec().join().isEmpty();
    return plain
        && sources.files().size() == 1
        && FileFooter.COUNTING.contains(sources.files().get(0).format())
        && sources.files().get(0).files().size() <= FileFooters.FEW_FILES;
  }

  /**
   * Demands that what was read is what was planned.
   *
   * @param result of the scan
   * @throws EvaluationException of kind STORAGE if it is not
   */
  void requireComplete(TaskResult result) {
    requireUnchanged();
    if (footers.isPresent() && sources.spec().where().isEmpty()) {
      FileFooters.requireRows(
          covered(), result.models().get(0).state().rows(), sources.files().get(0).paths());
    }
  }

  /**
   * Demands that the files are what they were.
   *
   * @throws EvaluationException of kind STORAGE if one is not
   */
  void requireUnchanged() {
    sources.files().forEach(listed -> listed.requireUnchanged(hadoop));
  }

  /** What a state says of the input files; only where one is asked for. */
  List<CoveredFile> covered() {
    try {
      return footers.orElseThrow().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while footers were read", e);
    } catch (ExecutionException e) {
      throw SparkFailures.translate("read the footers of the input", e);
    }
  }
}
