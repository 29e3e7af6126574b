package org.exactloss.kernel;

/**
 * The loop over rows with weights in plain Java, one row after the other, for processors with fused
 * multiply-adds; the operations are those of {@link VectorWeightedLoop}. Proof: {@code
 * src/site/markdown/kernel.md}.
 */
final class PlainWeightedLoop implements WeightedLoop {
  private WeightedWindow window;

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void use(WeightedWindow next) {
    window = next;
  }

  @Override
  public int accumulate(double[] p, double[] t, double[] w, int from, int to, long[][] sums) {
    double bound = window.bound();
    double weightBound = window.weightBound();
    double cx1 = window.highMagic();
    double cx2 = window.lowMagic();
    double cw1 = window.highWeightMagic();
    double cw2 = window.lowWeightMagic();
    boolean four = window.format().pieces() == WeightedFormat.MAX_PIECES;
    double c1 = window.pieceMagic(1);
    double c2 = window.pieceMagic(2);
    double c3 = four ? window.pieceMagic(3) : 0;
    double h1 = window.highProductMagic(1);
    double h2 = window.highProductMagic(2);
    double h3 = window.highProductMagic(3);
    double h4 = four ? window.highProductMagic(4) : 0;
    double k1 = window.bothProductMagic(1);
    double k2 = window.bothProductMagic(2);
    double k3 = window.bothProductMagic(3);
    double k4 = four ? window.bothProductMagic(4) : 0;
    long[] part = new long[sums.length];
    int i = from;
    for (; i < to; i++) {
      // p − t = d + e = x1 + x2, and the weight in two parts.
      double d = p[i] - t[i];
      double b = d - p[i];
      double e = (p[i] - (d - b)) - (t[i] + b);
      double x1 = (d + cx1) - cx1;
      double r = d - x1;
      double x2 = r + e;
      double v = (x2 + cx2) - cx2;
      double qw1 = w[i] + cw1;
      double rw = w[i] - (qw1 - cw1);
      double qw2 = rw + cw2;
      boolean inside = Math.abs(d) <= bound && Math.abs(w[i]) <= weightBound;
      if (!(inside && v - r == e && qw2 - cw2 == rw)) {
        break;
      }
      part[0] += bits(qw1);
      part[1] += bits(qw2);
      // x² = −y1 − y2 + y3, or −y1 − y2 − y3 + y4, and each product in two parts.
      double y1 = c1 - Math.fma(d, d, c1);
      double r1 = Math.fma(x1, x1, y1);
      double y2 = c2 - Math.fma(x2, x1 + x1, r1 + c2);
      double r2 = Math.fma(x2, x1 + x1, r1 + y2);
      double y3 = four ? c3 - (Math.fma(x2, x2, c3) + r2) : Math.fma(x2, x2, r2);
      double q1 = Math.fma(w[i], y1, h1);
      double q2 = Math.fma(w[i], y2, h2);
      double q3 = Math.fma(w[i], y3, h3);
      part[2] += bits(q1);
      part[3] += bits(Math.fma(w[i], y1, k1 - q1));
      part[4] += bits(q2);
      part[5] += bits(Math.fma(w[i], y2, k2 - q2));
      part[6] += bits(q3);
      part[7] += bits(Math.fma(w[i], y3, k3 - q3));
      if (four) {
        double y4 = Math.fma(x2, x2, r2 + y3);
        double q4 = Math.fma(w[i], y4, h4);
        part[8] += bits(q4);
        part[9] += bits(Math.fma(w[i], y4, k4 - q4));
      }
    }
    for (int row = 0; row < part.length; row++) {
      sums[row][0] += part[row];
    }
    return i;
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
