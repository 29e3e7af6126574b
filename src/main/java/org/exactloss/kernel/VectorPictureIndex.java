package org.exactloss.kernel;

import static org.exactloss.kernel.PictureWindow.COPIES_BITS;
import static org.exactloss.kernel.PictureWindow.MAGNITUDE_BITS;
import static org.exactloss.kernel.PictureWindow.PLACES_BITS;
import static org.exactloss.kernel.PictureWindow.TARGET_PLACES_BITS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.exactloss.state.PictureState;

/**
 * The places of pictures' counts with the Vector API; works with any number of lanes. One test
 * tells whether all rows of a vector are within the window, and those of a vector that has others
 * are looked at one by one.
 */
final class VectorPictureIndex implements PictureIndex {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();

  private static final long MAGNITUDES = (1L << MAGNITUDE_BITS) - 1;
  private static final long TARGET_SIGN = 1L << TARGET_PLACES_BITS;
  private static final long SIGN = 1L << PLACES_BITS;

  /** How far the bit of the sign is above its place. */
  private static final int TO_TARGET_SIGN = MAGNITUDE_BITS - TARGET_PLACES_BITS;

  private static final int TO_SIGN = MAGNITUDE_BITS - PLACES_BITS;
  private static final int LINE_BITS = PLACES_BITS + 1 + COPIES_BITS;

  /** Which copy of a count is that of each lane. */
  private static final long[] COPIES = copies();

  private static long[] copies() {
    long[] copies = new long[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      copies[lane] = lane & ((1 << COPIES_BITS) - 1);
    }
    return copies;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int find(
      double[] prediction,
      double[] target,
      int from,
      int to,
      PictureWindow.Bases bases,
      long[] errorPlaces,
      long[] planePlaces,
      int[] outside) {
    LongVector copies = LongVector.fromArray(LONGS, COPIES, 0);
    LongVector magnitudes = LongVector.broadcast(LONGS, MAGNITUDES);
    LongVector targetSign = LongVector.broadcast(LONGS, TARGET_SIGN);
    LongVector sign = LongVector.broadcast(LONGS, SIGN);
    LongVector targetBase = LongVector.broadcast(LONGS, bases.target());
    LongVector errorBase = LongVector.broadcast(LONGS, bases.error());
    LongVector predictionBase = LongVector.broadcast(LONGS, bases.prediction());
    LongVector beyondTargets = LongVector.broadcast(LONGS, -TARGET_SIGN);
    LongVector beyond = LongVector.broadcast(LONGS, -SIGN);
    int left = 0;
    for (int i = from; i < to; i += LANES) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, prediction, i);
      DoubleVector t = DoubleVector.fromArray(SPECIES, target, i);
      LongVector targetBin = bins(t);
      LongVector errorBin = bins(p.sub(t));
      LongVector predictionBin = bins(p);
      LongVector ofTarget = targetBin.and(magnitudes).sub(targetBase);
      LongVector ofError = errorBin.and(magnitudes).sub(errorBase);
      LongVector ofPrediction = predictionBin.and(magnitudes).sub(predictionBase);
      LongVector line =
          ofTarget
              .add(targetBin.lanewise(VectorOperators.LSHR, TO_TARGET_SIGN).and(targetSign))
              .lanewise(VectorOperators.LSHL, LINE_BITS)
              .add(copies);
      ofError
          .add(errorBin.lanewise(VectorOperators.LSHR, TO_SIGN).and(sign))
          .lanewise(VectorOperators.LSHL, COPIES_BITS)
          .add(line)
          .intoArray(errorPlaces, i - from);
      ofPrediction
          .add(predictionBin.lanewise(VectorOperators.LSHR, TO_SIGN).and(sign))
          .lanewise(VectorOperators.LSHL, COPIES_BITS)
          .add(line)
          .intoArray(planePlaces, i - from);
      LongVector outsideBits = ofTarget.and(beyondTargets).or(ofError.or(ofPrediction).and(beyond));
      if (outsideBits.compare(VectorOperators.NE, 0L).anyTrue()) {
        for (int row = i; row < i + LANES; row++) {
          if (isOutside(prediction[row], target[row], bases)) {
            errorPlaces[row - from] = PictureWindow.NONE;
            planePlaces[row - from] = PictureWindow.NONE;
            outside[left++] = row;
          }
        }
      }
    }
    return left;
  }

  private static LongVector bins(DoubleVector values) {
    return values.reinterpretAsLongs().lanewise(VectorOperators.LSHR, PictureState.DROPPED_BITS);
  }

  private static boolean isOutside(double prediction, double target, PictureWindow.Bases bases) {
    return isOutside(target, bases.target(), TARGET_SIGN)
        || isOutside(prediction - target, bases.error(), SIGN)
        || isOutside(prediction, bases.prediction(), SIGN);
  }

  private static boolean isOutside(double value, int base, long places) {
    long place = (PictureState.binOfBits(value) & MAGNITUDES) - base;
    return place < 0 || place >= places;
  }
}
