package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million rows over every scale, in parts that are added up, against the oracle. */
@Tag("slow")
class MillionRowsTest {
  private static final int ROWS = 1_000_000;
  private static final int PARTS = 50;

  @Test
  void sumsOfAMillionRowsAreExact() {
    int families = ValueFamily.finite().size();
    WeightFamily[] weights = WeightFamily.values();
    RationalOracle oracle = new RationalOracle();
    LossState total = new LossState();
    for (int part = 0; part < PARTS; part++) {
      // Every other part is of full range; the rest goes through all families.
      ValueFamily values =
          part % 2 == 0
              ? ValueFamily.EVERY_EXPONENT
              : ValueFamily.finite().get(part / 2 % families);
      RowSet rows = RowSets.of(values, weights[part % weights.length], part, ROWS / PARTS);
      oracle.add(rows);
      LossState state = States.of(rows);
      total.add(LossState.fromBytes(state.toBytes()));
    }
    assertThat(total.used()).isEqualTo(ROWS);
    assertThat(States.value(total.squaredError())).isEqualByComparingTo(oracle.squaredError());
    assertThat(States.value(total.weight())).isEqualByComparingTo(oracle.weight());
  }
}
