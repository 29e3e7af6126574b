package org.exactloss.kernel;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.exactloss.state.PictureState;

/**
 * Collects a {@link PictureState} from the rows of one model. Where the vector kernel works, most
 * rows are counted in a {@link PictureWindow} around the magnitudes of the data, and the others in
 * {@link PictureTables}; elsewhere all of them are counted there. Used by one thread.
 */
public final class PictureAccumulator {
  private static final int CHUNK = PictureWindow.MOST_ROWS;

  /** Too few rows for a window to be chosen by. */
  private static final int FEW_ROWS = 128;

  /** A window is not worth its memory for fewer chunks. */
  private static final int FIRST_CHUNKS = 16;

  /** A window is given up where more than this part of a chunk is outside. */
  private static final int MOST_OUTSIDE = 4;

  private final double unit;

  /** After so many rows counts of 32 bits are moved to the state. */
  private final int mostRows;

  private final PictureTables tables;
  private final Optional<PictureIndex> index;

  /** Whether the index can be used yet. */
  private final BooleanSupplier ready;

  private Optional<PictureWindow> window = Optional.empty();

  /** Chunks until a window is chosen. */
  private int wait = FIRST_CHUNKS;

  private int nextWait = 16 * FIRST_CHUNKS;
  private PictureState state = new PictureState();

  /**
   * An accumulator of nothing.
   *
   * @param scale digits after the point of the numbers, which come in units of 10^-scale
   */
  public PictureAccumulator(int scale, KernelKind kind) {
    this(
        scale,
        1 << 30,
        kind == KernelKind.VECTOR && ThisJvm.FACTS.slowness(kind).isEmpty()
            ? Optional.of(ThisJvm.newPictureIndex())
            : Optional.empty(),
        VectorWarmUp.PICTURES::isDone);
  }

  /** With counts that are moved so early, and an index that is used so late, as a test wants. */
  PictureAccumulator(int scale, int mostRows, Optional<PictureIndex> index, BooleanSupplier ready) {
    unit = Math.pow(10, scale); // exact up to the scale of 22, beyond which doubles have no more
    this.mostRows = mostRows;
    tables = new PictureTables(mostRows);
    this.index = index;
    this.ready = ready;
  }

  /** Adds the first rows; all of them finite. */
  public void add(double[] prediction, double[] target, int rows) {
    if (unit != 1) {
      for (int i = 0; i < rows; i++) {
        double error = prediction[i] - target[i];
        tables.add(prediction[i] / unit, target[i] / unit, error / unit);
      }
      return;
    }
    for (int start = 0; start < rows; start += CHUNK) {
      int end = Math.min(rows, start + CHUNK);
      if (window.isPresent() || mayChooseWindow(end - start)) {
        addToWindow(prediction, target, start, end);
      } else {
        tables.add(prediction, target, start, end);
      }
    }
  }

  private boolean mayChooseWindow(int rows) {
    if (index.isEmpty() || rows < FEW_ROWS) {
      return false;
    }
    wait = Math.max(0, wait - 1);
    return wait == 0 && ready.getAsBoolean();
  }

  private void addToWindow(double[] prediction, double[] target, int start, int end) {
    if (window.isEmpty()) {
      PictureWindow.Bases bases = PictureWindow.Bases.of(prediction, target, start, end);
      window = Optional.of(new PictureWindow(index.orElseThrow(), bases));
    }
    PictureWindow current = window.get();
    if (current.counted() > mostRows - CHUNK) {
      current.drainTo(state);
    }
    int whole = end - (end - start) % index.orElseThrow().lanes();
    int left = current.add(prediction, target, start, whole);
    int[] outside = current.outside();
    for (int j = 0; j < left; j++) {
      int row = outside[j];
      tables.add(prediction[row], target[row], prediction[row] - target[row]);
    }
    if (whole < end) {
      tables.add(prediction, target, whole, end);
    }
    if (left > (end - start) / MOST_OUTSIDE) {
      current.drainTo(state);
      window = Optional.empty();
      wait = nextWait;
      nextWait *= 2;
    }
  }

  /**
   * Adds a row whose numbers are rounded once from exact ones; those too large count as largest.
   */
  public void add(double prediction, double target, double error) {
    tables.add(PictureTables.finite(prediction), PictureTables.finite(target), error);
  }

  /** Adds a used row that is not finite. */
  public void addNonFinite() {
    state.addNonFinite(1);
  }

  /** The state of everything since the last drain; this accumulator starts again from nothing. */
  public PictureState drain() {
    window.ifPresent(counts -> counts.drainTo(state));
    tables.drainTo(state);
    PictureState drained = state;
    state = new PictureState();
    return drained;
  }
}
