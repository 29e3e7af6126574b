package org.exactloss.scan;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ElementLoss;
import org.exactloss.exact.ExactRational;
import org.exactloss.exact.Gradient;
import org.exactloss.state.Exclusion;

/**
 * The squared error of each element of one model, and the derivative of the loss by its prediction,
 * rounded once from the exact values. The arrays are used again and again. Used by one thread.
 */
final class ElementErrors {
  private final ElementRules rules;
  private Factors factors;
  private double[] squaredErrors;
  private double[] gradients;
  private Exclusion[] exclusions;
  private boolean anyExcluded;

  /**
   * What the numbers are multiplied with; it depends on the columns' types and on the loss.
   *
   * @param scale digits after the point in whose units differences are computed
   * @param mixedUnits whether prediction and target come in different units
   * @param gradients one for all elements, or one for each output; a null where the loss does not
   *     depend on an output; none where there are no derivatives
   */
  record Factors(
      int scale, int weightScale, boolean mixedUnits, ElementLoss loss, Gradient[] gradients)
      implements Serializable {

    /**
     * The factors of one model.
     *
     * @param gradientFactors f in ∂loss/∂p = 2·w·(p − t)·f, as many as there are gradients
     */
    static Factors of(ScanRequest request, int model, List<ExactRational> gradientFactors) {
      int prediction = request.predictions().get(model).element().scale();
      int target = request.target().element().scale();
      int scale = Math.max(prediction, target);
      int weightScale = request.weighted() ? request.weight().get(0).element().scale() : 0;
      ExactRational unit = tenToMinus(scale + weightScale);
      return new Factors(
          scale,
          weightScale,
          prediction != target,
          ElementLoss.scaledBy(tenToMinus(2 * scale + weightScale)),
          gradientFactors.stream()
              .map(factor -> factor.signum() == 0 ? null : gradient(factor, unit))
              .toArray(Gradient[]::new));
    }

    private static Gradient gradient(ExactRational factor, ExactRational unit) {
      return Gradient.dividedBy(ExactRational.of(1).divide(factor), unit);
    }

    private static ExactRational tenToMinus(int digits) {
      return ExactRational.ofScaled(BigInteger.ONE, 0, -digits);
    }
  }

  ElementErrors(ScanRequest request, Factors factors, int capacity) {
    rules = new ElementRules(request);
    this.factors = factors;
    reserve(capacity);
  }

  /** Replaces the factors. */
  void use(Factors next) {
    factors = next;
    if (hasGradients() && gradients.length < exclusions.length) {
      gradients = new double[exclusions.length];
    }
  }

  private void reserve(int capacity) {
    squaredErrors = new double[capacity];
    gradients = new double[factors.gradients.length > 0 ? capacity : 0];
    exclusions = new Exclusion[capacity];
  }

  /** The squared error of an element that is not left out. */
  double squaredError(int element) {
    return squaredErrors[element];
  }

  /** Whether there are derivatives. */
  boolean hasGradients() {
    return factors.gradients.length > 0;
  }

  /** The derivative at an element that is not left out. */
  double gradient(int element) {
    return gradients[element];
  }

  /** Whether an element is left out. */
  boolean anyExcluded() {
    return anyExcluded;
  }

  /** Why the element is left out, or null. */
  Exclusion exclusion(int element) {
    return exclusions[element];
  }

  /**
   * Computes the first elements of the columns.
   *
   * @param shared the reasons that lie in row, weight or target; null if there are none
   * @param outputs the output of each element
   */
  void compute(
      Column prediction,
      Column target,
      Optional<Column> weights,
      Exclusion[] shared,
      IntUnaryOperator outputs,
      int count) {
    if (count > exclusions.length) {
      reserve(count + (count >> 1));
    }
    Column weight = weights.orElse(null);
    anyExcluded = false;
    for (int i = 0; i < count; i++) {
      Exclusion exclusion = shared == null ? null : shared[i];
      if (exclusion == null) {
        exclusion = ofPrediction(prediction, target, i);
      }
      exclusions[i] = exclusion;
      if (exclusion == null) {
        compute(prediction, target, weight, i, outputs);
      } else {
        anyExcluded = true;
      }
    }
  }

  private Exclusion ofPrediction(Column prediction, Column target, int element) {
    Exclusion exclusion = rules.ofPrediction(prediction, element);
    return exclusion == null
        ? rules.ofNonFinite(prediction.values[element], target.values[element])
        : exclusion;
  }

  private void compute(
      Column prediction, Column target, Column weight, int element, IntUnaryOperator outputs) {
    double p = prediction.values[element];
    double t = target.values[element];
    boolean finite = Double.isFinite(p) && Double.isFinite(t);
    boolean wide =
        factors.mixedUnits
            || prediction.status[element] == Column.WIDE
            || target.status[element] == Column.WIDE
            || (weight != null && weight.status[element] == Column.WIDE);
    if (finite && wide) {
      computeWide(prediction, target, weight, element, outputs);
      return;
    }
    // The weight of a NaN or an infinity is positive and finite, and so does not matter.
    double w = weight == null || !finite ? 1 : weight.values[element];
    squaredErrors[element] = factors.loss.squaredError(p, t, w);
    if (hasGradients()) {
      Gradient gradient = gradient(element, outputs);
      gradients[element] = gradient == null ? 0 * (p - t) + 0.0 : gradient.of(p, t, w);
    }
  }

  private Gradient gradient(int element, IntUnaryOperator outputs) {
    return factors.gradients.length == 1
        ? factors.gradients[0]
        : factors.gradients[outputs.applyAsInt(element)];
  }

  private void computeWide(
      Column prediction, Column target, Column weight, int element, IntUnaryOperator outputs) {
    Dyadic difference =
        Units.of(prediction, element, factors.scale)
            .minus(Units.of(target, element, factors.scale));
    Dyadic product =
        weight == null
            ? difference
            : difference.times(Units.of(weight, element, factors.weightScale));
    Dyadic square = product.times(difference);
    squaredErrors[element] = factors.loss.ofProduct(square.significand(), square.exponent());
    if (hasGradients()) {
      Gradient gradient = gradient(element, outputs);
      gradients[element] =
          gradient == null ? 0 : gradient.ofProduct(product.significand(), product.exponent());
    }
  }
}
