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
    Axis targets = Axis.of(marginal(state.plane(), true), MOST_BINS);
    Axis predictions = Axis.of(marginal(state.plane(), false), MOST_BINS);
    Axis errors = Axis.of(marginal(state.errors(), false), Integer.MAX_VALUE);
    return new Pictures(
        histogram(state, errors), profile(state, targets), plane(state, targets, predictions));
  }

  private static SortedMap<Integer, Long> marginal(Map<Integer, Long> pairs, boolean first) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    pairs.forEach(
        (pair, count) ->
            counts.merge(
                first ? PictureState.first(pair) : PictureState.second(pair), count, Long::sum));
    return counts;
  }

  /**
   * The bins of one axis.
   *
   * @param zero numbers of a smaller magnitude than this power of two are in one bin
   * @param together how many fine bins are one: 1, 2, 4 or 8
   */
  private record Axis(double zero, int together) {

    static Axis of(SortedMap<Integer, Long> counts, int mostBins) {
      double zero = zero(counts);
      Axis axis = new Axis(zero, 1);
      while (axis.together < FINE_BINS_OF_OCTAVE && axis.count(counts) > mostBins) {
        axis = new Axis(zero, 2 * axis.together);
      }
      return axis;
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

    private long count(SortedMap<Integer, Long> counts) {
      return counts.keySet().stream().map(this::range).distinct().count();
    }

    /** The bin of a picture that holds a fine bin. */
    Pictures.Range range(int bin) {
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

    /** All bins that hold something, ascending, with their places. */
    Map<Pictures.Range, Integer> places(Iterable<Integer> bins) {
      SortedMap<Double, Pictures.Range> ranges = new TreeMap<>();
      bins.forEach(bin -> ranges.put(range(bin).lo(), range(bin)));
      Map<Pictures.Range, Integer> places = new HashMap<>();
      ranges.values().forEach(range -> places.put(range, places.size()));
      return places;
    }
  }

  private static Pictures.ErrorHistogram histogram(PictureState state, Axis errors) {
    SortedMap<Double, Pictures.ErrorHistogram.Bin> bins = new TreeMap<>();
    marginal(state.errors(), false)
        .forEach(
            (bin, count) -> {
              Pictures.Range range = errors.range(bin);
              bins.merge(
                  range.lo(),
                  new Pictures.ErrorHistogram.Bin(range.lo(), range.hi(), count),
                  (one, other) ->
                      new Pictures.ErrorHistogram.Bin(
                          one.lo(), one.hi(), one.count() + other.count()));
            });
    return new Pictures.ErrorHistogram(List.copyOf(bins.values()), state.nonFinite());
  }

  /** Means are those of the middles of the errors' fine bins: right to a sixteenth of an error. */
  private static Pictures.TargetProfile profile(PictureState state, Axis targets) {
    SortedMap<Double, Column> columns = new TreeMap<>();
    state
        .errors()
        .forEach(
            (pair, count) -> {
              Pictures.Range range = targets.range(PictureState.first(pair));
              columns
                  .computeIfAbsent(range.lo(), lo -> new Column(range))
                  .add(PictureState.second(pair), count);
            });
    return new Pictures.TargetProfile(columns.values().stream().map(Column::bin).toList());
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
    Map<Pictures.Range, Integer> columns = targets.places(marginal(state.plane(), true).keySet());
    Map<Pictures.Range, Integer> rows = predictions.places(marginal(state.plane(), false).keySet());
    SortedMap<Long, Long> cells = new TreeMap<>();
    state
        .plane()
        .forEach(
            (pair, count) -> {
              long row = rows.get(predictions.range(PictureState.second(pair)));
              int column = columns.get(targets.range(PictureState.first(pair)));
              cells.merge(row << Integer.SIZE | column, count, Long::sum);
            });
    List<Pictures.PredictionTarget.Cell> counts = new ArrayList<>();
    cells.forEach(
        (cell, count) ->
            counts.add(
                new Pictures.PredictionTarget.Cell(
                    (int) (cell >>> Integer.SIZE), cell.intValue(), count)));
    return new Pictures.PredictionTarget(ascending(columns), ascending(rows), counts);
  }

  private static List<Pictures.Range> ascending(Map<Pictures.Range, Integer> places) {
    return places.keySet().stream()
        .sorted((one, other) -> Double.compare(one.lo(), other.lo()))
        .toList();
  }
}
