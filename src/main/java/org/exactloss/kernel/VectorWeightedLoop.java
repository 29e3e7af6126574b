package org.exactloss.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over rows with weights in the Vector API, for processors with fused multiply-adds; as
 * {@link VectorSquaredErrorKernel} it works with any number of lanes, keeps its sums in local
 * variables and leaves at the first group with a row outside the window. Pieces of squares but the
 * last, and their products, have the opposite sign, which saves a negation each. Proof: {@code
 * src/site/markdown/kernel.md}.
 */
final class VectorWeightedLoop implements WeightedLoop {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();

  private WeightedWindow window;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void use(WeightedWindow next) {
    window = next;
  }

  @Override
  public int accumulate(double[] p, double[] t, double[] w, int from, int to, long[][] sums) {
    return window.format().pieces() == WeightedFormat.MAX_PIECES
        ? accumulateFour(p, t, w, from, to, sums)
        : accumulateThree(p, t, w, from, to, sums);
  }

  private int accumulateThree(double[] p, double[] t, double[] w, int from, int to, long[][] sums) {
    double bound = window.bound();
    double weightBound = window.weightBound();
    DoubleVector cx1 = DoubleVector.broadcast(SPECIES, window.highMagic());
    DoubleVector cx2 = DoubleVector.broadcast(SPECIES, window.lowMagic());
    DoubleVector cw1 = DoubleVector.broadcast(SPECIES, window.highWeightMagic());
    DoubleVector cw2 = DoubleVector.broadcast(SPECIES, window.lowWeightMagic());
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, window.pieceMagic(1));
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, window.pieceMagic(2));
    DoubleVector h1 = DoubleVector.broadcast(SPECIES, window.highProductMagic(1));
    DoubleVector h2 = DoubleVector.broadcast(SPECIES, window.highProductMagic(2));
    DoubleVector h3 = DoubleVector.broadcast(SPECIES, window.highProductMagic(3));
    DoubleVector k1 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(1));
    DoubleVector k2 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(2));
    DoubleVector k3 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(3));
    LongVector sw1 = LongVector.fromArray(LONGS, sums[0], 0);
    LongVector sw2 = LongVector.fromArray(LONGS, sums[1], 0);
    LongVector sh1 = LongVector.fromArray(LONGS, sums[2], 0);
    LongVector sl1 = LongVector.fromArray(LONGS, sums[3], 0);
    LongVector sh2 = LongVector.fromArray(LONGS, sums[4], 0);
    LongVector sl2 = LongVector.fromArray(LONGS, sums[5], 0);
    LongVector sh3 = LongVector.fromArray(LONGS, sums[6], 0);
    LongVector sl3 = LongVector.fromArray(LONGS, sums[7], 0);
    int i = from;
    for (; i < to; i += LANES) {
      // p − t = d + e = x1 + x2, and the weight in two parts.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector b = d.sub(p0);
      DoubleVector e = p0.sub(d.sub(b)).sub(t0.add(b));
      DoubleVector x1 = d.add(cx1).sub(cx1);
      DoubleVector r = d.sub(x1);
      DoubleVector x2 = r.add(e);
      DoubleVector v = x2.add(cx2).sub(cx2);
      DoubleVector qw1 = w0.add(cw1);
      DoubleVector rw = w0.sub(qw1.sub(cw1));
      DoubleVector qw2 = rw.add(cw2);
      VectorMask<Double> inside =
          d.abs()
              .compare(VectorOperators.LE, bound)
              .and(w0.abs().compare(VectorOperators.LE, weightBound));
      VectorMask<Double> exact =
          v.sub(r).compare(VectorOperators.EQ, e).and(qw2.sub(cw2).compare(VectorOperators.EQ, rw));
      if (!inside.and(exact).allTrue()) {
        break;
      }
      sw1 = sw1.add(qw1.reinterpretAsLongs());
      sw2 = sw2.add(qw2.reinterpretAsLongs());
      // x² = −y1 − y2 + y3
      DoubleVector y1 = c1.sub(d.fma(d, c1));
      DoubleVector r1 = x1.fma(x1, y1);
      DoubleVector z1 = x1.add(x1);
      DoubleVector y2 = c2.sub(x2.fma(z1, r1.add(c2)));
      DoubleVector y3 = x2.fma(x2, x2.fma(z1, r1.add(y2)));
      // Each product in two parts.
      DoubleVector q1 = w0.fma(y1, h1);
      DoubleVector q2 = w0.fma(y2, h2);
      DoubleVector q3 = w0.fma(y3, h3);
      sh1 = sh1.add(q1.reinterpretAsLongs());
      sh2 = sh2.add(q2.reinterpretAsLongs());
      sh3 = sh3.add(q3.reinterpretAsLongs());
      sl1 = sl1.add(w0.fma(y1, k1.sub(q1)).reinterpretAsLongs());
      sl2 = sl2.add(w0.fma(y2, k2.sub(q2)).reinterpretAsLongs());
      sl3 = sl3.add(w0.fma(y3, k3.sub(q3)).reinterpretAsLongs());
    }
    sw1.intoArray(sums[0], 0);
    sw2.intoArray(sums[1], 0);
    sh1.intoArray(sums[2], 0);
    sl1.intoArray(sums[3], 0);
    sh2.intoArray(sums[4], 0);
    sl2.intoArray(sums[5], 0);
    sh3.intoArray(sums[6], 0);
    sl3.intoArray(sums[7], 0);
    return i;
  }

  private int accumulateFour(double[] p, double[] t, double[] w, int from, int to, long[][] sums) {
    double bound = window.bound();
    double weightBound = window.weightBound();
    DoubleVector cx1 = DoubleVector.broadcast(SPECIES, window.highMagic());
    DoubleVector cx2 = DoubleVector.broadcast(SPECIES, window.lowMagic());
    DoubleVector cw1 = DoubleVector.broadcast(SPECIES, window.highWeightMagic());
    DoubleVector cw2 = DoubleVector.broadcast(SPECIES, window.lowWeightMagic());
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, window.pieceMagic(1));
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, window.pieceMagic(2));
    DoubleVector c3 = DoubleVector.broadcast(SPECIES, window.pieceMagic(3));
    DoubleVector h1 = DoubleVector.broadcast(SPECIES, window.highProductMagic(1));
    DoubleVector h2 = DoubleVector.broadcast(SPECIES, window.highProductMagic(2));
    DoubleVector h3 = DoubleVector.broadcast(SPECIES, window.highProductMagic(3));
    DoubleVector h4 = DoubleVector.broadcast(SPECIES, window.highProductMagic(4));
    DoubleVector k1 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(1));
    DoubleVector k2 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(2));
    DoubleVector k3 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(3));
    DoubleVector k4 = DoubleVector.broadcast(SPECIES, window.bothProductMagic(4));
    LongVector sw1 = LongVector.fromArray(LONGS, sums[0], 0);
    LongVector sw2 = LongVector.fromArray(LONGS, sums[1], 0);
    LongVector sh1 = LongVector.fromArray(LONGS, sums[2], 0);
    LongVector sl1 = LongVector.fromArray(LONGS, sums[3], 0);
    LongVector sh2 = LongVector.fromArray(LONGS, sums[4], 0);
    LongVector sl2 = LongVector.fromArray(LONGS, sums[5], 0);
    LongVector sh3 = LongVector.fromArray(LONGS, sums[6], 0);
    LongVector sl3 = LongVector.fromArray(LONGS, sums[7], 0);
    LongVector sh4 = LongVector.fromArray(LONGS, sums[8], 0);
    LongVector sl4 = LongVector.fromArray(LONGS, sums[9], 0);
    int i = from;
    for (; i < to; i += LANES) {
      // p − t = d + e = x1 + x2, and the weight in two parts.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector b = d.sub(p0);
      DoubleVector e = p0.sub(d.sub(b)).sub(t0.add(b));
      DoubleVector x1 = d.add(cx1).sub(cx1);
      DoubleVector r = d.sub(x1);
      DoubleVector x2 = r.add(e);
      DoubleVector v = x2.add(cx2).sub(cx2);
      DoubleVector qw1 = w0.add(cw1);
      DoubleVector rw = w0.sub(qw1.sub(cw1));
      DoubleVector qw2 = rw.add(cw2);
      VectorMask<Double> inside =
          d.abs()
              .compare(VectorOperators.LE, bound)
              .and(w0.abs().compare(VectorOperators.LE, weightBound));
      VectorMask<Double> exact =
          v.sub(r).compare(VectorOperators.EQ, e).and(qw2.sub(cw2).compare(VectorOperators.EQ, rw));
      if (!inside.and(exact).allTrue()) {
        break;
      }
      sw1 = sw1.add(qw1.reinterpretAsLongs());
      sw2 = sw2.add(qw2.reinterpretAsLongs());
      // x² = −y1 − y2 − y3 + y4
      DoubleVector y1 = c1.sub(d.fma(d, c1));
      DoubleVector r1 = x1.fma(x1, y1);
      DoubleVector z1 = x1.add(x1);
      DoubleVector y2 = c2.sub(x2.fma(z1, r1.add(c2)));
      DoubleVector r2 = x2.fma(z1, r1.add(y2));
      DoubleVector y3 = c3.sub(x2.fma(x2, c3).add(r2));
      DoubleVector y4 = x2.fma(x2, r2.add(y3));
      // Each product in two parts.
      DoubleVector q1 = w0.fma(y1, h1);
      DoubleVector q2 = w0.fma(y2, h2);
      DoubleVector q3 = w0.fma(y3, h3);
      DoubleVector q4 = w0.fma(y4, h4);
      sh1 = sh1.add(q1.reinterpretAsLongs());
      sh2 = sh2.add(q2.reinterpretAsLongs());
      sh3 = sh3.add(q3.reinterpretAsLongs());
      sh4 = sh4.add(q4.reinterpretAsLongs());
      sl1 = sl1.add(w0.fma(y1, k1.sub(q1)).reinterpretAsLongs());
      sl2 = sl2.add(w0.fma(y2, k2.sub(q2)).reinterpretAsLongs());
      sl3 = sl3.add(w0.fma(y3, k3.sub(q3)).reinterpretAsLongs());
      sl4 = sl4.add(w0.fma(y4, k4.sub(q4)).reinterpretAsLongs());
    }
    sw1.intoArray(sums[0], 0);
    sw2.intoArray(sums[1], 0);
    sh1.intoArray(sums[2], 0);
    sl1.intoArray(sums[3], 0);
    sh2.intoArray(sums[4], 0);
    sl2.intoArray(sums[5], 0);
    sh3.intoArray(sums[6], 0);
    sl3.intoArray(sums[7], 0);
    sh4.intoArray(sums[8], 0);
    sl4.intoArray(sums[9], 0);
    return i;
  }
}
