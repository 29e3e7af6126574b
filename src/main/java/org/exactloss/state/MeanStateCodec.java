package org.exactloss.state;

/**
 * The byte layout of a {@link MeanState}, version 1; numbers are big-endian, counts and sums as
 * {@link LossStateCodec} has them.
 *
 * <pre>
 *  offset  bytes
 *       0      4  magic "XLN1": 58 4C 4E 31
 *       4      2  version: 00 01
 *       6      4  mask: bit i is set where count i is not zero
 *      10    8·k  the k counts that are not zero: elements, too large, NaN, +Infinity and -Infinity
 *                 the six sums in the order of {@link MeanSums}
 *              4  CRC32C of all bytes before it
 * </pre>
 *
 * <p>Each state has one such form, and any other bytes are refused.
 */
final class MeanStateCodec {
  private static final String WHAT = "a mean state";
  private static final int MAGIC = 0x584C4E31;
  private static final short VERSION = 1;

  private MeanStateCodec() {}

  static byte[] encode(long[] counts, MeanSums sums) {
    return new StateWriter(WHAT, MAGIC, VERSION)
        .putCounts(counts)
        .putSum(sums.weight())
        .putSum(sums.weightSquare())
        .putSum(sums.total())
        .putSum(sums.term())
        .putSum(sums.termSquare())
        .putSum(sums.weightedTerm())
        .toBytes();
  }

  static MeanState decode(byte[] bytes) {
    StateReader reader = new StateReader(WHAT, bytes, MAGIC, VERSION);
    long[] counts = reader.takeCounts(MeanState.COUNTS);
    MeanSums sums =
        new MeanSums(
            reader.takeSum(),
            reader.takeSum(),
            reader.takeSum(),
            reader.takeSum(),
            reader.takeSum(),
            reader.takeSum());
    reader.end();
    try {
      return MeanState.of(counts, sums);
    } catch (ArithmeticException e) {
      throw reader.impossible(e);
    }
  }
}
