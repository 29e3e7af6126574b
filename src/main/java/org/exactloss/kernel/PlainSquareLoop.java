package org.exactloss.kernel;

/**
 * The pieces of squared errors in plain Java, one row after the other, for processors with fused
 * multiply-adds; the operations are those of {@link VectorSquareLoop}. Proof: {@code
 * src/site/markdown/kernel.md}.
 */
final class PlainSquareLoop implements SquareLoop {

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public int cut(SquareWindow window, double[] p, double[] t, int from, int to, long[][] pieces) {
    double bound = window.bound();
    double cx1 = window.highMagic();
    double cx2 = window.lowMagic();
    double c1 = window.magic(1);
    double c2 = window.magic(2);
    double c3 = window.magic(3);
    long[] first = pieces[0];
    long[] second = pieces[1];
    long[] third = pieces[2];
    int i = from;
    for (; i < to; i++) {
      // p − t = d + e = x1 + x2
      double d = p[i] - t[i];
      double b = d - p[i];
      double e = (p[i] - (d - b)) - (t[i] + b);
      double x1 = (d + cx1) - cx1;
      double r = d - x1;
      double x2 = r + e;
      double v = (x2 + cx2) - cx2;
      if (!(Math.abs(d) <= bound && v - r == e)) {
        break;
      }
      // (x1 + x2)² = y1 + y2 + y3
      double q1 = Math.fma(d, d, c1);
      double r1 = Math.fma(x1, x1, c1 - q1);
      double q2 = Math.fma(x2, x1 + x1, r1 + c2);
      double r2 = Math.fma(x2, x1 + x1, r1 + (c2 - q2));
      first[i] = Double.doubleToRawLongBits(q1);
      second[i] = Double.doubleToRawLongBits(q2);
      third[i] = Double.doubleToRawLongBits(Math.fma(x2, x2, r2 + c3));
    }
    return i;
  }
}
