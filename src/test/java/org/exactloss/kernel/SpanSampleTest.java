package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Shares of rows that do not fit a window, worked out by hand. */
class SpanSampleTest {
  private final SpanSample spans = new SpanSample();

  @Test
  void topsAreAscendingEachOnceWithoutThoseOfZeros() {
    spans.rejected(7, 0);
    spans.rejected(-3, -9);
    spans.sample(5, 1);
    spans.sample(7, 2);
    spans.sample(RowSpan.NO_TOP, RowSpan.NO_LOW);
    spans.sample(2, 2);
    assertThat(spans.distinctTops()).containsExactly(-3, 2, 5, 7);
    spans.forgetRejected();
    spans.startSample();
    assertThat(spans.distinctTops()).isEmpty();
  }

  @Test
  void withoutRejectedRowsTheSampleCountsButForOneOddRow() {
    assertThat(spans.rejectedShare(0, 0, 0)).isZero();
    spans.sample(10, 0);
    spans.sample(11, 0);
    spans.sample(12, -1);
    spans.sample(10, 5);
    assertThat(spans.rejectedShare(12, -1, 100)).isZero();
    assertThat(spans.rejectedShare(11, -1, 100)).isZero();
    assertThat(spans.rejectedShare(10, -1, 100)).isEqualTo(1 / 4.0);
    assertThat(spans.rejectedShare(9, -1, 100)).isEqualTo(3 / 4.0);
    assertThat(spans.rejectedShare(12, 1, 100)).isEqualTo(2 / 4.0);
  }

  /** Of 100 rows 10 were rejected; the sample stands for the other 90. */
  @Test
  void rejectedRowsCountAsOftenAsTheyCame() {
    for (int i = 0; i < 10; i++) {
      spans.rejected(i < 5 ? 20 : 30, 0);
    }
    spans.sample(10, 0);
    spans.sample(20, 0);
    assertThat(spans.rejectedShare(30, 0, 100)).isZero();
    assertThat(spans.rejectedShare(20, 0, 100)).isEqualTo(5 / 100.0);
    assertThat(spans.rejectedShare(19, 0, 100)).isEqualTo((10 + 45) / 100.0);
    assertThat(spans.rejectedShare(9, 0, 100)).isEqualTo(1);
  }

  /** The latest rejected rows stand for all of them. */
  @Test
  void theLatestRejectedRowsAreKept() {
    for (int i = 0; i < 164; i++) {
      spans.rejected(i < 100 ? 50 : 20, 0);
    }
    assertThat(spans.distinctTops()).containsExactly(20);
    assertThat(spans.rejectedShare(20, 0, 1000)).isZero();
    assertThat(spans.rejectedShare(19, 0, 1000)).isEqualTo(164 / 1000.0);
  }
}
