package org.exactloss.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.exactloss.report.Pictures;
import org.exactloss.state.PictureState;

/**
 * Turns counts in fine bins into the bins of pictures. How far bins near zero and fine bins are put
 * together is decided by the counts alone, and so does not depend on the order of rows.
 */
final class PictureResults {
  /** Numbers smaller than most by this factor, as a power of two, are as good as zero. */
  private static final int OCTAVES_TO_ZERO = 6;

  /** The part of all counts whose magnitude decides what most numbers are. */
  private static final double MOST = 0.99;

  /** Bins of a target or a prediction that a picture shows. */
  private static final int MOST_BINS = 48;

  private static final int FINE_BINS_OF_OCTAVE = 8;

  private PictureResults() {}

  static Pictures of(PictureState state) {
    SortedMap<Integer, Long> targetCounts = new TreeMap<>();
    SortedMap<Integer, Long> predictionCounts = new TreeMap<>();
    SortedMap<Integer, Long> errorCounts = new TreeMap<>();
    state.forEachInPlane(
        (target, prediction, count) -> {
          targetCounts.merge(target, count, Long::sum);
          predictionCounts.merge(prediction, count, Long::sum);
        });
    state.forEachError((target, error, count) -> errorCounts.merge(error, count, Long::sum));
    Axis targets = Axis.of(targetCounts, MOST_BINS);
    Axis predictions = Axis.of(predictionCounts, MOST_BINS);
    return new Pictures(
        histogram(errorCounts, state.nonFinite()),
        profile(state, targets),
        plane(state, targets, predictions));
  }

  /**
   * The bins of one axis.
   *
   * @param ranges ascending; those that hold something
   * @param places of each fine bin the place of the range that holds it
   */
  private record Axis(List<Pictures.Range> ranges, Map<Integer, Integer> places) {

    static Axis of(SortedMap<Integer, Long> counts, int mostBins) {
      double zero = zero(counts);
      int together = 1;
      Axis axis = of(counts, zero, together);
      while (together < FINE_BINS_OF_OCTAVE && axis.ranges.size() > mostBins) {
        together *= 2;
        axis = of(counts, zero, together);
      }
      return axis;
    }

    private static Axis of(SortedMap<Integer, Long> counts, double zero, int together) {
      SortedMap<Double, Pictures.Range> byLowEnd = new TreeMap<>();
      Map<Integer, Pictures.Range> byBin = new HashMap<>();
      for (int bin : counts.keySet()) {
        Pictures.Range range = range(bin, zero, together);
        byLowEnd.put(range.lo(), range);
        byBin.put(bin, range);
      }
      Map<Pictures.Range, Integer> order = new HashMap<>();
      byLowEnd.values().forEach(range -> order.put(range, order.size()));
      Map<Integer, Integer> places = new HashMap<>();
      byBin.forEach((bin, range) -> places.put(bin, order.get(range)));
      return new Axis(List.copyOf(byLowEnd.values()), places);
    }

    /** A power of two, some octaves below the magnitude that most numbers do not reach. */
    private static double zero(SortedMap<Integer, Long> counts) {
      SortedMap<Double, Long> magnitudes = new TreeMap<>();
      counts.forEach(
          (bin, count) -> magnitudes.merge(Math.abs(PictureState.nearEnd(bin)), count, Long::sum));
      long all = counts.values().stream().mapToLong(Long::longValue).sum();
      long seen = 0;
      for (Map.Entry<Double, Long> magnitude : magnitudes.entrySet()) {
        seen += magnitude.getValue();
        if (seen >= MOST * all) {
          int exponent = Math.getExponent(magnitude.getKey()) + 1 - OCTAVES_TO_ZERO;
          return Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, exponent));
        }
      }
      return Double.MIN_NORMAL;
    }

    /**
     * The bin of a picture that holds a fine bin.
     *
     * @param zero numbers of a smaller magnitude than this power of two are in one bin
     * @param together how many fine bins are one: 1, 2, 4 or 8
     */
    private static Pictures.Range range(int bin, double zero, int together) {
      if (Math.abs(PictureState.nearEnd(bin)) < zero) {
        return new Pictures.Range(-zero, zero);
      }
      int first = bin / together * together;
      double near = PictureState.nearEnd(first);
      double far = end(first + together - 1);
      return near > 0 ? new Pictures.Range(near, far) : new Pictures.Range(far, near);
    }

    private static double end(int bin) {
      double far = PictureState.farEnd(bin);
      return Double.isInfinite(far) ? Math.copySign(Double.MAX_VALUE, far) : far;
    }
  }

  private static Pictures.ErrorHistogram histogram(
      SortedMap<Integer, Long> counts, long nonFinite) {
    Axis axis = Axis.of(counts, Integer.MAX_VALUE);
    long[] sums = new long[axis.ranges.size()];
    counts.forEach((bin, count) -> sums[axis.places.get(bin)] += count);
    List<Pictures.ErrorHistogram.Bin> bins = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      Pictures.Range range = axis.ranges.get(i);
      bins.add(new Pictures.ErrorHistogram.Bin(range.lo(), range.hi(), sums[i]));
    }
    return new Pictures.ErrorHistogram(bins, nonFinite);
  }

  /** Means are those of the middles of the errors' fine bins: right to a sixteenth of an error. */
  private static Pictures.TargetProfile profile(PictureState state, Axis targets) {
    List<Column> columns = targets.ranges.stream().map(Column::new).toList();
    state.forEachError(
        (target, error, count) -> columns.get(targets.places.get(target)).add(error, count));
    return new Pictures.TargetProfile(columns.stream().map(Column::bin).toList());
  }

  /** The errors of the elements whose target is in a range. */
  private static final class Column {
    private final Pictures.Range range;
    private long count;
    private double errors;
    private double squares;

    Column(Pictures.Range range) {
      this.range = range;
    }

    /** Called in the order of the bins, so that the sums are always the same. */
    void add(int bin, long more) {
      double middle = PictureState.nearEnd(bin) / 2 + PictureState.farEnd(bin) / 2;
      count += more;
      errors += middle * more;
      squares += middle * middle * more;
    }

    Pictures.TargetProfile.Bin bin() {
      return new Pictures.TargetProfile.Bin(
          range.lo(), range.hi(), count, errors / count, squares / count);
    }
  }

  private static Pictures.PredictionTarget plane(
      PictureState state, Axis targets, Axis predictions) {
    int width = targets.ranges.size();
    long[] counts = new long[Math.multiplyExact(predictions.ranges.size(), width)];
    state.forEachInPlane(
        (target, prediction, count) ->
            counts[predictions.places.get(prediction) * width + targets.places.get(target)] +=
                count);
    List<Pictures.PredictionTarget.Cell> cells = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        cells.add(new Pictures.PredictionTarget.Cell(i / width, i % width, counts[i]));
      }
    }
    return new Pictures.PredictionTarget(targets.ranges, predictions.ranges, cells);
  }
}
