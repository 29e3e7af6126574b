package org.exactloss.benchmark;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.exactloss.kernel.FloatWidening;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;

/**
 * Rows for {@link KernelBenchmark}, in blocks. Floats are kept as floats and widened block by
 * block, as the readers do it, whoever adds them up.
 */
final class KernelRows {
  /** The rows of a block. */
  static final int BLOCK = 2048;

  /** What predictions and targets look like. */
  enum Data {
    /** Both N(0, 1), of full precision. */
    NORMAL,
    /** Targets N(50, 10) beside predictions N(0, 1), of full precision. */
    SHIFTED,
    /** Two decimals. */
    DECIMALS,
    /** As {@link #SHIFTED}, float32. */
    FLOATS,
    /** Sixteen binades more than {@link #NORMAL}. */
    WIDE
  }

  /** What weights look like. */
  enum Weights {
    NONE,
    /** One weight for all rows, given as such. */
    CONSTANT,
    /** Hours of the day, 1 to 24. */
    HOURS,
    /** Log-normal, of full precision. */
    RANDOM
  }

  private final Weights weights;
  private final double[][] prediction;
  private final double[][] target;
  private final double[][] weight;
  private final float[][] predictionFloats;
  private final float[][] targetFloats;

  KernelRows(Data data, Weights weights, int blocks) {
    this.weights = weights;
    boolean floats = data == Data.FLOATS;
    int wide = floats ? 1 : blocks;
    prediction = new double[wide][BLOCK];
    target = new double[wide][BLOCK];
    predictionFloats = new float[floats ? blocks : 0][BLOCK];
    targetFloats = new float[floats ? blocks : 0][BLOCK];
    weight = new double[weights == Weights.NONE ? 0 : blocks][BLOCK];
    SplittableRandom random = new SplittableRandom(1);
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < BLOCK; i++) {
        double p = prediction(data, random);
        double t = target(data, random);
        if (floats) {
          predictionFloats[block][i] = (float) p;
          targetFloats[block][i] = (float) t;
        } else {
          prediction[block][i] = p;
          target[block][i] = t;
        }
      }
    }
    for (double[] block : weight) {
      Arrays.setAll(block, i -> weight(weights, i, random));
    }
  }

  private static double prediction(Data data, SplittableRandom random) {
    double value = random.nextGaussian();
    return switch (data) {
      case NORMAL, SHIFTED, FLOATS -> value;
      case DECIMALS -> Math.rint(1000 * value) / 100;
      case WIDE -> Math.scalb(value, random.nextInt(16));
    };
  }

  private static double target(Data data, SplittableRandom random) {
    double value = random.nextGaussian();
    return switch (data) {
      case NORMAL, WIDE -> value;
      case SHIFTED, FLOATS -> 50 + 10 * value;
      case DECIMALS -> Math.rint(1000 * value) / 100;
    };
  }

  private static double weight(Weights weights, int row, SplittableRandom random) {
    return switch (weights) {
      case NONE -> 1;
      case CONSTANT -> 0.7;
      case HOURS -> row % 24 + 1;
      case RANDOM -> Math.exp(random.nextGaussian());
    };
  }

  /** The predictions of a block; valid until the next block's are taken. */
  double[] prediction(int block) {
    return predictionFloats.length == 0
        ? prediction[block]
        : widened(predictionFloats[block], prediction[0]);
  }

  /** The targets of a block; valid until the next block's are taken. */
  double[] target(int block) {
    return targetFloats.length == 0 ? target[block] : widened(targetFloats[block], target[0]);
  }

  /** The weights of a block. */
  double[] weight(int block) {
    return weight[block];
  }

  private static double[] widened(float[] values, double[] to) {
    FloatWidening.widen(values, BLOCK, to, 0);
    return to;
  }

  /** The exact sum over the blocks from one to before another. */
  Rational squaredError(int from, int to) {
    RationalOracle oracle = new RationalOracle();
    for (int block = from; block < to; block++) {
      double[] p = prediction(block);
      double[] t = target(block);
      for (int i = 0; i < BLOCK; i++) {
        oracle.add(p[i], t[i], weights == Weights.NONE ? 1 : weight[block][i]);
      }
    }
    return oracle.squaredError();
  }
}
