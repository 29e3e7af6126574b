package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactRational;

/**
 * An element as {@link WorstElements} holds it. Immutable.
 *
 * <p>Elements stand in a total order, the largest error first: errors that are NaN, infinite ones,
 * then finite ones by the exact |p − t|; among equals the one of the smaller target, prediction,
 * weight, kept values (as bytes without a sign) and index comes first. Elements that are equal in
 * all of that have equal bytes, so that no order of rows shows in the first ones.
 */
final class WorstElement {
  static final Comparator<WorstElement> LARGEST_FIRST =
      Comparator.comparing((WorstElement element) -> element.kind)
          .thenComparing(WorstElement::compareSizes)
          .thenComparing(element -> element.target, ElementNumber::compareTo)
          .thenComparing(element -> element.prediction, ElementNumber::compareTo)
          .thenComparing(element -> element.weight, WorstElement::compareWeights)
          .thenComparing(element -> element.kept, Arrays::compareUnsigned)
          .thenComparingInt(element -> element.index);

  /** The kinds of errors, in their order. */
  private enum Kind {
    NAN,
    INFINITE,
    FINITE
  }

  private final ElementNumber prediction;
  private final ElementNumber target;
  private final Optional<ElementNumber> weight;
  private final byte[] kept;
  private final int index;
  private final Kind kind;

  /** In the units of the finer one of the two columns; zero where it is not finite. */
  private final Dyadic error;

  private final Dyadic size;

  /**
   * @param kept the bytes of the kept values, not to be changed
   * @param index the element's place in its row's array, in row-major order
   * @param scales those of the prediction's and the target's column
   */
  WorstElement(
      ElementNumber prediction,
      ElementNumber target,
      Optional<ElementNumber> weight,
      byte[] kept,
      int index,
      Scales scales) {
    this.prediction = prediction;
    this.target = target;
    this.weight = weight;
    this.kept = kept;
    this.index = index;
    kind = kind(prediction.units(), target.units());
    error = kind == Kind.FINITE ? scales.difference(prediction, target) : Dyadic.ZERO;
    size = error.abs();
  }

  /**
   * In what units prediction and target come.
   *
   * @param prediction digits behind the point of the prediction's column
   * @param target of the target's
   */
  record Scales(int prediction, int target) {
    Dyadic difference(ElementNumber p, ElementNumber t) {
      return Units.raised(p.exact(), common() - prediction)
          .minus(Units.raised(t.exact(), common() - target));
    }

    int common() {
      return Math.max(prediction, target);
    }
  }

  private static Kind kind(double prediction, double target) {
    if (Double.isFinite(prediction) && Double.isFinite(target)) {
      return Kind.FINITE;
    }
    return Double.isNaN(prediction - target) ? Kind.NAN : Kind.INFINITE;
  }

  private static int compareSizes(WorstElement left, WorstElement right) {
    return right.size.compareTo(left.size);
  }

  private static int compareWeights(Optional<ElementNumber> left, Optional<ElementNumber> right) {
    return left.isPresent() && right.isPresent() ? left.get().compareTo(right.get()) : 0;
  }

  ElementNumber prediction() {
    return prediction;
  }

  ElementNumber target() {
    return target;
  }

  /** Empty if elements have no weights. */
  Optional<ElementNumber> weight() {
    return weight;
  }

  /** The bytes of the kept values, not to be changed. */
  byte[] kept() {
    return kept;
  }

  int index() {
    return index;
  }

  boolean hasFiniteError() {
    return kind == Kind.FINITE;
  }

  /** p − t, rounded once; by IEEE rules where one is NaN or infinite. */
  double error(Scales scales) {
    return kind == Kind.FINITE
        ? ExactRational.ofScaled(error.significand(), error.exponent(), -scales.common()).toDouble()
        : prediction.units() - target.units();
  }

  void write(DataOutputStream out) throws IOException {
    prediction.write(out);
    target.write(out);
    out.writeBoolean(weight.isPresent());
    if (weight.isPresent()) {
      weight.get().write(out);
    }
    out.writeInt(kept.length);
    out.write(kept);
    out.writeInt(index);
  }

  static WorstElement read(DataInputStream in, Scales scales) throws IOException {
    ElementNumber prediction = ElementNumber.read(in);
    ElementNumber target = ElementNumber.read(in);
    Optional<ElementNumber> weight =
        in.readBoolean() ? Optional.of(ElementNumber.read(in)) : Optional.empty();
    byte[] kept = in.readNBytes(in.readInt());
    return new WorstElement(prediction, target, weight, kept, in.readInt(), scales);
  }
}
