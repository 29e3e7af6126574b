package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of sums, compared with integers of any size. */
class FixedPointSumsTest {
  private static final long SEED = 20260404;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wordsAddUpWithTheirCarries(boolean weighted) {
    FixedPointSums sums = weighted ? FixedPointSums.WEIGHTED : FixedPointSums.UNWEIGHTED;
    assertThat(FixedPointSums.ofWords(sums.words())).isSameAs(sums);
    assertThat(sums.weighted()).isEqualTo(weighted);
    SplittableRandom random = new SplittableRandom(SEED);
    int start = 2;
    for (int round = 0; round < 2000; round++) {
      long[] one = words(sums, start, random);
      long[] other = words(sums, start, random);
      ByteBuffer buffer = buffer(one);
      sums.add(buffer, buffer(other), start * Long.BYTES);
      long[] all = new long[one.length];
      buffer.asLongBuffer().get(all);
      String what = "round " + round + ", seed " + SEED;
      assertThat(sums.squaredError(all, start))
          .as(what)
          .isEqualTo(
              sum(
                  sums.squaredError(one, start),
                  sums.squaredError(other, start),
                  sums.termWords()));
      assertThat(sums.weight(all, start))
          .as(what)
          .isEqualTo(sum(sums.weight(one, start), sums.weight(other, start), sums.weightWords()));
      assertThat(sums.count(all, start))
          .isEqualTo(sums.count(one, start) + sums.count(other, start));
      assertThat(new long[] {all[0], all[1], all[all.length - 1]})
          .as("words of others, %s", what)
          .containsExactly(one[0], one[1], one[one.length - 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numbersOfEitherSignAreAddedAtAnyPlace(boolean weighted) {
    FixedPointSums sums = weighted ? FixedPointSums.WEIGHTED : FixedPointSums.UNWEIGHTED;
    SplittableRandom random = new SplittableRandom(SEED);
    int start = 2;
    long[] edges = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE};
    for (int round = 0; round < 5000; round++) {
      long[] words = words(sums, start, random);
      long[] all = words.clone();
      int edge = random.nextInt(2 * edges.length);
      long value = edge < edges.length ? edges[edge] : random.nextLong();
      int shift = random.nextInt(Long.SIZE * sums.termWords());
      sums.addTerms(all, start, value, shift);
      sums.addCount(all, start, 3);
      String what = value + " at " + shift + ", round " + round + ", seed " + SEED;
      assertThat(sums.squaredError(all, start))
          .as(what)
          .isEqualTo(
              sum(
                  sums.squaredError(words, start),
                  BigInteger.valueOf(value).shiftLeft(shift),
                  sums.termWords()));
      assertThat(sums.weight(all, start)).as(what).isEqualTo(sums.weight(words, start));
      assertThat(sums.count(all, start)).isEqualTo(sums.count(words, start) + 3);
      assertThat(new long[] {all[0], all[1], all[all.length - 1]})
          .as("words of others, %s", what)
          .containsExactly(words[0], words[1], words[words.length - 1]);
    }
  }

  /** In so many words, as integers wrap. */
  private static BigInteger sum(BigInteger one, BigInteger other, int words) {
    return one.add(other).mod(BigInteger.TWO.pow(Long.SIZE * words));
  }

  /** Words that make carries likely, with some of other sums before and behind. */
  private static long[] words(FixedPointSums sums, int start, SplittableRandom random) {
    long[] edges = {0, 1, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE};
    long[] words = new long[start + sums.words() + 1];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextInt(4) == 0 ? random.nextLong() : edges[random.nextInt(edges.length)];
    }
    return words;
  }

  private static ByteBuffer buffer(long... words) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length * Long.BYTES);
    buffer.asLongBuffer().put(words);
    return buffer;
  }
}
