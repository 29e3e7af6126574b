package org.exactloss.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import org.exactloss.exact.ExactSum;

/**
 * What a penalty needs of a model's parameters θ; sums of disjoint parameters can be added.
 *
 * @param count how many parameters there are
 * @param absolute Σ|θ|, not to be changed
 * @param squared Σθ², likewise
 */
public record ParameterNorms(long count, ExactSum absolute, ExactSum squared) {
  /** Of no parameters. */
  public static final ParameterNorms NONE = new ParameterNorms(0, new ExactSum(), new ExactSum());

  /** The norms of both together. */
  public ParameterNorms plus(ParameterNorms other) {
    ExactSum sumOfAbsolutes = absolute.copy();
    sumOfAbsolutes.add(other.absolute);
    ExactSum sumOfSquares = squared.copy();
    sumOfSquares.add(other.squared);
    return new ParameterNorms(Math.addExact(count, other.count), sumOfAbsolutes, sumOfSquares);
  }

  /** Writes them for {@link #read}. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    write(out, absolute);
    write(out, squared);
  }

  public static ParameterNorms read(DataInput in) throws IOException {
    return new ParameterNorms(in.readLong(), readSum(in), readSum(in));
  }

  private static void write(DataOutput out, ExactSum sum) throws IOException {
    byte[] significand = sum.significand().toByteArray();
    out.writeInt(significand.length);
    out.write(significand);
    out.writeInt(sum.twos());
    out.writeInt(sum.fives());
  }

  private static ExactSum readSum(DataInput in) throws IOException {
    byte[] significand = new byte[in.readInt()];
    in.readFully(significand);
    return ExactSum.of(new BigInteger(significand), in.readInt(), in.readInt());
  }
}
