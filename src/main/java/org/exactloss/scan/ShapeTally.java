package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which shapes rows have, as far as it matters whether they are one: the two smallest ones in
 * lexicographic order. Of rows in which inner arrays are null, and therefore of unknown length, the
 * two smallest lengths at each level are kept. Mutable; adding is commutative and associative.
 */
public final class ShapeTally {
  /** Sums of more outputs than this are not kept. */
  public static final int MAX_OUTPUTS = 100_000;

  private static final int KEPT = 2;

  private final TreeSet<int[]> complete = new TreeSet<>(Arrays::compare);
  private final List<TreeSet<Integer>> partial = new ArrayList<>();
  private int[] last = {RowShape.UNKNOWN};

  /** Takes in the shape of a row, and says whether that was news. */
  boolean add(RowShape shape) {
    if (Arrays.equals(shape.lengths, last)) {
      return false;
    }
    last = shape.lengths.clone();
    if (shape.isComplete()) {
      complete.add(last);
      keepSmallest(complete);
    } else {
      for (int level = 0; last[level] != RowShape.UNKNOWN; level++) {
        addLength(level, List.of(last[level]));
      }
    }
    return true;
  }

  void add(ShapeTally other) {
    complete.addAll(other.complete);
    keepSmallest(complete);
    for (int level = 0; level < other.partial.size(); level++) {
      addLength(level, other.partial.get(level));
    }
  }

  private void addLength(int level, Collection<Integer> lengths) {
    while (partial.size() <= level) {
      partial.add(new TreeSet<>());
    }
    partial.get(level).addAll(lengths);
    keepSmallest(partial.get(level));
  }

  private static <T> void keepSmallest(TreeSet<T> set) {
    while (set.size() > KEPT) {
      set.pollLast();
    }
  }

  /** The number of outputs; 0 where shapes differ, or are unknown, or have too many. */
  int outputs() {
    return conflict().isEmpty() && complete.size() == 1 && size() <= MAX_OUTPUTS ? (int) size() : 0;
  }

  /** How many outputs the smallest known shape has; 0 where none is known. */
  public long size() {
    return complete.isEmpty()
        ? 0
        : Arrays.stream(complete.first()).asLongStream().reduce(1, Math::multiplyExact);
  }

  /** The smallest known shape, such as {@code (2, 3)}. */
  public String text() {
    return text(complete.first(), complete.first().length);
  }

  /** Two shapes of rows, where not all rows have the same one, else nothing. */
  public List<String> conflict() {
    if (complete.size() > 1) {
      return complete.stream().map(shape -> text(shape, shape.length)).toList();
    } else if (complete.isEmpty()) {
      return List.of();
    }
    int[] shape = complete.first();
    for (int level = 0; level < partial.size(); level++) {
      for (int length : partial.get(level)) {
        if (length != shape[level]) {
          int[] other = shape.clone();
          other[level] = length;
          return List.of(text(shape, shape.length), text(other, level + 1));
        }
      }
    }
    return List.of();
  }

  private static String text(int[] shape, int known) {
    return IntStream.range(0, shape.length)
        .mapToObj(level -> level < known ? Integer.toString(shape[level]) : "?")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  boolean isEmpty() {
    return complete.isEmpty() && partial.isEmpty();
  }

  void write(DataOutputStream out) throws IOException {
    writeLengths(out, partial.size());
    for (TreeSet<Integer> lengths : partial) {
      writeLengths(out, lengths.stream().mapToInt(Integer::intValue).toArray());
    }
    out.writeInt(complete.size());
    for (int[] shape : complete) {
      writeLengths(out, shape);
    }
  }

  static ShapeTally read(DataInputStream in) throws IOException {
    ShapeTally tally = new ShapeTally();
    int levels = readLengths(in)[0];
    for (int level = 0; level < levels; level++) {
      tally.addLength(level, Arrays.stream(readLengths(in)).boxed().toList());
    }
    for (int left = in.readInt(); left > 0; left--) {
      tally.complete.add(readLengths(in));
    }
    return tally;
  }

  private static void writeLengths(DataOutputStream out, int... lengths) throws IOException {
    out.writeInt(lengths.length);
    for (int length : lengths) {
      out.writeInt(length);
    }
  }

  private static int[] readLengths(DataInputStream in) throws IOException {
    int levels = in.readInt();
    if (levels < 0 || levels > in.available() / Integer.BYTES) {
      throw new IOException("a shape of " + levels + " levels has no lengths");
    }
    int[] lengths = new int[levels];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.readInt();
    }
    return lengths;
  }
}
