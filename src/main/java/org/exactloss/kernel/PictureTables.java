package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.state.PictureState;

/**
 * Counts of rows for pictures, whatever their magnitudes: each bin that is met gets a place in a
 * small table, in which a row is counted with two additions. Used by one thread.
 *
 * <p>Rows come in chunks, which a loop without branches counts as if all bins had their places;
 * those that have none share one. If a chunk met such bins, which is rare, the counts of their rows
 * are taken back, and these are counted one by one.
 */
final class PictureTables {
  private static final int CHUNK = PictureWindow.MOST_ROWS;
  private static final int FIRST_WIDTH = 64;

  /** Beyond so many bins of one axis, counts are kept one by one. */
  private static final int MOST_WIDTH = 1024;

  private final int mostRows;

  private final Places targets = new Places();
  private final Places errors = new Places();
  private final Places predictions = new Places();
  private final double[] chunkErrors = new double[CHUNK];
  private final int[] chunkRows = new int[CHUNK];

  /** Places of one axis that bins can get, a power of two; the next one is for bins without. */
  private int width;

  /** Counts by target and error, and by target and prediction, at the sum of their offsets. */
  private int[] errorCounts;

  private int[] planeCounts;
  private int counted;

  /** What is no longer, or was never, in the tables. */
  private PictureState state = new PictureState();

  /**
   * Empty tables.
   *
   * @param mostRows after so many rows counts of 32 bits are moved to a state
   */
  PictureTables(int mostRows) {
    this.mostRows = mostRows;
    clear();
  }

  private void clear() {
    width = FIRST_WIDTH;
    counted = 0;
    targets.size = 0;
    errors.size = 0;
    predictions.size = 0;
    makeTables();
  }

  private void makeTables() {
    int line = 2 * width;
    errorCounts = new int[(width + 1) * line];
    planeCounts = new int[(width + 1) * line];
    targets.spread(width, line);
    errors.spread(width, 1);
    predictions.spread(width, 1);
  }

  /** The places of one axis, which bins get in the order in which they are met. */
  private static final class Places {
    /**
     * The bin of the smallest negative numbers. The negative zero has its bits, but belongs to the
     * bin of zeros: so this bin gets no place, and its numbers are looked at one by one.
     */
    private static final int NEGATIVE_ZERO = PictureState.BINS / 2;

    /** The part of each bin in the index of a count. */
    private final int[] offsets = new int[PictureState.BINS];

    private final int[] bins = new int[MOST_WIDTH];
    private int size;
    private int step;

    /** The offset of bins without a place. */
    private int none;

    void spread(int width, int newStep) {
      step = newStep;
      none = width * step;
      Arrays.fill(offsets, none);
      for (int place = 0; place < size; place++) {
        offsets[bins[place]] = place * step;
      }
    }

    /** The offset of a bin, which gets a place if one is left. */
    int of(int bin) {
      if (offsets[bin] == none && bin != NEGATIVE_ZERO && size * step < none) {
        bins[size] = bin;
        offsets[bin] = size * step;
        size++;
      }
      return offsets[bin];
    }

    boolean isFull() {
      return size * step == none;
    }
  }

  /** Adds rows, no more than a window takes at a time; all of them finite. */
  void add(double[] prediction, double[] target, int start, int end) {
    emptyIfFull(end - start);
    if (!countAll(prediction, target, start, end)) {
      countWithoutPlaces(prediction, target, start, end);
    }
  }

  /** Adds to the count of each row; false if a bin has no place, as that of an infinite error. */
  private boolean countAll(double[] prediction, double[] target, int start, int end) {
    double[] error = chunkErrors;
    for (int i = start; i < end; i++) {
      error[i - start] = prediction[i] - target[i];
    }
    int[] ofTarget = targets.offsets;
    int[] ofError = errors.offsets;
    int[] ofPrediction = predictions.offsets;
    int[] errorTable = errorCounts;
    int[] planeTable = planeCounts;
    int all = 0;
    for (int i = start; i < end; i++) {
      int t = ofTarget[PictureState.binOfBits(target[i])];
      int e = ofError[PictureState.binOfBits(error[i - start])];
      int p = ofPrediction[PictureState.binOfBits(prediction[i])];
      errorTable[t + e]++;
      planeTable[t + p]++;
      all |= t | e | p;
    }
    counted += end - start;
    return !lacksPlace(all);
  }

  /** Whether one of some offsets, given as their bits together, is that of bins without a place. */
  private boolean lacksPlace(int offsets) {
    // Offsets are sums of smaller powers of two, but for those of bins without a place.
    return (offsets & (targets.none | width)) != 0;
  }

  /** Takes back what {@link #countAll} did for rows without places, and counts them. */
  private void countWithoutPlaces(double[] prediction, double[] target, int start, int end) {
    int rows = 0;
    for (int i = start; i < end; i++) {
      int t = targets.offsets[PictureState.binOfBits(target[i])];
      int e = errors.offsets[PictureState.binOfBits(chunkErrors[i - start])];
      int p = predictions.offsets[PictureState.binOfBits(prediction[i])];
      if (lacksPlace(t | e | p)) {
        errorCounts[t + e]--;
        planeCounts[t + p]--;
        chunkRows[rows++] = i;
      }
    }
    counted -= rows;
    for (int j = 0; j < rows; j++) {
      int i = chunkRows[j];
      add(prediction[i], target[i], chunkErrors[i - start]);
    }
  }

  /** Adds a row; an infinite error counts as the largest. */
  void add(double prediction, double target, double error) {
    emptyIfFull(1);
    int targetBin = PictureState.bin(target);
    int errorBin = PictureState.bin(finite(error));
    int predictionBin = PictureState.bin(prediction);
    if ((targets.isFull() || errors.isFull() || predictions.isFull()) && width < MOST_WIDTH) {
      grow();
    }
    int t = targets.of(targetBin);
    int e = errors.of(errorBin);
    int p = predictions.of(predictionBin);
    if (t != targets.none && e != errors.none && p != predictions.none) {
      errorCounts[t + e]++;
      planeCounts[t + p]++;
      counted++;
    } else {
      state.addErrors(targetBin, errorBin, 1);
      state.addPlane(targetBin, predictionBin, 1);
    }
  }

  static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  private void grow() {
    int[] errorsSoFar = errorCounts;
    int[] planeSoFar = planeCounts;
    int line = 2 * width;
    width *= 2;
    makeTables();
    for (int t = 0; t < targets.size; t++) {
      System.arraycopy(errorsSoFar, t * line, errorCounts, t * targets.step, errors.size);
      System.arraycopy(planeSoFar, t * line, planeCounts, t * targets.step, predictions.size);
    }
  }

  /** Moves all counts to another state. */
  void drainTo(PictureState target) {
    empty();
    target.add(state);
    state = new PictureState();
  }

  private void emptyIfFull(int rows) {
    if (counted > mostRows - rows) {
      empty();
    }
  }

  /** Moves the counts of the tables to the state. */
  private void empty() {
    for (int t = 0; t < targets.size; t++) {
      for (int e = 0; e < errors.size; e++) {
        int count = errorCounts[t * targets.step + e];
        if (count > 0) {
          state.addErrors(targets.bins[t], errors.bins[e], count);
        }
      }
      for (int p = 0; p < predictions.size; p++) {
        int count = planeCounts[t * targets.step + p];
        if (count > 0) {
          state.addPlane(targets.bins[t], predictions.bins[p], count);
        }
      }
    }
    clear();
  }
}
