package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.state.Exclusion;

/**
 * Why an element is left out: of all reasons the first one that applies, in the order of {@link
 * Exclusion}. The policies decide only whether NaN and infinity of predictions and targets are
 * reasons.
 */
final class ElementRules {
  private final boolean weighted;
  private final IgnoredTargets ignoredTargets;
  private final boolean propagateNan;
  private final boolean propagateInfinite;

  ElementRules(ScanRequest request) {
    weighted = request.weighted();
    ignoredTargets = request.ignoredTargets();
    propagateNan = request.propagateNan();
    propagateInfinite = request.propagateInfinite();
  }

  /** Whether {@link #ofWeightAndTarget} can find anything among these targets. */
  boolean mayExclude(Column target) {
    return weighted || !target.allPresent() || !ignoredTargets.isEmpty();
  }

  /** Whether it may be that a target is left out for its value. */
  boolean ignoresTargets() {
    return !ignoredTargets.isEmpty();
  }

  /** The reason that lies in the element's weight or target, the same for all models, or null. */
  Exclusion ofWeightAndTarget(Optional<Column> weight, Column target, int element) {
    if (weight.isPresent()) {
      Exclusion exclusion = ofWeight(weight.get(), element);
      if (exclusion != null) {
        return exclusion;
      }
    }
    return ofTarget(target, element);
  }

  private static Exclusion ofWeight(Column weight, int element) {
    return switch (weight.status[element]) {
      case Column.MALFORMED -> Exclusion.MALFORMED_WEIGHT;
      case Column.NULL -> Exclusion.NULL_WEIGHT;
      default -> ofWeight(weight.valueOrSign(element));
    };
  }

  private static Exclusion ofWeight(double value) {
    if (value > 0 && value < Double.POSITIVE_INFINITY) {
      return null;
    } else if (Double.isNaN(value)) {
      return Exclusion.NAN_WEIGHT;
    } else if (Double.isInfinite(value)) {
      return Exclusion.INFINITE_WEIGHT;
    }
    return value < 0 ? Exclusion.NEGATIVE_WEIGHT : Exclusion.ZERO_WEIGHT;
  }

  private Exclusion ofTarget(Column target, int element) {
    if (target.status[element] == Column.MALFORMED) {
      return Exclusion.MALFORMED_TARGET;
    } else if (target.status[element] == Column.NULL) {
      return Exclusion.NULL_TARGET;
    } else if (ignoredTargets.contains(target, element)) {
      return Exclusion.IGNORED_TARGET;
    }
    return null;
  }

  /** The reason that lies in the prediction's being there, or null. */
  Exclusion ofPrediction(Column prediction, int element) {
    return switch (prediction.status[element]) {
      case Column.NULL -> Exclusion.NULL_PREDICTION;
      case Column.MALFORMED -> Exclusion.MALFORMED_PREDICTION;
      default -> null;
    };
  }

  /** The reason that lies in NaN or infinity, or null. */
  Exclusion ofNonFinite(double prediction, double target) {
    if (Double.isNaN(target) && !propagateNan) {
      return Exclusion.NAN_TARGET;
    } else if (Double.isNaN(prediction) && !propagateNan) {
      return Exclusion.NAN_PREDICTION;
    } else if (Double.isInfinite(target) && !propagateInfinite) {
      return Exclusion.INFINITE_TARGET;
    } else if (Double.isInfinite(prediction) && !propagateInfinite) {
      return Exclusion.INFINITE_PREDICTION;
    }
    return null;
  }
}
