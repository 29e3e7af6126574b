package org.exactloss.scan;

import java.io.Serializable;
import java.util.Set;
import org.exactloss.state.Moment;

/**
 * What is summed beside the loss.
 *
 * @param moments what the metrics need
 * @param pictures whether counts for pictures are asked for
 * @param noise whether the losses' spread is asked for
 * @param baseline the place of the model that the others are compared with; negative if there is
 *     none
 */
record FurtherSums(Set<Moment> moments, boolean noise, boolean pictures, int baseline)
    implements Serializable {
  /** No place. */
  static final int NO_BASELINE = -1;

  /** Nothing. */
  static final FurtherSums NONE = new FurtherSums(Set.of(), false, false, NO_BASELINE);

  FurtherSums {
    moments = Set.copyOf(moments);
  }

  /** The same without pictures, which no group has. */
  FurtherSums withoutPictures() {
    return new FurtherSums(moments, noise, false, baseline);
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  boolean hasBaseline() {
    return baseline >= 0;
  }
}
