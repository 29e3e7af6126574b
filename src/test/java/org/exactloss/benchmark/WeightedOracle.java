package org.exactloss.benchmark;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The true sum Σ w·(p − t)² and mean of it over Σ w, from whole numbers alone, in the manner of
 * {@link ExactOracle}.
 *
 * @param squares Σ w·(p − t)² in units of 2^−3222
 * @param weights Σ w in units of 2^−1074
 */
record WeightedOracle(BigInteger squares, BigInteger weights) implements Serializable {
  private static final int LARGEST_EXPONENT = 971;
  private static final int EXPONENTS = LARGEST_EXPONENT - ExactOracle.SMALLEST_EXPONENT + 1;

  /** Reads three columns of type double without nulls: prediction, target, weight. */
  static ExactOracle of(Dataset<Row> data) {
    WeightedOracle total =
        data.javaRDD().mapPartitions(WeightedOracle::ofPartition).reduce(WeightedOracle::plus);
    return new ExactOracle(
        data.count(),
        ExactOracle.nearestDouble(total.squares, BigInteger.ONE, 3 * ExactOracle.SMALLEST_EXPONENT),
        ExactOracle.nearestDouble(total.squares, total.weights, 2 * ExactOracle.SMALLEST_EXPONENT));
  }

  private WeightedOracle plus(WeightedOracle other) {
    return new WeightedOracle(squares.add(other.squares), weights.add(other.weights));
  }

  private static Iterator<WeightedOracle> ofPartition(Iterator<Row> rows) {
    BigInteger[] squares = new BigInteger[3 * EXPONENTS];
    BigInteger[] weights = new BigInteger[EXPONENTS];
    while (rows.hasNext()) {
      Row row = rows.next();
      double weight = row.getDouble(2);
      int unit = ExactOracle.exponent(weight);
      BigInteger units = ExactOracle.inUnits(weight, unit);
      int exponent =
          Math.min(ExactOracle.exponent(row.getDouble(0)), ExactOracle.exponent(row.getDouble(1)));
      BigInteger difference =
          ExactOracle.inUnits(row.getDouble(0), exponent)
              .subtract(ExactOracle.inUnits(row.getDouble(1), exponent));
      add(
          squares,
          2 * exponent + unit - 3 * ExactOracle.SMALLEST_EXPONENT,
          difference.multiply(difference).multiply(units));
      add(weights, unit - ExactOracle.SMALLEST_EXPONENT, units);
    }
    return List.of(new WeightedOracle(total(squares), total(weights))).iterator();
  }

  private static void add(BigInteger[] sums, int index, BigInteger value) {
    sums[index] = sums[index] == null ? value : sums[index].add(value);
  }

  private static BigInteger total(BigInteger[] sums) {
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != null) {
        total = total.add(sums[i].shiftLeft(i));
      }
    }
    return total;
  }
}
