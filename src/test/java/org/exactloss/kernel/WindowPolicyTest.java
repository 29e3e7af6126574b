package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a window is chosen again, whatever kind of window it is. */
class WindowPolicyTest {
  private static final Optional<String> NARROW = Optional.of("narrow");
  private static final Optional<String> OTHER = Optional.of("other");
  private static final int PATIENCE = 128;

  private static final class Policy extends WindowPolicy<String> {
    Policy(int group) {
      super(group);
    }

    @Override
    boolean isWide(String wide) {
      return wide.equals("wide");
    }

    void reject(int count) {
      for (int i = 0; i < count; i++) {
        countRejected();
      }
    }
  }

  @Test
  void dataThatFitNoWindowAreTriedAgainAfterAWhile() {
    Policy policy = new Policy(1);
    assertThat(policy.isDue()).isTrue();
    policy.choose(Optional.empty());
    policy.added(WindowPolicy.SCALAR_ROWS - 1);
    assertThat(policy.isDue()).isFalse();
    policy.added(1);
    assertThat(policy.isDue()).isTrue();
    assertThat(policy.rows()).isEqualTo(WindowPolicy.SCALAR_ROWS);
    policy.choose(Optional.empty());
    assertThat(policy.isDue()).isFalse();
    assertThat(policy.rows()).isZero();
  }

  @Test
  void wideWindowsAreTriedAgainAfterAWhileAndNarrowOnesAreNot() {
    Policy policy = new Policy(1);
    policy.choose(Optional.of("wide"));
    policy.added(WindowPolicy.WIDE_ROWS - 1);
    assertThat(policy.isDue()).isFalse();
    policy.added(1);
    assertThat(policy.isDue()).isTrue();
    policy.choose(NARROW);
    policy.added(2 * WindowPolicy.WIDE_ROWS);
    assertThat(policy.isDue()).isFalse();
  }

  @Test
  void aWindowThatStaysTheBestDoublesThePatience() {
    Policy policy = new Policy(1);
    policy.choose(NARROW);
    assertPatience(policy, PATIENCE);
    policy.choose(NARROW);
    assertPatience(policy, 2 * PATIENCE);
    policy.choose(NARROW);
    assertPatience(policy, 4 * PATIENCE);
    policy.choose(OTHER);
    assertPatience(policy, PATIENCE);
    for (int i = 0; i < 40; i++) {
      policy.choose(OTHER);
    }
    assertPatience(policy, 1 << 14);
  }

  private static void assertPatience(Policy policy, int patience) {
    policy.added(patience);
    policy.reject(patience - 1);
    assertThat(policy.isDue()).isFalse();
    policy.reject(1);
    assertThat(policy.isDue()).isTrue();
  }

  /** One rejected row in 16 groups is too many; of small groups, one in 256 rows. */
  @Test
  void rareRejectionsAreBorneHoweverManyTheyAre() {
    for (int group : new int[] {1, 16, 32, 256}) {
      int rowsForOne = Math.max(256, 16 * group);
      Policy policy = new Policy(group);
      policy.choose(NARROW);
      policy.reject(4 * PATIENCE);
      policy.added(4 * PATIENCE * rowsForOne);
      assertThat(policy.isDue()).as("groups of %s", group).isFalse();
      policy.reject(1);
      assertThat(policy.isDue()).as("groups of %s", group).isTrue();
    }
  }
}
