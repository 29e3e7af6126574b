package org.exactloss.state;

import java.util.EnumMap;
import java.util.Map;
import org.exactloss.exact.ExactSum;

/**
 * The byte layout of a {@link MomentState}, version 1; numbers are big-endian, counts and sums as
 * {@link LossStateCodec} has them.
 *
 * <pre>
 *  offset  bytes
 *       0      4  magic "XLM1": 58 4C 4D 31
 *       4      2  version: 00 01
 *       6      4  moments: bit i is set for the moment i of {@link Moment}
 *      10      4  mask: bit i is set where count i is not zero
 *      14    8·k  the k counts that are not zero: NaN, +Infinity and -Infinity of the target, then of
 *                 the prediction, then of p - t
 *                 the sums, in the order of {@link Moment}
 *          0 / 8  the largest error as a double, not negative; the NaN 7ff8000000000000 after a
 *                 subtraction
 *              4  CRC32C of all bytes before it
 * </pre>
 *
 * <p>Each state has one such form, and any other bytes are refused.
 */
final class MomentStateCodec {
  private static final String WHAT = "a moment state";
  private static final int MAGIC = 0x584C4D31;
  private static final short VERSION = 1;

  private MomentStateCodec() {}

  static byte[] encode(
      Map<Moment, ExactSum> sums, boolean hasMaximum, long[] counts, double maximum) {
    int moments = hasMaximum ? bit(Moment.MAXIMUM_ERROR) : 0;
    for (Moment moment : sums.keySet()) {
      moments |= bit(moment);
    }
    StateWriter writer = new StateWriter(WHAT, MAGIC, VERSION).putInt(moments).putCounts(counts);
    for (Moment moment : Moment.values()) {
      if (sums.containsKey(moment)) {
        writer.putSum(sums.get(moment));
      }
    }
    if (hasMaximum) {
      writer.putDouble(maximum);
    }
    return writer.toBytes();
  }

  static MomentState decode(byte[] bytes) {
    StateReader reader = new StateReader(WHAT, bytes, MAGIC, VERSION);
    int moments = reader.takeMask(Moment.values().length, "moments");
    long[] counts = reader.takeCounts(MomentState.COUNTS);
    Map<Moment, ExactSum> sums = new EnumMap<>(Moment.class);
    for (Moment moment : Moment.values()) {
      if (moment.isSum() && (moments & bit(moment)) != 0) {
        sums.put(moment, reader.takeSum());
      }
    }
    boolean hasMaximum = (moments & bit(Moment.MAXIMUM_ERROR)) != 0;
    double maximum = hasMaximum ? takeMaximum(reader) : 0;
    reader.end();
    return MomentState.of(sums, hasMaximum, counts, maximum);
  }

  private static double takeMaximum(StateReader reader) {
    double maximum = reader.takeDouble();
    long bits = Double.doubleToRawLongBits(maximum);
    boolean unknown = bits == Double.doubleToRawLongBits(Double.NaN);
    reader.require(unknown || (bits >= 0 && maximum >= 0), "its largest error is %s", maximum);
    return maximum;
  }

  private static int bit(Moment moment) {
    return 1 << moment.ordinal();
  }
}
