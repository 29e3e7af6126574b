package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.LossState;
import org.exactloss.state.MeanState;
import org.exactloss.state.Moment;
import org.exactloss.state.MomentState;
import org.exactloss.state.PictureState;
import org.junit.jupiter.api.Test;

/** The form of what was found that lasts. */
class SavedTallyTest {
  private static TaskResult result(long rows, long squares, long weights) {
    LossState loss = new LossState();
    loss.addRows(rows);
    loss.addFinite(rows, ExactSum.of(squares), ExactSum.of(weights));
    PictureState pictures = new PictureState();
    pictures.addPlane(PictureState.bin(1.5), PictureState.bin(-2), rows);
    ModelStates states =
        new ModelStates(
            loss,
            Optional.of(new MomentState(Set.of(Moment.TARGET))),
            Optional.of(new MeanState()),
            Optional.empty(),
            Optional.of(pictures));
    ModelTally tally =
        new ModelTally(
            states,
            new OutputTally(),
            Optional.of(new ShapeMismatch(3, "(2)", "(3)", Optional.empty())));
    return new TaskResult(List.of(tally), new JoinTally(), new TreeSet<>());
  }

  @Test
  void whatIsWrittenIsReadWithoutStatesOfNothing() {
    byte[] bytes = SavedTally.toBytes(result(3, 4, 5));
    TaskResult read = SavedTally.fromBytes(bytes, 1);
    assertThat(SavedTally.toBytes(read)).isEqualTo(bytes);
    ModelTally model = read.models().get(0);
    assertThat(model.state().toBytes())
        .isEqualTo(result(3, 4, 5).models().get(0).state().toBytes());
    assertThat(model.states().moments()).isEmpty();
    assertThat(model.states().noise()).isEmpty();
    assertThat(model.states().pictures()).isPresent();
    assertThat(model.mismatch().orElseThrow().target()).isEqualTo("(3)");
  }

  @Test
  void largerSumsAreNotTakenAway() {
    String sums = "its sums of squares or of weights are larger than those there are";
    assertNotTakenAway(result(2, 5, 1), sums);
    assertNotTakenAway(result(2, 1, 6), sums);
    assertNotTakenAway(result(4, 1, 1), "a loss state in which rows is -1 is impossible");
  }

  private static void assertNotTakenAway(TaskResult part, String reason) {
    assertThatThrownBy(() -> result(3, 4, 5).subtract(part))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(reason);
  }

  /** Any other bytes are refused, or are a form of something; nothing else happens. */
  @Test
  void otherBytesAreRefused() {
    byte[] bytes = SavedTally.toBytes(result(3, 4, 5));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SavedTally.fromBytes(cut, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(SavedTally.fromBytes(changed, 1).models()).hasSize(1);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 19_999);
  }
}
