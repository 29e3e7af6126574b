package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.state.PictureState;

/**
 * Counts of rows whose target, error and prediction are in the range of magnitudes in which most
 * rows are: there the bits of the numbers alone say where a row is counted. Used by one thread.
 *
 * <p>A bin of {@link PictureState} has 14 bits of magnitude below its sign. Its place on an axis is
 * what the magnitude has beyond a base, behind those of the other sign for negative numbers. Zeros
 * and infinities are always outside.
 */
final class PictureWindow {
  /** Eight octaves of targets of each sign. */
  static final int TARGET_PLACES_BITS = 6;

  /** Sixteen octaves of errors and of predictions. */
  static final int PLACES_BITS = 7;

  /** Neighbouring rows have counts of their own, so that none waits for the one before. */
  static final int COPIES_BITS = 1;

  /** The most rows that are added at a time. */
  static final int MOST_ROWS = 256;

  static final int MAGNITUDE_BITS = 14;

  /** Both signs of each axis, and the copies. */
  private static final int SIZE = 1 << (TARGET_PLACES_BITS + 1 + PLACES_BITS + 1 + COPIES_BITS);

  /** The place of rows outside. */
  static final int NONE = SIZE;

  private static final int MAGNITUDES = (1 << MAGNITUDE_BITS) - 1;
  private static final int INFINITY = PictureState.binOfBits(Double.POSITIVE_INFINITY);

  /**
   * The smallest magnitudes.
   *
   * @param target of the bins of targets
   */
  record Bases(int target, int error, int prediction) {
    /** Those of a window that holds as many of the first rows as one can on each axis. */
    static Bases of(double[] prediction, double[] target, int from, int to) {
      int rows = to - from;
      int[] targets = new int[rows];
      int[] errors = new int[rows];
      int[] predictions = new int[rows];
      for (int i = 0; i < rows; i++) {
        double p = prediction[from + i];
        double t = target[from + i];
        targets[i] = PictureState.binOfBits(t) & MAGNITUDES;
        errors[i] = PictureState.binOfBits(p - t) & MAGNITUDES;
        predictions[i] = PictureState.binOfBits(p) & MAGNITUDES;
      }
      return new Bases(
          base(targets, 1 << TARGET_PLACES_BITS),
          base(errors, 1 << PLACES_BITS),
          base(predictions, 1 << PLACES_BITS));
    }

    private static int base(int[] magnitudes, int places) {
      Arrays.sort(magnitudes);
      int from = 0;
      int bestFrom = 0;
      int best = 0;
      for (int to = 1; to <= magnitudes.length; to++) {
        while (magnitudes[to - 1] - magnitudes[from] >= places) {
          from++;
        }
        if (to - from > best) {
          best = to - from;
          bestFrom = from;
        }
      }
      int low = magnitudes[bestFrom];
      int spare = places - 1 - (magnitudes[bestFrom + best - 1] - low);
      return Math.max(1, Math.min(INFINITY - places, low - spare / 2));
    }
  }

  private final PictureIndex index;
  private final Bases bases;
  private final int[] errorCounts = new int[SIZE + 1];
  private final int[] planeCounts = new int[SIZE + 1];
  private final long[] errorPlaces = new long[MOST_ROWS];
  private final long[] planePlaces = new long[MOST_ROWS];
  private final int[] outside = new int[MOST_ROWS];
  private int counted;

  PictureWindow(PictureIndex index, Bases bases) {
    this.index = index;
    this.bases = bases;
  }

  /**
   * Counts rows, all of them finite, but for those outside.
   *
   * @param to from plus a multiple of the lanes of the index, and no more than {@link #MOST_ROWS}
   * @return how many are outside; they are the first of {@link #outside}
   */
  int add(double[] prediction, double[] target, int from, int to) {
    int left = index.find(prediction, target, from, to, bases, errorPlaces, planePlaces, outside);
    count(to - from);
    counted += to - from;
    return left;
  }

  private void count(int rows) {
    long[] ofErrors = errorPlaces;
    long[] ofPlane = planePlaces;
    int[] errors = errorCounts;
    int[] plane = planeCounts;
    for (int i = 0; i < rows; i++) {
      errors[(int) ofErrors[i]]++;
      plane[(int) ofPlane[i]]++;
    }
  }

  /** Rows that the last call of {@link #add} has not counted. */
  int[] outside() {
    return outside;
  }

  /** How many rows were given, since the counts were last moved. */
  int counted() {
    return counted;
  }

  /** Moves the counts to a state. */
  void drainTo(PictureState state) {
    int line = 1 << (PLACES_BITS + 1);
    for (int t = 0; t < 2 << TARGET_PLACES_BITS; t++) {
      int target = bin(t, TARGET_PLACES_BITS, bases.target);
      for (int other = 0; other < line; other++) {
        int place = (t * line + other) << COPIES_BITS;
        int errors = errorCounts[place] + errorCounts[place + 1];
        if (errors != 0) {
          state.addErrors(target, bin(other, PLACES_BITS, bases.error), errors);
        }
        int plane = planeCounts[place] + planeCounts[place + 1];
        if (plane != 0) {
          state.addPlane(target, bin(other, PLACES_BITS, bases.prediction), plane);
        }
      }
    }
    Arrays.fill(errorCounts, 0);
    Arrays.fill(planeCounts, 0);
    counted = 0;
  }

  private static int bin(int place, int bits, int base) {
    int sign = place >>> bits;
    return sign << MAGNITUDE_BITS | (base + (place & ((1 << bits) - 1)));
  }
}
