package org.exactloss.metric;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.LossState;

/**
 * The digest of a result: it depends on the values of the used elements alone, and not on types,
 * formats, order, splits or machines.
 *
 * <p>It is {@code sha256:} and, in lower-case hexadecimal digits, the SHA-256 of this ASCII text of
 * seven lines, each with a line feed (0A) at its end, the last one too:
 *
 * <pre>
 * exactloss-digest/1
 * used 26065
 * nan 0
 * +infinity 0
 * -infinity 0
 * weight 5213*2^0*5^1
 * squaredError 38210211*2^-2*5^-3
 * </pre>
 *
 * <p>The counts are those of the used elements and of their terms w·(p − t)² that are NaN, +∞ and
 * −∞, in decimal. {@code weight} is Σ w over the used elements, {@code squaredError} is Σ w·(p −
 * t)² over those with finite terms. Both are the exact numbers, written {@code n*2^a*5^b} in
 * decimal integers, where n, with the sign of the number, is divisible neither by 2 nor by 5; zero
 * is {@code 0*2^0*5^0}.
 */
final class LossDigest {
  private static final String ALGORITHM = "SHA-256";

  private LossDigest() {}

  static String of(LossState state) {
    try {
      byte[] hash = MessageDigest.getInstance(ALGORITHM).digest(text(state).getBytes(US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot compute a digest: this JVM has no " + ALGORITHM, e);
    }
  }

  static String text(LossState state) {
    return "exactloss-digest/1\n"
        + ("used " + state.used() + "\n")
        + ("nan " + state.nan() + "\n")
        + ("+infinity " + state.positiveInfinity() + "\n")
        + ("-infinity " + state.negativeInfinity() + "\n")
        + ("weight " + text(state.weight()) + "\n")
        + ("squaredError " + text(state.squaredError()) + "\n");
  }

  private static String text(ExactSum sum) {
    return sum.significand() + "*2^" + sum.twos() + "*5^" + sum.fives();
  }
}
