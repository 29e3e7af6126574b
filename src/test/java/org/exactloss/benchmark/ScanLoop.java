package org.exactloss.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.metric.LossMetrics;
import org.exactloss.scan.pages.PageColumn;
import org.exactloss.scan.pages.PageFile;
import org.exactloss.scan.pages.StoredColumn;
import org.exactloss.scan.pages.WantedRows;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;

/**
 * Our reader of pages on plain threads, without Spark, with one kernel or another: so that one sees
 * what the exact sum costs beside an inexact one in the same scan. For data without nulls.
 */
final class ScanLoop {
  private static final int BLOCK = 4096;

  private final double[] prediction = new double[BLOCK];
  private final double[] target = new double[BLOCK];
  private final int[] nonFinite = new int[BLOCK];
  private final SquaredErrorKernel kernel;
  private int length;
  private long rows;

  private ScanLoop(SquaredErrorKernel kernel) {
    this.kernel = kernel;
  }

  /** The mean squared error of the columns prediction and target. */
  static double mean(
      List<Path> files,
      StoredColumn.Values type,
      int threads,
      Supplier<SquaredErrorKernel> kernels) {
    List<StoredColumn> columns =
        List.of(new StoredColumn("prediction", type), new StoredColumn("target", type));
    LossState total = new LossState();
    ParallelFiles.map(files, threads, file -> new ScanLoop(kernels.get()).state(file, columns))
        .forEach(total::add);
    return LossMetrics.of(total, Divisor.WEIGHTS).mean().orElseThrow();
  }

  private LossState state(Path path, List<StoredColumn> columns) throws IOException {
    Configuration conf = new Configuration(false);
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path.toUri());
    FileStatus status = FileSystem.getLocal(conf).getFileStatus(file);
    try (PageFile pages =
        PageFile.open(status, 0, status.getLen(), conf, columns, WantedRows.ALL)) {
      while (pages.next()) {
        add(pages.columns().get(0), pages.columns().get(1), pages.rows());
      }
    }
    finishBlock();
    return state();
  }

  private void add(PageColumn predictions, PageColumn targets, int count) {
    if (predictions.hasNulls() || targets.hasNulls()) {
      throw new IllegalArgumentException("there are nulls");
    }
    int from = 0;
    while (from < count) {
      int part = Math.min(count - from, BLOCK - length);
      predictions.copy(from, part, prediction, length);
      targets.copy(from, part, target, length);
      length += part;
      from += part;
      if (length == BLOCK) {
        addBlock();
      }
    }
    rows += count;
  }

  /** Zeros add nothing, and the vector loop takes whole vectors only. */
  private void finishBlock() {
    Arrays.fill(prediction, length, BLOCK, 0);
    Arrays.fill(target, length, BLOCK, 0);
    addBlock();
  }

  private void addBlock() {
    if (kernel.add(prediction, target, BLOCK, nonFinite) != 0) {
      throw new IllegalArgumentException("there are NaN or infinite values");
    }
    length = 0;
  }

  private LossState state() {
    Superaccumulator errors = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    kernel.drainTo(errors, weights);
    LossState state = new LossState();
    state.addRows(rows);
    state.addFinite(rows, ExactSum.ofUnits(errors, 0), ExactSum.of(rows));
    return state;
  }
}
