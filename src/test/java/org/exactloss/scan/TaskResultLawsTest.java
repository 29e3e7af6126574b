package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.exactloss.exact.ExactSum;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of tasks add up to the same bytes in any order and any tree. */
class TaskResultLawsTest {
  private static final int[][] SHAPES = {
    {2, 3}, {3, 2}, {2, -1}, {4, -1}, {-1, -1}, {0, -1}, {1, 9}
  };

  private static RowShape shape(int... lengths) {
    RowShape shape = new RowShape(lengths.length);
    System.arraycopy(lengths, 0, shape.lengths, 0, lengths.length);
    return shape;
  }

  private static byte[] task(Random random, int partition, int shapes) {
    OutputTally outputs = new OutputTally();
    LossState state = new LossState();
    for (int row = random.nextInt(3); row > 0; row--) {
      outputs.addShape(shape(SHAPES[random.nextInt(shapes)]));
      outputs.addRows(1);
      state.addRows(1);
      outputs.excludeEvery(Exclusion.NULL_TARGET, random.nextInt(2));
      for (int output = 0; output < outputs.size(); output++) {
        outputs.own(output).loss().addFinite(1, ExactSum.of(random.nextInt(99)), ExactSum.of(1));
      }
    }
    Optional<ShapeMismatch> mismatch =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new ShapeMismatch(partition, "(" + partition + ")", "(9)", Optional.empty()));
    return new TaskResult(
            List.of(new ModelTally(new ModelStates(state), outputs, mismatch)),
            new JoinTally(),
            new TreeSet<>())
        .toBytes();
  }

  private static byte[] merged(List<byte[]> results, Random random) {
    List<byte[]> left = new ArrayList<>(results);
    Collections.shuffle(left, random);
    while (left.size() > 1) {
      int at = random.nextInt(left.size() - 1);
      left.set(at, TaskResult.merge(left.get(at), left.remove(at + 1)));
    }
    return left.get(0);
  }

  /** With one shape, with shapes that may be one, and with shapes that differ. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7})
  void anyOrder(int shapes) {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<byte[]> results = new ArrayList<>();
      for (int partition = 0; partition < 12; partition++) {
        results.add(task(random, partition, shapes));
      }
      byte[] expected = merged(results, random);
      for (int attempt = 0; attempt < 5; attempt++) {
        assertThat(merged(results, random)).as("seed %s", seed).isEqualTo(expected);
      }
      ModelTally sum = TaskResult.fromBytes(expected).models().get(0);
      boolean one = sum.outputs().shapes().conflict().isEmpty();
      assertThat(sum.outputs().states()).hasSize(one ? (int) sum.outputs().shapes().size() : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theShapesOfAConflict(int order) {
    ShapeTally tally = new ShapeTally();
    tally.add(shape(SHAPES[order]));
    tally.add(shape(SHAPES[1 - order]));
    tally.add(shape(9, 9));
    assertThat(tally.conflict()).containsExactly("(2, 3)", "(3, 2)");
    ShapeTally partial = new ShapeTally();
    partial.add(shape(2, 3));
    partial.add(shape(2, -1));
    assertThat(partial.conflict()).isEmpty();
    assertThat(partial.outputs()).isEqualTo(6);
    partial.add(shape(5, -1));
    partial.add(shape(4, -1));
    assertThat(partial.conflict()).containsExactly("(2, 3)", "(4, ?)");
    assertThat(partial.outputs()).isZero();
  }
}
