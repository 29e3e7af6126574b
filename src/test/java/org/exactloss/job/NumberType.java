package org.exactloss.job;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A type of Spark that holds numbers, with values to test it with.
 *
 * @param name a plain column name
 * @param ddl as Spark writes it
 * @param edges values at the limits of the type
 */
record NumberType(String name, String ddl, List<Object> edges) {
  /** Every type, decimals of some precisions and scales. */
  static List<NumberType> all() {
    List<NumberType> types = new ArrayList<>(List.of(TINYINT, SMALLINT, INT, BIGINT));
    types.addAll(List.of(FLOAT, DOUBLE, TEXT));
    int[][] decimals = {
      {1, 0}, {1, 1}, {9, 0}, {9, 4}, {9, 9}, {15, 2}, {16, 3}, {18, 0}, {18, 18}, {19, 0},
      {28, 14}, {38, 0}, {38, 10}, {38, 37}, {38, 38}
    };
    for (int[] decimal : decimals) {
      types.add(decimal(decimal[0], decimal[1]));
    }
    return types;
  }

  static final NumberType TINYINT =
      new NumberType("tinyint_", "TINYINT", List.of((byte) -128, (byte) 127, (byte) 0));
  static final NumberType SMALLINT =
      new NumberType("smallint_", "SMALLINT", List.of((short) -32768, (short) 32767, (short) 1));
  static final NumberType INT =
      new NumberType("int_", "INT", List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 3));
  static final NumberType BIGINT =
      new NumberType(
          "bigint_",
          "BIGINT",
          List.of(
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              (1L << 53) - 1,
              1L << 53,
              (1L << 53) + 1,
              -(1L << 53),
              -(1L << 53) - 1,
              0L));
  static final NumberType FLOAT =
      new NumberType(
          "float_",
          "FLOAT",
          List.of(
              Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_NORMAL, 0.1f, -0.0f, -Float.MAX_VALUE));
  static final NumberType DOUBLE =
      new NumberType(
          "double_",
          "DOUBLE",
          List.of(
              Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_NORMAL, 0.1, -0.0, 1e200, 1e-300));
  static final NumberType TEXT =
      new NumberType(
          "text_",
          "STRING",
          List.of("1e308", "4.9e-324", "-.5", "+7.", "0.1", "1000000000000.4", "1E-400", "-0"));

  static NumberType decimal(int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    return new NumberType(
        "decimal_" + precision + "_" + scale,
        "DECIMAL(" + precision + "," + scale + ")",
        List.of(
            new BigDecimal(most, scale),
            new BigDecimal(most.negate(), scale),
            new BigDecimal(BigInteger.ONE, scale),
            new BigDecimal(BigInteger.ZERO, scale)));
  }

  /** Its edges and nulls here and there, random values else. */
  Object value(SplittableRandom random) {
    int choice = random.nextInt(12);
    if (choice == 0) {
      return null;
    }
    return choice <= 4 ? edges.get(random.nextInt(edges.size())) : ordinary(random);
  }

  private Object ordinary(SplittableRandom random) {
    return switch (ddl) {
      case "TINYINT" -> (byte) random.nextInt();
      case "SMALLINT" -> (short) random.nextInt();
      case "INT" -> random.nextInt();
      case "BIGINT" -> random.nextLong() >> random.nextInt(64);
      case "FLOAT" -> (float) random.nextGaussian();
      case "DOUBLE" -> random.nextGaussian() * Math.scalb(1.0, random.nextInt(-70, 70));
      case "STRING" -> Double.toString(random.nextGaussian() * 1e3);
      default -> decimal(random);
    };
  }

  /** A decimal of any length that the type can hold. */
  private BigDecimal decimal(SplittableRandom random) {
    BigDecimal most = (BigDecimal) edges.get(0);
    BigInteger units =
        new BigInteger(most.unscaledValue().bitLength(), new java.util.Random(random.nextLong()))
            .shiftRight(random.nextInt(most.unscaledValue().bitLength()))
            .mod(most.unscaledValue());
    return new BigDecimal(random.nextBoolean() ? units : units.negate(), most.scale());
  }

  @Override
  public String toString() {
    return ddl;
  }
}
