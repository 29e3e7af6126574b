package org.exactloss.job;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;
import org.exactloss.state.LossStates;

/**
 * The exact means of the batches' rounded losses, one for each result of the report. The losses are
 * the terms of a {@link LossState}, so that the mean does not depend on the order of the batches.
 *
 * @param states canonical bytes, not to be changed
 */
record BatchMeans(long batches, byte[] states) implements Serializable {
  /** No batch, for a number of results. */
  static BatchMeans none(int results) {
    List<LossState> states = Stream.generate(LossState::new).limit(results).toList();
    return new BatchMeans(0, LossStates.toBytes(states));
  }

  /** One batch. */
  static BatchMeans of(List<ModelResult> results) {
    List<LossState> states = results.stream().map(result -> state(result.loss())).toList();
    return new BatchMeans(1, LossStates.toBytes(states));
  }

  private static LossState state(OptionalDouble loss) {
    LossState state = new LossState();
    if (loss.isPresent() && Double.isFinite(loss.getAsDouble())) {
      Superaccumulator sum = new Superaccumulator();
      sum.add(loss.getAsDouble());
      state.addFinite(1, ExactSum.ofUnits(sum, 0), ExactSum.of(1));
    } else if (loss.isPresent()) {
      state.addNonFinite(loss.getAsDouble(), ExactSum.of(1));
    }
    return state;
  }

  BatchMeans plus(BatchMeans other) {
    List<LossState> sums = LossStates.fromBytes(states);
    LossStates.addTo(sums, LossStates.fromBytes(other.states));
    return new BatchMeans(Math.addExact(batches, other.batches), LossStates.toBytes(sums));
  }

  List<BatchReport.Mean> means() {
    return LossStates.fromBytes(states).stream()
        .map(
            losses ->
                new BatchReport.Mean(
                    LossMetrics.of(losses, Divisor.ELEMENTS).mean(), losses.used()))
        .toList();
  }
}
