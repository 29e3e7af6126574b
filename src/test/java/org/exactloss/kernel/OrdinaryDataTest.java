package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.RationalOracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ordinary data do not fall to the price of the scalar row, and hostile data stay exact. */
@Tag("kernel")
class OrdinaryDataTest {
  private static final int ROWS = 120_000;
  private static final int CALL = 2000;
  private static final int WEIGHTED_ROWS = ROWS / 4;

  /** Weights near zero, of more bits than fit, are rejected as well. */
  private static final double MORE_FOR_WEIGHTS = 0.01;

  private static final long SEED = 11;

  /** Rows as users have them, with the share of rows that may go to the scalar row. */
  enum Data {
    NORMAL(0.002),
    SHIFTED(0.004),
    TWO_DECIMALS(0.002),
    FLOATS(0.002),
    INTEGERS(0.002),
    LARGE_OFFSET(0.002),
    CLOSE(0.004),
    EQUAL(0.002),
    ZEROS(0),
    MOSTLY_EQUAL(0.004),
    ONE_IN_A_THOUSAND_HUGE(0.004),
    DRIFTING(0.02),
    CHANGING_AT_ONCE(0.004),
    WIDE(0.004),
    /** Nothing fits: only the sum is checked. */
    EVERY_SCALE(1);

    private final double scalarShare;

    Data(double scalarShare) {
      this.scalarShare = scalarShare;
    }

    double[] row(SplittableRandom random, int i) {
      double p = random.nextGaussian();
      double t = random.nextGaussian();
      double drift = Math.pow(2, 20.0 * i / ROWS);
      return switch (this) {
        case NORMAL -> new double[] {p, t};
        case SHIFTED -> new double[] {p, 50 + 10 * t};
        case TWO_DECIMALS -> new double[] {Math.rint(1000 * p) / 100, Math.rint(1000 * t) / 100};
        case FLOATS -> new double[] {(float) p, (float) t};
        case INTEGERS -> new double[] {Math.rint(1000 * p), Math.rint(1000 * t)};
        case LARGE_OFFSET -> new double[] {1e9 + p, 1e9 + t};
        case CLOSE -> new double[] {50 + 10 * t + p / 8, 50 + 10 * t};
        case EQUAL -> new double[] {p, p};
        case ZEROS -> new double[] {0, i % 2 == 0 ? 0.0 : -0.0};
        case MOSTLY_EQUAL -> new double[] {i % 100 == 0 ? p : t, t};
        case ONE_IN_A_THOUSAND_HUGE -> new double[] {i % 1000 == 0 ? 1e15 * p : p, t};
        case DRIFTING -> new double[] {drift * p, drift * t};
        case CHANGING_AT_ONCE ->
            i < ROWS / 2 ? new double[] {p, t} : new double[] {1e9 * p, 1e9 * t};
        case WIDE -> new double[] {Math.scalb(p, random.nextInt(16)), t};
        case EVERY_SCALE -> new double[] {Math.scalb(p, random.nextInt(-400, 400)), t};
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void fewRowsGoToTheScalarRow(Data data) {
    double[] prediction = new double[ROWS];
    double[] target = new double[ROWS];
    SplittableRandom random = new SplittableRandom(SEED);
    RationalOracle oracle = new RationalOracle();
    for (int i = 0; i < ROWS; i++) {
      double[] row = data.row(random, i);
      prediction[i] = row[0];
      target[i] = row[1];
      oracle.add(row[0], row[1]);
    }
    KernelsUnderTest.sliced()
        .forEach(
            (name, supplier) -> {
              SlicedSquaredErrorKernel kernel = supplier.get();
              Superaccumulator sum = sum(kernel, prediction, target);
              String what = name + " on " + data + ", seed " + SEED;
              assertThat(KernelsUnderTest.value(sum))
                  .as(what)
                  .isEqualByComparingTo(oracle.squaredError());
              assertThat(kernel.scalarRows() / (double) ROWS)
                  .as("share of scalar rows, %s", what)
                  .isLessThanOrEqualTo(data.scalarShare);
            });
  }

  /** The same with weights of full precision; where there is a fast way for them at all. */
  @ParameterizedTest
  @EnumSource(Data.class)
  void fewWeightedRowsGoToTheScalarRow(Data data) {
    double[][] columns = new double[3][WEIGHTED_ROWS];
    SplittableRandom random = new SplittableRandom(SEED);
    RationalOracle oracle = new RationalOracle();
    for (int i = 0; i < WEIGHTED_ROWS; i++) {
      double[] row = data.row(random, i * (ROWS / WEIGHTED_ROWS));
      columns[0][i] = row[0];
      columns[1][i] = row[1];
      columns[2][i] = 1 - random.nextDouble();
      oracle.add(row[0], row[1], columns[2][i]);
    }
    double share = data.scalarShare + MORE_FOR_WEIGHTS;
    KernelsUnderTest.sliced()
        .forEach(
            (name, supplier) -> {
              SlicedSquaredErrorKernel kernel = supplier.get();
              kernel.add(columns[0], columns[1], columns[2], WEIGHTED_ROWS, new int[WEIGHTED_ROWS]);
              Superaccumulator errors = new Superaccumulator();
              Superaccumulator weights = new Superaccumulator();
              kernel.drainTo(errors, weights);
              String what = name + " on weighted " + data + ", seed " + SEED;
              assertThat(KernelsUnderTest.value(errors))
                  .as(what)
                  .isEqualByComparingTo(oracle.squaredError());
              assertThat(KernelsUnderTest.value(weights))
                  .as(what)
                  .isEqualByComparingTo(oracle.weight());
              assertThat(kernel.scalarRows() / (double) WEIGHTED_ROWS)
                  .as("share of scalar rows, %s", what)
                  .isLessThanOrEqualTo(KernelsUnderTest.weightedLoops().isEmpty() ? 1 : share);
            });
  }

  private static Superaccumulator sum(
      SquaredErrorKernel kernel, double[] prediction, double[] target) {
    for (int from = 0; from < ROWS; from += CALL) {
      double[] p = Arrays.copyOfRange(prediction, from, from + CALL);
      double[] t = Arrays.copyOfRange(target, from, from + CALL);
      kernel.add(p, t, CALL, new int[CALL]);
    }
    Superaccumulator sum = new Superaccumulator();
    kernel.drainTo(sum, new Superaccumulator());
    return sum;
  }
}
