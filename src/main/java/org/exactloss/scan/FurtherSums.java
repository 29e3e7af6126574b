package org.exactloss.scan;

import java.io.Serializable;
import java.util.Set;
import org.exactloss.state.Moment;

/**
 * What is summed beside the loss.
 *
 * @param moments what the metrics need
 * @param noise whether the losses' spread is asked for
 * @param baseline the place of the model that the others are compared with; negative if there is
 *     none
 */
record FurtherSums(Set<Moment> moments, boolean noise, int baseline) implements Serializable {
  /** No place. */
  static final int NO_BASELINE = -1;

  /** Nothing. */
  static final FurtherSums NONE = new FurtherSums(Set.of(), false, NO_BASELINE);

  FurtherSums {
    moments = Set.copyOf(moments);
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  boolean hasBaseline() {
    return baseline >= 0;
  }
}
