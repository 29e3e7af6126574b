package org.exactloss.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The slicing kernel with the Vector API; works with any number of lanes. The only class that needs
 * the module {@code jdk.incubator.vector}; it is loaded by name.
 *
 * <p>The loops keep their sums in local variables and leave at the first group with a row outside
 * the window: C2 of Java 17 boxes vectors that live in fields or across calls. Every operation is
 * exact or one of the roundings of the proof in {@code src/site/markdown/kernel.md}, so a fused
 * multiply-add and a product with an addition give the same bits.
 */
final class VectorSquaredErrorKernel extends SlicedSquaredErrorKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Without the instruction, fma is exact too, but thousands of times slower. */
  private static final boolean FMA = JvmFacts.hasFusedMultiplyAdd();

  private boolean wide;
  private double bound;
  private double magic1;
  private double magic2;
  private double magic3;
  private double magic4;

  VectorSquaredErrorKernel() {
    super(LANES, 2 * LANES);
  }

  /** The width of a vector in bits. */
  static int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  int group(SliceFormat format) {
    return format == SliceFormat.FOUR ? LANES : 2 * LANES;
  }

  @Override
  void use(SliceWindow next) {
    wide = next.format() == SliceFormat.FOUR;
    bound = next.bound();
    magic1 = next.magic(1);
    magic2 = next.magic(2);
    magic3 = next.magic(3);
    magic4 = next.magic(4);
  }

  @Override
  int accumulate(double[] prediction, double[] target, int from, int to, double[][] sums) {
    return wide
        ? accumulateFour(prediction, target, from, to, sums)
        : accumulateThree(prediction, target, from, to, sums);
  }

  private static DoubleVector multiplyAdd(DoubleVector a, DoubleVector b, DoubleVector sum) {
    return FMA ? a.fma(b, sum) : a.mul(b).add(sum);
  }

  private static VectorMask<Double> accepted(
      DoubleVector d, double bound, DoubleVector last, DoubleVector rest, DoubleVector error) {
    return d.abs()
        .compare(VectorOperators.LE, bound)
        .and(last.sub(rest).compare(VectorOperators.EQ, error));
  }

  private int accumulateThree(double[] p, double[] t, int from, int to, double[][] sums) {
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, magic1);
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, magic2);
    DoubleVector c3 = DoubleVector.broadcast(SPECIES, magic3);
    double limit = bound;
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums[0], 0);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums[1], 0);
    DoubleVector s13 = DoubleVector.fromArray(SPECIES, sums[2], 0);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, sums[3], 0);
    DoubleVector s23 = DoubleVector.fromArray(SPECIES, sums[4], 0);
    DoubleVector s33 = DoubleVector.fromArray(SPECIES, sums[5], 0);
    int i = from;
    for (; i < to; i += 2 * LANES) {
      // First vector: p − t = d + e, then d in slices, the last of which takes e as well.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector d0 = p0.sub(t0);
      DoubleVector b0 = d0.sub(p0);
      DoubleVector e0 = p0.sub(d0.sub(b0)).sub(t0.add(b0));
      DoubleVector x1 = d0.add(c1).sub(c1);
      DoubleVector r0 = d0.sub(x1);
      DoubleVector x2 = r0.add(c2).sub(c2);
      DoubleVector q0 = r0.sub(x2);
      DoubleVector x3 = q0.add(c3).add(e0).sub(c3);
      // Second vector.
      DoubleVector p1 = DoubleVector.fromArray(SPECIES, p, i + LANES);
      DoubleVector t1 = DoubleVector.fromArray(SPECIES, t, i + LANES);
      DoubleVector d1 = p1.sub(t1);
      DoubleVector b1 = d1.sub(p1);
      DoubleVector e1 = p1.sub(d1.sub(b1)).sub(t1.add(b1));
      DoubleVector y1 = d1.add(c1).sub(c1);
      DoubleVector r1 = d1.sub(y1);
      DoubleVector y2 = r1.add(c2).sub(c2);
      DoubleVector q1 = r1.sub(y2);
      DoubleVector y3 = q1.add(c3).add(e1).sub(c3);
      // One test for both; nothing of a rejected group is added.
      if (!accepted(d0, limit, x3, q0, e0).and(accepted(d1, limit, y3, q1, e1)).allTrue()) {
        break;
      }
      s11 = multiplyAdd(y1, y1, multiplyAdd(x1, x1, s11));
      s12 = multiplyAdd(y1, y2, multiplyAdd(x1, x2, s12));
      s13 = multiplyAdd(y1, y3, multiplyAdd(x1, x3, s13));
      s22 = multiplyAdd(y2, y2, multiplyAdd(x2, x2, s22));
      s23 = multiplyAdd(y2, y3, multiplyAdd(x2, x3, s23));
      s33 = multiplyAdd(y3, y3, multiplyAdd(x3, x3, s33));
    }
    s11.intoArray(sums[0], 0);
    s12.intoArray(sums[1], 0);
    s13.intoArray(sums[2], 0);
    s22.intoArray(sums[3], 0);
    s23.intoArray(sums[4], 0);
    s33.intoArray(sums[5], 0);
    return i;
  }

  private int accumulateFour(double[] p, double[] t, int from, int to, double[][] sums) {
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, magic1);
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, magic2);
    DoubleVector c3 = DoubleVector.broadcast(SPECIES, magic3);
    DoubleVector c4 = DoubleVector.broadcast(SPECIES, magic4);
    double limit = bound;
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums[0], 0);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums[1], 0);
    DoubleVector s13 = DoubleVector.fromArray(SPECIES, sums[2], 0);
    DoubleVector s14 = DoubleVector.fromArray(SPECIES, sums[3], 0);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, sums[4], 0);
    DoubleVector s23 = DoubleVector.fromArray(SPECIES, sums[5], 0);
    DoubleVector s24 = DoubleVector.fromArray(SPECIES, sums[6], 0);
    DoubleVector s33 = DoubleVector.fromArray(SPECIES, sums[7], 0);
    DoubleVector s34 = DoubleVector.fromArray(SPECIES, sums[8], 0);
    DoubleVector s44 = DoubleVector.fromArray(SPECIES, sums[9], 0);
    int i = from;
    for (; i < to; i += LANES) {
      // p − t = d + e; three slices of d and one of e, the last slice takes both rests.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector b = d.sub(p0);
      DoubleVector e = p0.sub(d.sub(b)).sub(t0.add(b));
      DoubleVector x1 = d.add(c1).sub(c1);
      DoubleVector r1 = d.sub(x1);
      DoubleVector x2 = r1.add(c2).sub(c2);
      DoubleVector r2 = r1.sub(x2);
      DoubleVector d3 = r2.add(c3).sub(c3);
      DoubleVector r3 = r2.sub(d3);
      DoubleVector e3 = e.add(c3).sub(c3);
      DoubleVector f = e.sub(e3);
      DoubleVector x3 = d3.add(e3);
      DoubleVector x4 = r3.add(c4).add(f).sub(c4);
      if (!accepted(d, limit, x4, r3, f).allTrue()) {
        break;
      }
      s11 = multiplyAdd(x1, x1, s11);
      s12 = multiplyAdd(x1, x2, s12);
      s13 = multiplyAdd(x1, x3, s13);
      s14 = multiplyAdd(x1, x4, s14);
      s22 = multiplyAdd(x2, x2, s22);
      s23 = multiplyAdd(x2, x3, s23);
      s24 = multiplyAdd(x2, x4, s24);
      s33 = multiplyAdd(x3, x3, s33);
      s34 = multiplyAdd(x3, x4, s34);
      s44 = multiplyAdd(x4, x4, s44);
    }
    s11.intoArray(sums[0], 0);
    s12.intoArray(sums[1], 0);
    s13.intoArray(sums[2], 0);
    s14.intoArray(sums[3], 0);
    s22.intoArray(sums[4], 0);
    s23.intoArray(sums[5], 0);
    s24.intoArray(sums[6], 0);
    s33.intoArray(sums[7], 0);
    s34.intoArray(sums[8], 0);
    s44.intoArray(sums[9], 0);
    return i;
  }
}
