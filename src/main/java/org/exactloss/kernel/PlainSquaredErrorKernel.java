package org.exactloss.kernel;

/**
 * The slicing kernel in plain Java, for JVMs without the module {@code jdk.incubator.vector}. C2
 * turns its loops into vector instructions: they are short, without branches, over arrays that
 * share one index and cannot overlap, with a sum of its own for each index.
 */
final class PlainSquaredErrorKernel extends SlicedSquaredErrorKernel {
  private static final int LANES = 256;

  /** Rejection flags are folded to this many before they are looked at. */
  private static final int FOLDED = 32;

  private final double[] p = new double[LANES];
  private final double[] t = new double[LANES];
  private final double[] d = new double[LANES];
  private final double[] e = new double[LANES];
  private final double[] x1 = new double[LANES];
  private final double[] x2 = new double[LANES];
  private final double[] x3 = new double[LANES];
  private final double[] x4 = new double[LANES];
  private final double[] bad = new double[LANES];
  private final double[] folded = new double[FOLDED];

  private boolean wide;
  private double magic1;
  private double magic2;
  private double magic3;
  private double magic4;

  /** Rounds to multiples of 2B: d becomes zero if and only if |d| ≤ B, as B is a tie to even. */
  private double rangeMagic;

  PlainSquaredErrorKernel() {
    super(LANES, LANES);
  }

  @Override
  int group(SliceFormat format) {
    return LANES;
  }

  @Override
  void use(SliceWindow next) {
    wide = next.format() == SliceFormat.FOUR;
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
      subtract(p, t, d, e);
      if (wide) {
        sliceTop(d, x1, x2, magic1, magic2, bad, rangeMagic);
        sliceBottom(d, e, x3, x4, magic3, magic4, bad);
      } else {
        sliceThree(d, e, x1, x2, x3, magic1, magic2, magic3, bad, rangeMagic);
      }
      if (anyBad(bad, folded)) {
        return i;
      }
      if (wide) {
        addFour(sums);
      } else {
        addTriangle(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], x1, x2, x3);
      }
    }
    return to;
  }

  /** p − t = d + e exactly. */
  private static void subtract(double[] p, double[] t, double[] d, double[] e) {
    for (int j = 0; j < LANES; j++) {
      double difference = p[j] - t[j];
      double back = difference - p[j];
      d[j] = difference;
      e[j] = (p[j] - (difference - back)) - (t[j] + back);
    }
  }

  private static void sliceThree(
      double[] d,
      double[] e,
      double[] x1,
      double[] x2,
      double[] x3,
      double c1,
      double c2,
      double c3,
      double[] bad,
      double range) {
    for (int j = 0; j < LANES; j++) {
      double a1 = (d[j] + c1) - c1;
      double r1 = d[j] - a1;
      double a2 = (r1 + c2) - c2;
      double r2 = r1 - a2;
      double v = ((r2 + c3) + e[j]) - c3;
      x1[j] = a1;
      x2[j] = a2;
      x3[j] = v;
      bad[j] = Math.abs((v - r2) - e[j]) + Math.abs((d[j] + range) - range);
    }
  }

  /** Two slices of d, of which the rest stays in d. */
  private static void sliceTop(
      double[] d, double[] x1, double[] x2, double c1, double c2, double[] bad, double range) {
    for (int j = 0; j < LANES; j++) {
      double a1 = (d[j] + c1) - c1;
      double r1 = d[j] - a1;
      double a2 = (r1 + c2) - c2;
      bad[j] = Math.abs((d[j] + range) - range);
      x1[j] = a1;
      x2[j] = a2;
      d[j] = r1 - a2;
    }
  }

  /** Two more slices of the rest of d and of e. */
  private static void sliceBottom(
      double[] d, double[] e, double[] x3, double[] x4, double c3, double c4, double[] bad) {
    for (int j = 0; j < LANES; j++) {
      double d3 = (d[j] + c3) - c3;
      double r3 = d[j] - d3;
      double e3 = (e[j] + c3) - c3;
      double f = e[j] - e3;
      double v = ((r3 + c4) + f) - c4;
      x3[j] = d3 + e3;
      x4[j] = v;
      bad[j] += Math.abs((v - r3) - f);
    }
  }

  /** Whether a flag differs from zero or is NaN; flags are not negative, so none cancels. */
  private static boolean anyBad(double[] bad, double[] folded) {
    for (int j = 0; j < FOLDED; j++) {
      folded[j] =
          ((bad[j] + bad[j + 32]) + (bad[j + 64] + bad[j + 96]))
              + ((bad[j + 128] + bad[j + 160]) + (bad[j + 192] + bad[j + 224]));
    }
    double sum = 0;
    for (int j = 0; j < FOLDED; j += 4) {
      sum += (folded[j] + folded[j + 1]) + (folded[j + 2] + folded[j + 3]);
    }
    return sum != 0;
  }

  private static void addTriangle(
      double[] s11,
      double[] s12,
      double[] s13,
      double[] s22,
      double[] s23,
      double[] s33,
      double[] x1,
      double[] x2,
      double[] x3) {
    for (int j = 0; j < LANES; j++) {
      s11[j] += x1[j] * x1[j];
      s12[j] += x1[j] * x2[j];
      s13[j] += x1[j] * x3[j];
      s22[j] += x2[j] * x2[j];
      s23[j] += x2[j] * x3[j];
      s33[j] += x3[j] * x3[j];
    }
  }

  /** The ten products in two loops: one loop would be too long for C2 to unroll. */
  private void addFour(double[][] sums) {
    addFirstRow(sums[0], sums[1], sums[2], sums[3], x1, x2, x3, x4);
    addTriangle(sums[4], sums[5], sums[6], sums[7], sums[8], sums[9], x2, x3, x4);
  }

  private static void addFirstRow(
      double[] s11,
      double[] s12,
      double[] s13,
      double[] s14,
      double[] x1,
      double[] x2,
      double[] x3,
      double[] x4) {
    for (int j = 0; j < LANES; j++) {
      s11[j] += x1[j] * x1[j];
      s12[j] += x1[j] * x2[j];
      s13[j] += x1[j] * x3[j];
      s14[j] += x1[j] * x4[j];
    }
  }
}
