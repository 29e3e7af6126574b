package org.exactloss.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * The elements of one model that do not fit words of fixed point: those that are left out, not
 * finite, or of other magnitudes than most. Each group of each grouping has a state for them.
 */
final class OtherElements {
  private static final long BYTES_OF_A_STATE = 400;

  private final ElementRules rules;
  private final boolean weighted;
  private final int weightScale;
  private final int scale;
  private final List<Map<Integer, LossState>> states = new ArrayList<>();

  /**
   * None yet.
   *
   * @param scale digits after the point of the differences
   */
  OtherElements(ScanRequest request, int scale, int groupings) {
    this.scale = scale;
    rules = new ElementRules(request);
    weighted = request.weighted();
    weightScale = weighted ? request.weight().get(0).element().scale() : 0;
    for (int i = 0; i < groupings; i++) {
      states.add(new HashMap<>());
    }
  }

  /** Adds the element of a row. */
  void add(FixedPointModel.Batch batch, int row) {
    double p = batch.prediction().values[row];
    double t = batch.rows().target.values[row];
    Exclusion exclusion = exclusion(batch, p, t, row);
    if (exclusion != null) {
      for (int i = 0; i < states.size(); i++) {
        ofGroup(batch, i, row).exclude(exclusion, 1);
      }
      return;
    }
    Dyadic weight =
        weighted ? Units.of(batch.rows().weight.orElseThrow(), row, weightScale) : Dyadic.ONE;
    ExactSum weightSum = sum(weight, weightScale);
    LossState one = new LossState();
    if (Double.isFinite(p) && Double.isFinite(t)) {
      Dyadic error =
          Units.of(batch.prediction(), row, scale).minus(Units.of(batch.rows().target, row, scale));
      one.addFinite(1, sum(error.times(error).times(weight), 2 * scale + weightScale), weightSum);
    } else {
      one.addNonFinite((p - t) * (p - t), weightSum);
    }
    for (int i = 0; i < states.size(); i++) {
      ofGroup(batch, i, row).add(one);
    }
  }

  private Exclusion exclusion(FixedPointModel.Batch batch, double p, double t, int row) {
    Exclusion exclusion = batch.exclusions() == null ? null : batch.exclusions()[row];
    if (exclusion == null) {
      exclusion = rules.ofPrediction(batch.prediction(), row);
    }
    return exclusion == null ? rules.ofNonFinite(p, t) : exclusion;
  }

  private LossState ofGroup(FixedPointModel.Batch batch, int grouping, int row) {
    return states
        .get(grouping)
        .computeIfAbsent(batch.groups()[grouping][row], group -> new LossState());
  }

  private static ExactSum sum(Dyadic units, int scale) {
    return ExactSum.of(units.significand(), units.exponent() - scale, -scale);
  }

  /** Those of a group; empty if it has none. */
  Optional<LossState> state(int grouping, int group) {
    return Optional.ofNullable(states.get(grouping).get(group));
  }

  /** About how much memory they take. */
  long bytes() {
    long bytes = 0;
    for (Map<Integer, LossState> ofGrouping : states) {
      bytes += BYTES_OF_A_STATE * ofGrouping.size();
    }
    return bytes;
  }

  /** Forgets all of them. */
  void clear() {
    states.forEach(Map::clear);
  }
}
