package org.exactloss.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The pieces of squared errors in the Vector API, for processors with fused multiply-adds; works
 * with any number of lanes. Proof: {@code src/site/markdown/kernel.md}.
 */
final class VectorSquareLoop implements SquareLoop {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int cut(SquareWindow window, double[] p, double[] t, int from, int to, long[][] pieces) {
    double bound = window.bound();
    DoubleVector cx1 = DoubleVector.broadcast(SPECIES, window.highMagic());
    DoubleVector cx2 = DoubleVector.broadcast(SPECIES, window.lowMagic());
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, window.magic(1));
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, window.magic(2));
    DoubleVector c3 = DoubleVector.broadcast(SPECIES, window.magic(3));
    long[] first = pieces[0];
    long[] second = pieces[1];
    long[] third = pieces[2];
    int i = from;
    for (; i < to; i += LANES) {
      // p − t = d + e = x1 + x2
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector b = d.sub(p0);
      DoubleVector e = p0.sub(d.sub(b)).sub(t0.add(b));
      DoubleVector x1 = d.add(cx1).sub(cx1);
      DoubleVector r = d.sub(x1);
      DoubleVector x2 = r.add(e);
      DoubleVector v = x2.add(cx2).sub(cx2);
      VectorMask<Double> inside = d.abs().compare(VectorOperators.LE, bound);
      if (!inside.and(v.sub(r).compare(VectorOperators.EQ, e)).allTrue()) {
        break;
      }
      // (x1 + x2)² = y1 + y2 + y3
      DoubleVector z1 = x1.add(x1);
      DoubleVector q1 = d.fma(d, c1);
      DoubleVector r1 = x1.fma(x1, c1.sub(q1));
      DoubleVector q2 = x2.fma(z1, r1.add(c2));
      DoubleVector r2 = x2.fma(z1, r1.add(c2.sub(q2)));
      DoubleVector q3 = x2.fma(x2, r2.add(c3));
      q1.reinterpretAsLongs().intoArray(first, i);
      q2.reinterpretAsLongs().intoArray(second, i);
      q3.reinterpretAsLongs().intoArray(third, i);
    }
    return i;
  }
}
