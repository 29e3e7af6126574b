package org.exactloss.scan;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.FixedPointSums;
import org.exactloss.state.LossState;

/**
 * A part of what was found of a group, as bytes: sums in fixed point where they have nothing else,
 * which are added without being taken apart, or a whole {@link TaskResult}. Numbers are big-endian:
 *
 * <pre>
 *  bytes
 *      1  0: the bytes of a TaskResult follow; 1:
 *      2  number of models, m
 *      2  words of each model's sums, n
 *  8 · m  of each model the powers of 2 and 5 of the unit of the squared error, and of the weight
 *      8  rows
 * 8·m·n   of each model its sums, as {@link FixedPointSums} has them
 * </pre>
 */
final class FixedPointPart {
  private static final byte WHOLE = 0;
  private static final byte FIXED = 1;
  private static final int MODELS_AT = 1;
  private static final int WORDS_AT = 3;
  private static final int UNITS_AT = 5;
  private static final int UNIT_BYTES = 4 * Short.BYTES;

  private FixedPointPart() {}

  /** The powers of 2 and 5 of what sums count. */
  record Units(int twos, int fives, int weightTwos, int weightFives) {}

  /** Sums in fixed point, the words of each model. */
  static byte[] of(List<Units> units, FixedPointSums layout, long rows, long[][] words) {
    int length = layout.words();
    ByteBuffer part =
        ByteBuffer.allocate(
            UNITS_AT + units.size() * (UNIT_BYTES + length * Long.BYTES) + Long.BYTES);
    part.put(FIXED).putShort((short) units.size()).putShort((short) length);
    for (Units unit : units) {
      part.putShort((short) unit.twos).putShort((short) unit.fives);
      part.putShort((short) unit.weightTwos).putShort((short) unit.weightFives);
    }
    part.putLong(rows);
    for (long[] model : words) {
      for (int i = 0; i < length; i++) {
        part.putLong(model[i]);
      }
    }
    return part.array();
  }

  /** A whole result. */
  static byte[] of(byte[] result) {
    return ByteBuffer.allocate(1 + result.length).put(WHOLE).put(result).array();
  }

  /** The sum of two parts. */
  static byte[] plus(byte[] left, byte[] right) {
    int header = headerBytes(left);
    boolean alike =
        left[0] == FIXED
            && left.length == right.length
            && Arrays.equals(left, 0, header, right, 0, header);
    return alike
        ? added(left, right, header)
        : of(TaskResult.merge(result(left).toBytes(), result(right).toBytes()));
  }

  private static int headerBytes(byte[] part) {
    return part[0] == WHOLE ? 1 : UNITS_AT + models(part) * UNIT_BYTES;
  }

  private static int models(byte[] part) {
    return ByteBuffer.wrap(part).getShort(MODELS_AT);
  }

  private static byte[] added(byte[] left, byte[] right, int header) {
    byte[] sum = left.clone();
    ByteBuffer sums = ByteBuffer.wrap(sum);
    ByteBuffer others = ByteBuffer.wrap(right);
    sums.putLong(header, Math.addExact(sums.getLong(header), others.getLong(header)));
    int words = sums.getShort(WORDS_AT);
    FixedPointSums layout = FixedPointSums.ofWords(words);
    int place = header + Long.BYTES;
    for (int model = models(left); model > 0; model--) {
      layout.add(sums, others, place);
      place += words * Long.BYTES;
    }
    return sum;
  }

  /** What a part says. */
  static TaskResult result(byte[] part) {
    if (part[0] == WHOLE) {
      return TaskResult.fromBytes(Arrays.copyOfRange(part, 1, part.length));
    }
    ByteBuffer buffer = ByteBuffer.wrap(part);
    int header = headerBytes(part);
    FixedPointSums layout = FixedPointSums.ofWords(buffer.getShort(WORDS_AT));
    long[] words = new long[layout.words()];
    List<ModelTally> models = new ArrayList<>();
    long rows = buffer.getLong(header);
    for (int model = 0; model < models(part); model++) {
      buffer.position(header + Long.BYTES + model * words.length * Long.BYTES);
      buffer.asLongBuffer().get(words);
      LossState state = state(units(buffer, UNITS_AT + model * UNIT_BYTES), layout, words);
      state.addRows(rows);
      models.add(ModelTally.of(new ModelStates(state)));
    }
    return new TaskResult(models, new JoinTally(), new TreeSet<>());
  }

  private static Units units(ByteBuffer part, int place) {
    return new Units(
        part.getShort(place),
        part.getShort(place + 2),
        part.getShort(place + 4),
        part.getShort(place + 6));
  }

  /** The state of a model's sums. */
  static LossState state(Units units, FixedPointSums layout, long[] words) {
    LossState state = new LossState();
    long count = layout.count(words, 0);
    BigInteger errors = layout.squaredError(words, 0);
    ExactSum weight =
        layout.weighted()
            ? ExactSum.of(layout.weight(words, 0), units.weightTwos, units.weightFives)
            : ExactSum.of(count);
    state.addFinite(count, ExactSum.of(errors, units.twos, units.fives), weight);
    return state;
  }
}
