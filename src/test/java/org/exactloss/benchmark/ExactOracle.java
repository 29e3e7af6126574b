package org.exactloss.benchmark;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The true sum and mean of (p − t)² over the rows of a data set, from whole numbers alone: each
 * finite double is m·2^e, a difference of two is a whole multiple of the smaller power, and squares
 * of those are added up. Shares no code with the program that it checks.
 */
record ExactOracle(long rows, double sum, double mean) {

  /** Every finite double is a whole multiple of 2^−1074, every product of two one of 2^−2148. */
  static final int SMALLEST_EXPONENT = -1074;

  private static final int LARGEST_EXPONENT = 971;

  /** Reads two columns of type double without nulls: first the prediction, second the target. */
  static ExactOracle of(Dataset<Row> predictionAndTarget) {
    BigInteger total =
        predictionAndTarget
            .javaRDD()
            .mapPartitions(ExactOracle::sumOfPartition)
            .reduce(BigInteger::add);
    long rows = predictionAndTarget.count();
    return new ExactOracle(
        rows,
        nearestDouble(total, BigInteger.ONE, 2 * SMALLEST_EXPONENT),
        nearestDouble(total, BigInteger.valueOf(rows), 2 * SMALLEST_EXPONENT));
  }

  /** Writes the truth to a file beside the data. */
  void store(Path file) {
    Properties properties = new Properties();
    properties.setProperty("rows", Long.toString(rows));
    properties.setProperty("sum", Double.toHexString(sum));
    properties.setProperty("mean", Double.toHexString(mean));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "The true loss of the data beside this file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ExactOracle load(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ExactOracle(
        Long.parseLong(properties.getProperty("rows")),
        Double.parseDouble(properties.getProperty("sum")),
        Double.parseDouble(properties.getProperty("mean")));
  }

  /** The sum of the partition's squares in units of 2^−2148. */
  private static Iterator<BigInteger> sumOfPartition(Iterator<Row> rows) {
    BigInteger[] sums = new BigInteger[LARGEST_EXPONENT - SMALLEST_EXPONENT + 1];
    while (rows.hasNext()) {
      Row row = rows.next();
      addSquare(sums, row.getDouble(0), row.getDouble(1));
    }
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != null) {
        total = total.add(sums[i].shiftLeft(2 * i));
      }
    }
    return List.of(total).iterator();
  }

  private static void addSquare(BigInteger[] sums, double prediction, double target) {
    int exponent = Math.min(exponent(prediction), exponent(target));
    BigInteger difference = inUnits(prediction, exponent).subtract(inUnits(target, exponent));
    int index = exponent - SMALLEST_EXPONENT;
    BigInteger square = difference.multiply(difference);
    sums[index] = sums[index] == null ? square : sums[index].add(square);
  }

  static int exponent(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not finite: " + value);
    }
    return Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
  }

  /** The value as a multiple of 2^exponent. */
  static BigInteger inUnits(double value, int exponent) {
    long significand = (long) Math.scalb(value, -exponent(value));
    return BigInteger.valueOf(significand).shiftLeft(exponent(value) - exponent);
  }

  /**
   * The double nearest to numerator·2^unit / divisor, ties to even: a quotient of at least 64 bits
   * whose last bit says whether anything is left, rounded once by {@link BigInteger#doubleValue}.
   */
  static double nearestDouble(BigInteger numerator, BigInteger divisor, int unit) {
    int shift = Math.max(0, 64 + divisor.bitLength() - numerator.bitLength());
    BigInteger[] quotient = numerator.shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger sticky = quotient[1].signum() == 0 ? quotient[0] : quotient[0].setBit(0);
    int excess = Math.max(0, sticky.bitLength() - 64);
    boolean inexact = excess > 0 && sticky.getLowestSetBit() < excess;
    BigInteger leading = sticky.shiftRight(excess);
    double rounded = (inexact ? leading.setBit(0) : leading).doubleValue();
    double result = Math.scalb(rounded, unit - shift + excess);
    if (result != 0 && (result < Double.MIN_NORMAL || Double.isInfinite(result))) {
      throw new ArithmeticException("beyond the range of this oracle: " + result);
    }
    return result;
  }
}
