package org.exactloss.benchmark;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The inexact sums with four vectors of sums; blocks are multiples of them. */
final class DoubleVectors extends DoubleLoop {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  double squaredError(double[] prediction, double[] target, int length) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = DoubleVector.zero(SPECIES);
    DoubleVector c = DoubleVector.zero(SPECIES);
    DoubleVector d = DoubleVector.zero(SPECIES);
    for (int i = 0; i < length; i += 4 * LANES) {
      DoubleVector e = difference(prediction, target, i);
      DoubleVector f = difference(prediction, target, i + LANES);
      DoubleVector g = difference(prediction, target, i + 2 * LANES);
      DoubleVector h = difference(prediction, target, i + 3 * LANES);
      a = e.fma(e, a);
      b = f.fma(f, b);
      c = g.fma(g, c);
      d = h.fma(h, d);
    }
    return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }

  @Override
  double squaredError(double[] prediction, double[] target, double[] weight, int length) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = DoubleVector.zero(SPECIES);
    DoubleVector v = DoubleVector.zero(SPECIES);
    DoubleVector w = DoubleVector.zero(SPECIES);
    for (int i = 0; i < length; i += 2 * LANES) {
      DoubleVector e = difference(prediction, target, i);
      DoubleVector f = difference(prediction, target, i + LANES);
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, weight, i);
      DoubleVector w1 = DoubleVector.fromArray(SPECIES, weight, i + LANES);
      a = w0.mul(e).fma(e, a);
      b = w1.mul(f).fma(f, b);
      v = v.add(w0);
      w = w.add(w1);
    }
    weightSum += v.add(w).reduceLanes(VectorOperators.ADD);
    return a.add(b).reduceLanes(VectorOperators.ADD);
  }

  private static DoubleVector difference(double[] prediction, double[] target, int i) {
    return DoubleVector.fromArray(SPECIES, prediction, i)
        .sub(DoubleVector.fromArray(SPECIES, target, i));
  }
}
