package org.exactloss.kernel;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.exactloss.exact.ExactSum;
import org.exactloss.oracle.RowSet;
import org.exactloss.state.MeanState;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;

/** States of rows, made by the kernels of this JVM. */
public final class Accumulators {
  /** Every moment. */
  public static final Set<Moment> ALL = EnumSet.allOf(Moment.class);

  private Accumulators() {}

  /** The kernel that users get. */
  public static KernelKind fastest() {
    return SquaredErrorKernels.select(Optional.empty()).kind();
  }

  /** The moments of the rows, each with its weight; all of them finite. */
  public static MomentState moments(RowSet rows) {
    MomentAccumulator accumulator =
        new MomentAccumulator(ALL, NumberUnits.ONE, fastest(), rows.size());
    accumulator.add(rows.prediction(), rows.target(), rows.weight(), rows.size());
    return accumulator.drain();
  }

  /** The noise of the rows' losses, each with its weight; all of them finite. */
  public static MeanState noise(RowSet rows, ExactSum squaredError) {
    LossNoiseAccumulator accumulator =
        new LossNoiseAccumulator(Weighting.WEIGHTED, NumberUnits.ONE, fastest(), rows.size());
    accumulator.add(rows.prediction(), rows.target(), rows.weight(), rows.size());
    return accumulator.drain(squaredError);
  }
}
