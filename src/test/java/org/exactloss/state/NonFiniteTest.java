package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NonFiniteTest {

  @Test
  void everyNumberThatIsNotFiniteHasAKind() {
    assertThat(NonFinite.of(Double.NaN)).isEqualTo(NonFinite.NAN);
    assertThat(NonFinite.of(Double.POSITIVE_INFINITY)).isEqualTo(NonFinite.POSITIVE_INFINITY);
    assertThat(NonFinite.of(Double.NEGATIVE_INFINITY)).isEqualTo(NonFinite.NEGATIVE_INFINITY);
  }

  @Test
  void finiteNumbersHaveNone() {
    for (double value : new double[] {-0.0, Double.MAX_VALUE, -Double.MIN_VALUE}) {
      assertThatThrownBy(() -> NonFinite.of(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot count " + value + " as NaN or infinite: it is finite");
    }
  }
}
