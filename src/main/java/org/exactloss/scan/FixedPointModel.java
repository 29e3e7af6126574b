package org.exactloss.scan;

import java.util.Arrays;
import java.util.Optional;
import org.exactloss.kernel.FixedPointSums;
import org.exactloss.kernel.GroupedSquares;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.SquaredErrorTerm;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * The losses of one model in the groups of all groupings. Rows without weights go to {@link
 * GroupedSquares} block by block; what these do not take is added as a {@link SquaredErrorTerm} of
 * its own, and what does not fit that either is rare, and kept in states.
 */
final class FixedPointModel {
  /** A window is given up where more than this part of the rows is outside. */
  private static final int MOST_OUTSIDE = 16;

  /** Calls until another window is chosen, the first time. */
  private static final int FIRST_WAIT = 16;

  private static final int MOST_WAIT = 1 << 20;

  private final boolean weighted;
  private final int weightScale;
  private final int scale;
  private final boolean mixedUnits;
  private final NarrowRows narrow;
  private final long[][] sums;
  private final OtherElements others;
  private final Optional<GroupedSquares> squares;

  /** Of each grouping the words of the squares. */
  private final long[][] words;

  private SquaredErrorTerm term;

  private boolean hasWindow;

  /** Calls until a window is chosen, where there is none. */
  private int callsToWait;

  private int nextWait = FIRST_WAIT;

  FixedPointModel(ScanRequest request, int model, KernelKind kind, int groupings, int capacity) {
    int own = request.predictions().get(model).element().scale();
    int target = request.target().element().scale();
    weighted = request.weighted();
    weightScale = weighted ? request.weight().get(0).element().scale() : 0;
    scale = Math.max(own, target);
    mixedUnits = own != target;
    narrow = new NarrowRows(weighted, groupings, capacity);
    squares = weighted || mixedUnits ? Optional.empty() : GroupedSquares.create(kind, capacity);
    sums = new long[groupings][0];
    words = new long[groupings][0];
    others = new OtherElements(request, scale, groupings);
  }

  /** Whether rows are squared in blocks, so that they cost little in few groups as well. */
  boolean squaresInBlocks() {
    return squares.isPresent();
  }

  /** Rows as they come, with what they are left out for and their groups in each grouping. */
  record Batch(LoadedRows rows, Column prediction, Exclusion[] exclusions, int[][] groups) {}

  /**
   * Adds rows.
   *
   * @param sizes for each grouping how many groups there are so far
   */
  void add(Batch batch, int[] sizes) {
    double[] p = batch.prediction.values;
    double[] t = batch.rows.target.values;
    double[] w = weighted ? batch.rows.weight.orElseThrow().values : null;
    int count = batch.rows.count();
    if (term == null) {
      term = SquaredErrorTerm.forValuesLike(p, t, w, count);
    }
    reserve(sizes);
    if (isPlain(batch)) {
      narrow.takeAll(p, t, w, batch.groups, count);
    } else {
      narrow.clear();
      for (int row = 0; row < count; row++) {
        if (isNarrow(batch, row)) {
          narrow.add(p, t, w, batch.groups, row);
        } else {
          others.add(batch, row);
        }
      }
    }
    addNarrow(batch);
  }

  private void reserve(int[] sizes) {
    for (int i = 0; i < words.length; i++) {
      int needed = sizes[i] * GroupedSquares.WORDS;
      if (squares.isPresent() && words[i].length < needed) {
        words[i] = Arrays.copyOf(words[i], grown(needed));
      }
    }
  }

  /** Makes room for a sum, which no group needs while its words hold all of its rows. */
  private void reserveSum(int grouping, int group) {
    int needed = (group + 1) * term.sums().words();
    if (sums[grouping].length < needed) {
      sums[grouping] = Arrays.copyOf(sums[grouping], grown(needed));
    }
  }

  private static int grown(int size) {
    return size + (size >> 1);
  }

  private boolean isPlain(Batch batch) {
    return batch.exclusions == null
        && !mixedUnits
        && batch.prediction.allPresent()
        && batch.rows.target.allPresent()
        && batch.rows.weight.map(Column::allPresent).orElse(true);
  }

  private boolean isNarrow(Batch batch, int row) {
    return !mixedUnits
        && (batch.exclusions == null || batch.exclusions[row] == null)
        && batch.prediction.status[row] == Column.PRESENT
        && batch.rows.target.status[row] == Column.PRESENT
        && (!weighted || batch.rows.weight.orElseThrow().status[row] == Column.PRESENT);
  }

  private void addNarrow(Batch batch) {
    if (!mayCut()) {
      addSingly(batch, 0, narrow.count);
      return;
    }
    GroupedSquares cutter = squares.orElseThrow();
    int left = 0;
    for (int from = 0; from < narrow.count; ) {
      int end = cutter.cut(narrow.predictions, narrow.targets, from, narrow.count);
      for (int i = 0; i < words.length; i++) {
        addCut(i, from, end);
      }
      from = Math.min(narrow.count, end + cutter.lanes());
      addSingly(batch, end, from);
      left += from - end;
    }
    if (left > cutter.lanes() + narrow.count / MOST_OUTSIDE) {
      giveUpWindow();
    }
  }

  private boolean mayCut() {
    if (squares.isEmpty() || narrow.count == 0) {
      return false;
    }
    if (!hasWindow && callsToWait-- <= 0) {
      hasWindow =
          squares
              .get()
              .chooseWindow(narrow.predictions, narrow.targets, narrow.count, term.exponent());
      callsToWait = nextWait;
    }
    return hasWindow;
  }

  private void addCut(int grouping, int from, int end) {
    int[] groups = narrow.groups[grouping];
    long[] target = words[grouping];
    for (int row = from; row < end; ) {
      row = squares.orElseThrow().addRows(target, groups, row, end);
      if (GroupedSquares.areFull(target, groups[row - 1])) {
        empty(grouping, groups[row - 1]);
      }
    }
  }

  /** Moves what the words of a group hold to its sum. */
  private void empty(int grouping, int group) {
    reserveSum(grouping, group);
    addWords(grouping, group, sums[grouping], group * term.sums().words());
    GroupedSquares.clear(words[grouping], group);
  }

  private void addWords(int grouping, int group, long[] target, int start) {
    squares.ifPresent(
        cutter -> cutter.addWordsTo(target, start, term.sums(), words[grouping], group));
  }

  private void giveUpWindow() {
    for (int i = 0; i < words.length; i++) {
      int groups = words[i].length / GroupedSquares.WORDS;
      for (int group = groups - 1; group >= 0; group--) {
        if (GroupedSquares.count(words[i], group) > 0) {
          empty(i, group); // the last one first, so that room is made once
        }
      }
    }
    hasWindow = false;
    nextWait = Math.min(MOST_WAIT, 2 * nextWait);
  }

  /** Adds some of the narrow rows one by one. */
  private void addSingly(Batch batch, int from, int to) {
    double[] p = narrow.predictions;
    double[] t = narrow.targets;
    double[] w = narrow.weights;
    for (int row = from; row < to; row++) {
      if (w == null ? term.set(p[row], t[row]) : term.set(p[row], t[row], w[row])) {
        for (int i = 0; i < sums.length; i++) {
          int group = narrow.groups[i][row];
          reserveSum(i, group);
          term.addTo(sums[i], group * term.sums().words());
        }
      } else {
        others.add(batch, narrow.places[row]);
      }
    }
  }

  /** The units of {@link #sum}. */
  FixedPointPart.Units units() {
    int tens = 2 * scale + weightScale;
    return new FixedPointPart.Units(
        term.exponent() - tens, -tens, term.weightExponent() - weightScale, -weightScale);
  }

  /** How the words of {@link #sum} lie; only after rows were added. */
  FixedPointSums layout() {
    return term.sums();
  }

  /** The sum of a group, without its {@link #other} elements. */
  long[] sum(int grouping, int group) {
    int length = term.sums().words();
    int start = group * length;
    long[] sum = new long[length];
    if (start + length <= sums[grouping].length) {
      System.arraycopy(sums[grouping], start, sum, 0, length);
    }
    if ((group + 1) * GroupedSquares.WORDS <= words[grouping].length) {
      addWords(grouping, group, sum, 0);
    }
    return sum;
  }

  /** What does not fit the sum of a group. */
  Optional<LossState> other(int grouping, int group) {
    return others.state(grouping, group);
  }

  /** All rows of a group: each is one element, used or not. */
  long rows(int grouping, int group) {
    if (term == null) {
      return 0; // no row has come
    }
    return term.sums().count(sum(grouping, group), 0)
        + other(grouping, group).map(LossState::elements).orElse(0L);
  }

  /** What was found of a group. */
  ModelStates states(int grouping, int group) {
    LossState state = FixedPointPart.state(units(), layout(), sum(grouping, group));
    other(grouping, group).ifPresent(state::add);
    state.addRows(rows(grouping, group));
    return new ModelStates(state);
  }

  /** About how much memory the sums take. */
  long bytes() {
    long longs = 0;
    for (int i = 0; i < sums.length; i++) {
      longs += sums[i].length + words[i].length;
    }
    return Long.BYTES * longs + others.bytes();
  }

  /** Forgets all groups. */
  void clear() {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new long[0];
      words[i] = new long[0];
    }
    others.clear();
  }
}
