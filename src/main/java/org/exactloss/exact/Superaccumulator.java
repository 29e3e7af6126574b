package org.exactloss.exact;

import java.math.BigInteger;

/** SKELETON: naive, to be replaced by limbs; the signatures are the contract. */
public final class Superaccumulator {
  private BigInteger units = BigInteger.ZERO; // value = units * 2^-BIAS
  static final int BIAS = 3232;

  /** Adds {@code value · 2^exponent} exactly; the lowest bit must be at or above 2^-3232. */
  public void add(long value, int exponent) {
    add(BigInteger.valueOf(value), exponent);
  }

  /** Adds a finite double exactly. */
  public void add(double value) {
    java.math.BigDecimal d = new java.math.BigDecimal(value);
    add(d.multiply(new java.math.BigDecimal(BigInteger.TWO.pow(1074))).toBigIntegerExact(), -1074);
  }

  /** Adds {@code value · 2^exponent} exactly. */
  public void add(BigInteger value, int exponent) {
    units = units.add(value.shiftLeft(exponent + BIAS));
  }

  public void add(Superaccumulator other) {
    units = units.add(other.units);
  }

  public void subtract(Superaccumulator other) {
    units = units.subtract(other.units);
  }

  /** Adds {@code factor · other}, exactly; the factor is finite. */
  public void addProduct(Superaccumulator other, double factor) {
    Superaccumulator f = new Superaccumulator();
    f.add(factor);
    units = units.add(other.units.multiply(f.units).shiftRight(BIAS));
  }

  public int signum() {
    return units.signum();
  }

  /** Sets the value to zero. */
  public void clear() {
    units = BigInteger.ZERO;
  }

  /** The value is {@code significand() · 2^exponent()}; the significand is odd or zero. */
  public BigInteger significand() {
    return units.signum() == 0 ? units : units.shiftRight(units.getLowestSetBit());
  }

  /** See {@link #significand()}; 0 for the value zero. */
  public int exponent() {
    return units.signum() == 0 ? 0 : units.getLowestSetBit() - BIAS;
  }
}
