package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.state.PictureState;

/**
 * Collects a {@link PictureState} from the rows of one model: each bin that is met gets a place in
 * a small table, in which a row is counted with two additions. Used by one thread.
 */
public final class PictureAccumulator {
  private static final short NOT_MET = -1;
  private static final int FIRST_PLACES = 64;

  /** Beyond these, counts are kept one by one: data of hundreds of octaves are rare. */
  private static final int MOST_PLACES = 1024;

  private final double unit;
  private final Places targets = new Places();
  private final Places errors = new Places();
  private final Places predictions = new Places();

  /** Of place {@code t · width + e}, and likewise of predictions. */
  private long[] errorCounts;

  private long[] planeCounts;
  private int width;
  private PictureState state = new PictureState();

  /**
   * @param scale digits after the point of the numbers, which come in units of 10^-scale
   */
  public PictureAccumulator(int scale) {
    unit = Math.pow(10, scale); // exact up to the scale of 22, beyond which doubles have no more
    clear();
  }

  private void clear() {
    width = FIRST_PLACES;
    errorCounts = new long[width * width];
    planeCounts = new long[width * width];
    targets.clear();
    errors.clear();
    predictions.clear();
  }

  /** The places of bins, in the order in which they are met. */
  private static final class Places {
    private final short[] places = new short[PictureState.BINS];
    private final short[] bins = new short[PictureState.BINS];
    private int size;

    Places() {
      Arrays.fill(places, NOT_MET);
    }

    int of(double value) {
      int bin = PictureState.bin(value);
      int place = places[bin];
      return place == NOT_MET ? add(bin) : place;
    }

    private int add(int bin) {
      places[bin] = (short) size;
      bins[size] = (short) bin;
      return size++;
    }

    int bin(int place) {
      return bins[place];
    }

    void clear() {
      for (int place = 0; place < size; place++) {
        places[bins[place]] = NOT_MET;
      }
      size = 0;
    }
  }

  /** Adds the first rows; all of them finite. */
  public void add(double[] prediction, double[] target, int rows) {
    if (unit == 1) {
      for (int i = 0; i < rows; i++) {
        double error = prediction[i] - target[i];
        count(prediction[i], target[i], Double.isInfinite(error) ? finite(error) : error);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      double error = prediction[i] - target[i];
      count(prediction[i] / unit, target[i] / unit, finite(error / unit));
    }
  }

  /**
   * Adds a row whose numbers are rounded once from exact ones; those too large count as largest.
   */
  public void add(double prediction, double target, double error) {
    count(finite(prediction), finite(target), finite(error));
  }

  private void count(double prediction, double target, double error) {
    int t = targets.of(target);
    int e = errors.of(error);
    int p = predictions.of(prediction);
    if (t >= width || e >= width || p >= width) {
      countBeyond(t, e, p);
      return;
    }
    errorCounts[t * width + e]++;
    planeCounts[t * width + p]++;
  }

  /** Counts where the tables have no place yet; or beside them, if they are not to grow. */
  private void countBeyond(int t, int e, int p) {
    int wanted = Math.max(t, Math.max(e, p));
    while (wanted >= width && width < MOST_PLACES) {
      grow();
    }
    if (wanted < width) {
      errorCounts[t * width + e]++;
      planeCounts[t * width + p]++;
    } else {
      state.addErrors(targets.bin(t), errors.bin(e), 1);
      state.addPlane(targets.bin(t), predictions.bin(p), 1);
    }
  }

  private static double finite(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  private void grow() {
    int wider = 2 * width;
    long[] errorsGrown = new long[wider * wider];
    long[] planeGrown = new long[wider * wider];
    for (int t = 0; t < width; t++) {
      System.arraycopy(errorCounts, t * width, errorsGrown, t * wider, width);
      System.arraycopy(planeCounts, t * width, planeGrown, t * wider, width);
    }
    errorCounts = errorsGrown;
    planeCounts = planeGrown;
    width = wider;
  }

  /** Adds a used row that is not finite. */
  public void addNonFinite() {
    state.addNonFinite(1);
  }

  /** The state of everything since the last drain; this accumulator starts again from nothing. */
  public PictureState drain() {
    for (int t = 0; t < Math.min(targets.size, width); t++) {
      for (int i = 0; i < width; i++) {
        if (errorCounts[t * width + i] > 0) {
          state.addErrors(targets.bin(t), errors.bin(i), errorCounts[t * width + i]);
        }
        if (planeCounts[t * width + i] > 0) {
          state.addPlane(targets.bin(t), predictions.bin(i), planeCounts[t * width + i]);
        }
      }
    }
    PictureState drained = state;
    state = new PictureState();
    clear();
    return drained;
  }
}
