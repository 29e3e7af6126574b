package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.exact.Superaccumulator;

/**
 * Adds doubles exactly, a group at a time, in loops that C2 turns into vector instructions.
 *
 * <p>With a scale s and units u₁ = 2^s, u₂ = 2^(s−40), each value v is cut into h = RN_{u₁}(v) and
 * l = RN_{u₂}(v − h), with constants 1.5·2^52·uᵢ (ExtractScalar of S. M. Rump, T. Ogita, S. Oishi,
 * "Accurate floating-point summation part I", SIAM J. Sci. Comput. 31(1), 2008, DOI
 * 10.1137/050645671). A value is accepted if |v| ≤ B = 2^39·u₁ and v − h = l; all others, NaN and
 * infinities among them, are not, and finite ones are added in integers.
 *
 * <p>Proof: |v| ≤ B keeps v + 1.5·2^52·u₁ in the binade whose unit is u₁, so h is v rounded, |h| ≤
 * 2^39·u₁. If |v| &lt; u₁/2, h = 0; else v − h is a multiple of the last unit of v and not larger
 * than v: it is a double in both cases, of at most u₁/2 = 2^39·u₂. So each lane adds integers of at
 * most 2^39 units; 2^14 of them stay within 2^53 units, where every sum is exact.
 */
final class DoubleSum {
  private static final int LANES = Lanes.COUNT;

  /** Fewer values than this are added in integers. */
  private static final int SHORT = 64;

  private static final int BITS = 40;
  private static final int MAX_GROUPS = 1 << 14;

  /** Room above the largest value seen, so that later ones fit as well. */
  private static final int HEADROOM = 6;

  /** A window this much too high is changed. */
  private static final int TOLERANCE = 12;

  private static final int MIN_SCALE = Double.MIN_EXPONENT - 52 + BITS;
  private static final int MAX_SCALE = 900;

  private final Superaccumulator exact = new Superaccumulator();
  private final double[] group = new double[LANES];
  private final double[] high = new double[LANES];
  private final double[] low = new double[LANES];
  private final double[] bad = new double[LANES];
  private final double[] folded = new double[Lanes.FOLDED];
  private final double[] highSums = new double[LANES];
  private final double[] lowSums = new double[LANES];
  private int groups;
  private boolean chosen;
  private int scale;
  private double magic1;
  private double magic2;

  /** Rounds to multiples of 2B: v becomes zero if and only if |v| ≤ B, as B is a tie to even. */
  private double rangeMagic;

  /** Adds the first values of an array; all of them finite. */
  void add(double[] values, int length) {
    int from = 0;
    for (; length - from >= SHORT; from += LANES) {
      int count = Math.min(LANES, length - from);
      System.arraycopy(values, from, group, 0, count);
      Arrays.fill(group, count, LANES, 0);
      addGroup();
    }
    for (; from < length; from++) {
      exact.add(values[from]);
    }
  }

  /** Adds everything since the last drain to a sum and starts again from zero. */
  void drainTo(Superaccumulator sum) {
    depositLanes();
    sum.add(exact);
    exact.clear();
  }

  private void addGroup() {
    if (!chosen) {
      choose(largestExponent());
    }
    cut();
    if (Lanes.anyBad(bad, folded)) {
      int top = largestExponent();
      if (top > top() || top < top() - HEADROOM - TOLERANCE) {
        choose(top);
      }
      cut();
      takeOutBad();
      cut();
    }
    if (groups == MAX_GROUPS) {
      depositLanes();
    }
    Lanes.addTo(highSums, high);
    Lanes.addTo(lowSums, low);
    groups++;
  }

  /** The exponent of the bound B. */
  private int top() {
    return scale + BITS - 1;
  }

  private void choose(int largest) {
    depositLanes();
    int wanted = largest + 1 + HEADROOM - (BITS - 1);
    scale = Math.max(MIN_SCALE, Math.min(MAX_SCALE, wanted));
    magic1 = Math.scalb(1.5, 52 + scale);
    magic2 = Math.scalb(1.5, 52 + scale - BITS);
    rangeMagic = Math.scalb(1.5, 52 + top() + 1);
    chosen = true;
  }

  private int largestExponent() {
    double largest = 0;
    for (double value : group) {
      largest = Math.max(largest, Math.abs(value));
    }
    return Math.getExponent(largest);
  }

  /** The slices of the group, with flags that are zero where a value is accepted. */
  private void cut() {
    cut(group, high, low, bad, magic1, magic2);
    addBeyond(group, bad, rangeMagic);
  }

  /** Apart from {@link #addBeyond}, as C2 makes no vectors of a longer loop. */
  private static void cut(
      double[] values, double[] high, double[] low, double[] bad, double c1, double c2) {
    for (int j = 0; j < LANES; j++) {
      double value = values[j];
      double h = (value + c1) - c1;
      double rest = value - h;
      double l = (rest + c2) - c2;
      high[j] = h;
      low[j] = l;
      bad[j] = Math.abs(l - rest);
    }
  }

  private static void addBeyond(double[] values, double[] bad, double range) {
    for (int j = 0; j < LANES; j++) {
      bad[j] += Math.abs((values[j] + range) - range);
    }
  }

  /** Adds values outside the window in integers, and leaves zeros in their places. */
  private void takeOutBad() {
    for (int j = 0; j < LANES; j++) {
      if (bad[j] != 0) {
        exact.add(group[j]);
        group[j] = 0;
      }
    }
  }

  private void depositLanes() {
    if (groups > 0) {
      for (int j = 0; j < LANES; j++) {
        exact.add(highSums[j]);
        exact.add(lowSums[j]);
        highSums[j] = 0;
        lowSums[j] = 0;
      }
      groups = 0;
    }
  }
}
