package org.exactloss.kernel;

import java.util.Optional;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The slicing kernel with the Vector API; works with any number of lanes. As the other classes that
 * need the module {@code jdk.incubator.vector}, it is loaded by name.
 *
 * <p>The loops keep their sums in local variables and leave at the first group with a row outside
 * the window: C2 of Java 17 boxes vectors that live in fields or across calls. They call no method
 * of their own, because C2 stops inlining in bodies of this size unless the JDK forces it. Every
 * operation is exact or one of the roundings of the proof in {@code src/site/markdown/kernel.md},
 * so a fused multiply-add and a product with an addition give the same bits.
 */
final class VectorSquaredErrorKernel extends SlicedSquaredErrorKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Without the instruction, fma is exact too, but thousands of times slower. */
  private static final boolean FMA = JvmFacts.hasFusedMultiplyAdd();

  private SliceFormat format = SliceFormat.THREE;
  private double bound;
  private double magic1;
  private double magic2;
  private double magic3;
  private double magic4;

  VectorSquaredErrorKernel() {
    super(LANES, FMA ? Optional.of(new VectorWeightedLoop()) : Optional.empty());
  }

  /** The width of a vector in bits. */
  static int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  void use(SliceWindow next) {
    format = next.format();
    bound = next.bound();
    magic1 = next.magic(1);
    magic2 = next.magic(2);
    magic3 = next.magic(3);
    magic4 = next.magic(4);
  }

  @Override
  int accumulate(double[] prediction, double[] target, int from, int to, double[][] sums) {
    return switch (format) {
      case TWO -> accumulateTwo(prediction, target, from, to, sums);
      case THREE -> accumulateThree(prediction, target, from, to, sums);
      case FOUR -> accumulateFour(prediction, target, from, to, sums);
    };
  }

  private int accumulateTwo(double[] p, double[] t, int from, int to, double[][] sums) {
    DoubleVector c1 = DoubleVector.broadcast(SPECIES, magic1);
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, magic2);
    double limit = bound;
    DoubleVector s11 = DoubleVector.fromArray(SPECIES, sums[0], 0);
    DoubleVector s12 = DoubleVector.fromArray(SPECIES, sums[1], 0);
    DoubleVector s22 = DoubleVector.fromArray(SPECIES, sums[2], 0);
    int i = from;
    for (; i < to; i += LANES) {
      // p − t = d if both p and t come back from it.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector x1 = d.add(c1).sub(c1);
      DoubleVector x2 = d.sub(x1);
      VectorMask<Double> inside = d.abs().compare(VectorOperators.LE, limit);
      VectorMask<Double> exact =
          p0.sub(d).compare(VectorOperators.EQ, t0).and(d.add(t0).compare(VectorOperators.EQ, p0));
      VectorMask<Double> whole = x2.add(c2).sub(c2).compare(VectorOperators.EQ, x2);
      if (!inside.and(exact).and(whole).allTrue()) {
        break;
      }
      s11 = FMA ? x1.fma(x1, s11) : x1.mul(x1).add(s11);
      s12 = FMA ? x1.fma(x2, s12) : x1.mul(x2).add(s12);
      s22 = FMA ? x2.fma(x2, s22) : x2.mul(x2).add(s22);
    }
    s11.intoArray(sums[0], 0);
    s12.intoArray(sums[1], 0);
    s22.intoArray(sums[2], 0);
    return i;
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
    for (; i < to; i += LANES) {
      // p − t = d + e; two slices of d, both cut from d itself for a short chain, and the rests.
      DoubleVector p0 = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, t, i);
      DoubleVector d = p0.sub(t0);
      DoubleVector b = d.sub(p0);
      DoubleVector e = p0.sub(d.sub(b)).sub(t0.add(b));
      DoubleVector x1 = d.add(c1).sub(c1);
      DoubleVector q = d.add(c2).sub(c2);
      DoubleVector x2 = q.sub(x1);
      DoubleVector r = d.sub(q);
      DoubleVector x3 = r.add(e);
      DoubleVector v = x3.add(c3).sub(c3);
      VectorMask<Double> inside = d.abs().compare(VectorOperators.LE, limit);
      if (!inside.and(v.sub(r).compare(VectorOperators.EQ, e)).allTrue()) {
        break;
      }
      s11 = FMA ? x1.fma(x1, s11) : x1.mul(x1).add(s11);
      s12 = FMA ? x1.fma(x2, s12) : x1.mul(x2).add(s12);
      s13 = FMA ? x1.fma(x3, s13) : x1.mul(x3).add(s13);
      s22 = FMA ? x2.fma(x2, s22) : x2.mul(x2).add(s22);
      s23 = FMA ? x2.fma(x3, s23) : x2.mul(x3).add(s23);
      s33 = FMA ? x3.fma(x3, s33) : x3.mul(x3).add(s33);
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
      DoubleVector x4 = r3.add(f);
      VectorMask<Double> inside = d.abs().compare(VectorOperators.LE, limit);
      DoubleVector v = x4.add(c4).sub(c4);
      if (!inside.and(v.sub(r3).compare(VectorOperators.EQ, f)).allTrue()) {
        break;
      }
      s11 = FMA ? x1.fma(x1, s11) : x1.mul(x1).add(s11);
      s12 = FMA ? x1.fma(x2, s12) : x1.mul(x2).add(s12);
      s13 = FMA ? x1.fma(x3, s13) : x1.mul(x3).add(s13);
      s14 = FMA ? x1.fma(x4, s14) : x1.mul(x4).add(s14);
      s22 = FMA ? x2.fma(x2, s22) : x2.mul(x2).add(s22);
      s23 = FMA ? x2.fma(x3, s23) : x2.mul(x3).add(s23);
      s24 = FMA ? x2.fma(x4, s24) : x2.mul(x4).add(s24);
      s33 = FMA ? x3.fma(x3, s33) : x3.mul(x3).add(s33);
      s34 = FMA ? x3.fma(x4, s34) : x3.mul(x4).add(s34);
      s44 = FMA ? x4.fma(x4, s44) : x4.mul(x4).add(s44);
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
