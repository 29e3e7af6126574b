package org.exactloss.report;

import java.util.List;

/**
 * Counts of the used finite elements of one result in bins, from which pictures are drawn. Edges of
 * bins are powers of two and the points that divide each octave into eight, four or two equal
 * parts, of both signs, and one bin [−2^k, 2^k] around zero; k and the parts follow from the
 * counts. Bins without counts are left out; the others are in ascending order. A value on an edge
 * is in the bin above it, for negative values in the bin below it.
 *
 * @param errors counts of p − t
 * @param profile p − t along the target
 * @param plane counts of pairs of target and prediction
 */
public record Pictures(ErrorHistogram errors, TargetProfile profile, PredictionTarget plane) {

  /** An interval of numbers. */
  public record Range(double lo, double hi) {}

  /**
   * How often errors occur.
   *
   * @param nonFinite used elements whose error is NaN or infinite, which no bin has
   */
  public record ErrorHistogram(List<Bin> bins, long nonFinite) {
    public ErrorHistogram {
      bins = List.copyOf(bins);
    }

    /** The errors from lo to hi, in units of the target. */
    public record Bin(double lo, double hi, long count) {}
  }

  /** The errors of the elements whose target is in a bin. */
  public record TargetProfile(List<Bin> bins) {
    public TargetProfile {
      bins = List.copyOf(bins);
    }

    /**
     * The mean of p − t and of its square where the target is from lo to hi, taken from the middles
     * of fine bins of p − t: an error of each is at most a sixteenth of it.
     */
    public record Bin(
        double lo, double hi, long count, double meanError, double meanSquaredError) {}
  }

  /**
   * Prediction against target.
   *
   * @param targetBins the columns
   * @param predictionBins the rows
   * @param counts of the cells that have one
   */
  public record PredictionTarget(
      List<Range> targetBins, List<Range> predictionBins, List<Cell> counts) {
    public PredictionTarget {
      targetBins = List.copyOf(targetBins);
      predictionBins = List.copyOf(predictionBins);
      counts = List.copyOf(counts);
    }

    /**
     * Elements with a prediction in the bin {@code row} of {@code predictionBins} and a target in
     * the bin {@code column} of {@code targetBins}, both from 0.
     */
    public record Cell(int row, int column, long count) {}
  }
}
