package org.exactloss.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.exactloss.report.EvaluationReport.ModelResult;

/**
 * The losses of the batches of an evaluation, beside its overall losses: the mean of the batches'
 * losses is not the overall loss unless all batches have the same weight.
 *
 * @param name what makes the batches: the expression's name
 * @param batches how many there are
 * @param means the mean of the batches' losses for each result of the report, in their order
 * @param first the first batches in their order, not all where they are many
 */
public record BatchReport(String name, long batches, List<Mean> means, List<Batch> first) {
  public BatchReport {
    means = List.copyOf(means);
    first = List.copyOf(first);
  }

  /**
   * The mean over batches of one result.
   *
   * @param loss the exact mean of the batches' rounded losses, rounded once; empty where no batch
   *     has a loss
   * @param defined batches that have a loss; the others are left out of the mean
   */
  public record Mean(OptionalDouble loss, long defined) {}

  /**
   * One batch.
   *
   * @param value what its rows have in common: null, or a Boolean, Long, Double, BigDecimal or
   *     String
   * @param results one per result of the report, in their order
   */
  public record Batch(Object value, List<ModelResult> results) {
    public Batch {
      results = Collections.unmodifiableList(new ArrayList<>(results));
    }
  }
}
