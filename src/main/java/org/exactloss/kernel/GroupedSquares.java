package org.exactloss.kernel;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Squared errors that are added up in many groups, four words for each: the errors of a block of
 * rows are cut into three pieces at once, and a row then costs a few additions of integers that lie
 * together. The words hold little, and are emptied into sums as {@link FixedPointSums} has them.
 * Nothing is rounded. Used by one thread.
 *
 * <p>The words of a group are the sums of the bits of its pieces, as {@link SquareWindow} has them,
 * and the number of its rows. Sums of integers wrap; what is left after the bits of the constants
 * are taken away is the number of units.
 */
public final class GroupedSquares {
  /** Words of each group. */
  public static final int WORDS = SquareWindow.PIECES + 1;

  private static final int COUNT = SquareWindow.PIECES;

  private final SquareLoop plain;
  private final Optional<SquareLoop> vector;

  /** Whether the vector loop can be used yet. */
  private final BooleanSupplier ready;

  private final long[][] pieces;
  private SquareWindow window;
  private long[] constants;

  /** By how much the units of the pieces are above those of the sums, as powers of two. */
  private int[] shifts;

  private SquareLoop loop;

  private GroupedSquares(
      SquareLoop plain, Optional<SquareLoop> vector, BooleanSupplier ready, int capacity) {
    this.plain = plain;
    this.vector = vector;
    this.ready = ready;
    pieces = new long[SquareWindow.PIECES][capacity];
    loop = plain;
  }

  /**
   * Sums with the loop of a kernel; empty where that kernel works in integers, the processor has no
   * fused multiply-adds, the floating-point environment of the thread is damaged, or the loop does
   * not pass its self-test.
   *
   * @param capacity the most rows that are cut at a time
   */
  public static Optional<GroupedSquares> create(KernelKind kind, int capacity) {
    if (kind == KernelKind.SCALAR
        || !JvmFacts.hasFusedMultiplyAdd()
        || !KernelSelfTest.isStandardArithmetic()) {
      return Optional.empty();
    }
    Optional<SquareLoop> vector = kind == KernelKind.VECTOR ? Loops.VECTOR : Optional.empty();
    return Loops.PLAIN.map(
        plain -> new GroupedSquares(plain, vector, VectorWarmUp.SQUARES::isDone, capacity));
  }

  /** The loops that work here; they have no state. */
  private static final class Loops {
    static final Optional<SquareLoop> PLAIN = tested(new PlainSquareLoop());
    static final Optional<SquareLoop> VECTOR =
        ThisJvm.FACTS.obstacle(KernelKind.VECTOR).isEmpty()
                && ThisJvm.FACTS.slowness(KernelKind.VECTOR).isEmpty()
            ? tested(ThisJvm.newSquareLoop())
            : Optional.empty();

    private static Optional<SquareLoop> tested(SquareLoop loop) {
      return Optional.of(loop).filter(KernelSelfTest::isExact);
    }
  }

  /** With one loop, as a test wants. */
  static GroupedSquares of(SquareLoop loop, int capacity) {
    return new GroupedSquares(loop, Optional.empty(), () -> false, capacity);
  }

  /**
   * Chooses the window that takes the most rows like the first ones. The words of all groups must
   * be empty.
   *
   * @param exponent the unit of the sums is two to this power
   * @return whether there is a window whose pieces are multiples of that unit
   */
  public boolean chooseWindow(double[] prediction, double[] target, int rows, int exponent) {
    int least = Math.max(SquareWindow.minGrid(), Math.floorDiv(exponent + 1, 2));
    int most =
        Math.min(
            SquareWindow.maxGrid(),
            Math.floorDiv(exponent, 2) + SquaredErrorTerm.VALUE_BITS - SquareWindow.bits());
    if (least > most) {
      return false;
    }
    SpanSample sample = new SpanSample();
    sample.take(prediction, target, 0, rows);
    int top = sample.bestTop(SquareWindow.bits(), rows);
    use(new SquareWindow(Math.max(least, Math.min(most, top - SquareWindow.bits()))), exponent);
    return true;
  }

  /** Takes a window whose pieces are multiples of two to the power of {@code exponent}. */
  void use(SquareWindow next, int exponent) {
    window = next;
    constants = new long[SquareWindow.PIECES];
    Arrays.setAll(constants, i -> Double.doubleToRawLongBits(next.magic(i + 1)));
    shifts = new int[SquareWindow.PIECES];
    Arrays.setAll(shifts, i -> next.unit(i + 1) - exponent);
  }

  /** How many rows are left together where one of them is not taken. */
  public int lanes() {
    return loop.lanes();
  }

  /**
   * Cuts the squared errors of rows, for {@link #addRows}.
   *
   * @param to no more than the capacity
   * @return the first row that was not cut; with up to {@link #lanes} rows from there on, it has to
   *     be added in another way
   */
  public int cut(double[] prediction, double[] target, int from, int to) {
    if (loop == plain && vector.isPresent() && ready.getAsBoolean()) {
      loop = vector.get();
    }
    int whole = to - (to - from) % loop.lanes();
    return loop.cut(window, prediction, target, from, whole, pieces);
  }

  /**
   * Adds rows that were cut last to the words of their groups, up to the one that fills the words
   * of its group; these have to be emptied before any other row is added.
   *
   * @return the row behind the one that filled a group, or behind the last one
   */
  public int addRows(long[] words, int[] groups, int from, int to) {
    long[] first = pieces[0];
    long[] second = pieces[1];
    long[] third = pieces[2];
    for (int row = from; row < to; row++) {
      int place = groups[row] * WORDS;
      words[place] += first[row];
      words[place + 1] += second[row];
      words[place + 2] += third[row];
      long count = words[place + COUNT] + 1;
      words[place + COUNT] = count;
      if (count == SquareWindow.MAX_TERMS) {
        return row + 1;
      }
    }
    return to;
  }

  /** Whether the words of a group have to be emptied before a row is added. */
  public static boolean areFull(long[] words, int group) {
    return words[group * WORDS + COUNT] == SquareWindow.MAX_TERMS;
  }

  /** How many rows the words of a group hold. */
  public static long count(long[] words, int group) {
    return words[group * WORDS + COUNT];
  }

  /** Adds what the words of a group hold to a sum, which lies as the layout says. */
  public void addWordsTo(long[] sums, int start, FixedPointSums layout, long[] words, int group) {
    int place = group * WORDS;
    long rows = words[place + COUNT];
    if (rows == 0) {
      return;
    }
    for (int piece = 0; piece < SquareWindow.PIECES; piece++) {
      layout.addTerms(sums, start, words[place + piece] - rows * constants[piece], shifts[piece]);
    }
    layout.addCount(sums, start, rows);
  }

  /** Empties the words of a group. */
  public static void clear(long[] words, int group) {
    Arrays.fill(words, group * WORDS, (group + 1) * WORDS, 0);
  }
}
