package org.exactloss.kernel;

import java.util.Optional;

/**
 * The slicing kernel in plain Java, for JVMs without the module {@code jdk.incubator.vector}. C2
 * turns its loops into vector instructions: they are short, without branches, over arrays that
 * share one index and cannot overlap, with a sum of its own for each index.
 */
final class PlainSquaredErrorKernel extends SlicedSquaredErrorKernel {
  private static final int LANES = Lanes.COUNT;

  private final double[] p = new double[LANES];
  private final double[] t = new double[LANES];
  private final double[] d = new double[LANES];
  private final double[] e = new double[LANES];
  private final double[] x1 = new double[LANES];
  private final double[] x2 = new double[LANES];
  private final double[] x3 = new double[LANES];
  private final double[] x4 = new double[LANES];
  private final double[] bad = new double[LANES];
  private final double[] folded = new double[Lanes.FOLDED];

  private SliceFormat format = SliceFormat.THREE;
  private double magic1;
  private double magic2;
  private double magic3;
  private double magic4;

  /** Rounds to multiples of 2B: d becomes zero if and only if |d| ≤ B, as B is a tie to even. */
  private double rangeMagic;

  PlainSquaredErrorKernel() {
    super(
        LANES,
        JvmFacts.hasFusedMultiplyAdd() ? Optional.of(new PlainWeightedLoop()) : Optional.empty());
  }

  @Override
  void use(SliceWindow next) {
    format = next.format();
    magic1 = next.magic(1);
    magic2 = next.magic(2);
    magic3 = next.magic(3);
    magic4 = next.magic(4);
    rangeMagic = Math.scalb(1.5, 52 + next.top() + 1);
  }

  @Override
  int accumulate(double[] prediction, double[] target, int from, int to, double[][] sums) {
    for (int i = from; i < to; i += LANES) {
      System.arraycopy(prediction, i, p, 0, LANES);
      System.arraycopy(target, i, t, 0, LANES);
      slice();
      if (Lanes.anyBad(bad, folded)) {
        return i;
      }
      addProducts(sums);
    }
    return to;
  }

  private void slice() {
    if (format == SliceFormat.TWO) {
      subtractExactly(p, t, d, bad);
      sliceInTwo(d, x1, x2, magic1, magic2, bad, rangeMagic);
      return;
    }
    subtract(p, t, d, e);
    sliceTop(d, x1, x2, magic1, magic2, bad, rangeMagic);
    if (format == SliceFormat.THREE) {
      sliceLast(d, e, x3, magic3, bad);
    } else {
      // The third slice takes a part of e as well.
      cut(d, x3, magic3);
      cut(e, x4, magic3);
      Lanes.addTo(x3, x4);
      sliceLast(d, e, x4, magic4, bad);
    }
  }

  private void addProducts(double[][] sums) {
    switch (format) {
      case TWO -> addCorner(sums[0], sums[1], sums[2], x1, x2);
      case THREE -> {
        addRow(sums[0], sums[1], sums[2], x1, x2, x3);
        addCorner(sums[3], sums[4], sums[5], x2, x3);
      }
      case FOUR -> {
        addRow(sums[0], sums[1], sums[2], sums[3], x1, x2, x3, x4);
        addRow(sums[4], sums[5], sums[6], x2, x3, x4);
        addCorner(sums[7], sums[8], sums[9], x3, x4);
      }
    }
  }

  /** The flag is zero if p − t = d exactly. */
  private static void subtractExactly(double[] p, double[] t, double[] d, double[] bad) {
    for (int j = 0; j < LANES; j++) {
      double prediction = p[j];
      double target = t[j];
      double difference = prediction - target;
      d[j] = difference;
      bad[j] =
          Math.abs((prediction - difference) - target)
              + Math.abs((difference + target) - prediction);
    }
  }

  /** Two slices of d; the flag stays zero if d is within the bound and nothing is left. */
  private static void sliceInTwo(
      double[] d, double[] x1, double[] x2, double c1, double c2, double[] bad, double range) {
    for (int j = 0; j < LANES; j++) {
      double difference = d[j];
      double flag = bad[j];
      double a1 = (difference + c1) - c1;
      double a2 = difference - a1;
      x1[j] = a1;
      x2[j] = a2;
      bad[j] = flag + (Math.abs((difference + range) - range) + Math.abs(((a2 + c2) - c2) - a2));
    }
  }

  /** p − t = d + e exactly. */
  private static void subtract(double[] p, double[] t, double[] d, double[] e) {
    for (int j = 0; j < LANES; j++) {
      double prediction = p[j];
      double target = t[j];
      double difference = prediction - target;
      double back = difference - prediction;
      d[j] = difference;
      e[j] = (prediction - (difference - back)) - (target + back);
    }
  }

  /** Two slices of d, whose rest stays in d; the flag is zero if d is within the bound. */
  private static void sliceTop(
      double[] d, double[] x1, double[] x2, double c1, double c2, double[] bad, double range) {
    for (int j = 0; j < LANES; j++) {
      double difference = d[j];
      double a1 = (difference + c1) - c1;
      double r1 = difference - a1;
      double a2 = (r1 + c2) - c2;
      x1[j] = a1;
      x2[j] = a2;
      d[j] = r1 - a2;
      bad[j] = Math.abs((difference + range) - range);
    }
  }

  /** Cuts off a slice; the rest stays. */
  private static void cut(double[] rest, double[] slice, double c) {
    for (int j = 0; j < LANES; j++) {
      double whole = rest[j];
      double piece = (whole + c) - c;
      slice[j] = piece;
      rest[j] = whole - piece;
    }
  }

  /** The last slice takes the rests of d and e; the flag is zero if nothing is left. */
  private static void sliceLast(double[] d, double[] e, double[] last, double c, double[] bad) {
    for (int j = 0; j < LANES; j++) {
      double rest = d[j];
      double error = e[j];
      double flag = bad[j];
      double slice = rest + error;
      last[j] = slice;
      bad[j] = flag + Math.abs((((slice + c) - c) - rest) - error);
    }
  }

  private static void addRow(
      double[] s11, double[] s12, double[] s13, double[] x1, double[] x2, double[] x3) {
    for (int j = 0; j < LANES; j++) {
      double a1 = x1[j];
      double sum11 = s11[j] + a1 * a1;
      double sum12 = s12[j] + a1 * x2[j];
      double sum13 = s13[j] + a1 * x3[j];
      s11[j] = sum11;
      s12[j] = sum12;
      s13[j] = sum13;
    }
  }

  private static void addCorner(
      double[] s22, double[] s23, double[] s33, double[] x2, double[] x3) {
    for (int j = 0; j < LANES; j++) {
      double a2 = x2[j];
      double a3 = x3[j];
      double sum22 = s22[j] + a2 * a2;
      double sum23 = s23[j] + a2 * a3;
      double sum33 = s33[j] + a3 * a3;
      s22[j] = sum22;
      s23[j] = sum23;
      s33[j] = sum33;
    }
  }

  private static void addRow(
      double[] s11,
      double[] s12,
      double[] s13,
      double[] s14,
      double[] x1,
      double[] x2,
      double[] x3,
      double[] x4) {
    for (int j = 0; j < LANES; j++) {
      double a1 = x1[j];
      double sum11 = s11[j] + a1 * a1;
      double sum12 = s12[j] + a1 * x2[j];
      double sum13 = s13[j] + a1 * x3[j];
      double sum14 = s14[j] + a1 * x4[j];
      s11[j] = sum11;
      s12[j] = sum12;
      s13[j] = sum13;
      s14[j] = sum14;
    }
  }
}
