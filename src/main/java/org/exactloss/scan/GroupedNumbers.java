package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exactloss.kernel.SquaredErrorKernels;

/** The evaluation of rows of plain numbers in their groups. */
final class GroupedNumbers extends GroupedEvaluator {
  /** Tasks that may run beside one another in this JVM, of which each has its groups. */
  private static final int TASKS = Math.max(4, Runtime.getRuntime().availableProcessors());

  /** Memory of all groups of a task: those of all tasks take a quarter of what there is. */
  private static final long MOST_BYTES =
      Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4 / TASKS);

  private final ScanRequest request;
  private final String kernel;
  private final LoadedRows rows;
  private final RowSums all;
  private final GrowingGroupSums sums;
  private final List<GroupTable> tables = new ArrayList<>();
  private final int[][] groups;
  private final int[] sizes;
  private final JoinTally join = new JoinTally();
  private final Optional<WorstSearch> worst;
  private boolean full;

  GroupedNumbers(GroupRequest asked, RowChunks chunks) {
    super(chunks);
    request = asked.rows();
    SquaredErrorKernels.Selection selection = request.selectKernel();
    kernel = selection.description();
    int groupings = asked.groupings().size();
    ScanRequest group = request.ofGroup();
    boolean alike = group.further().equals(request.further());
    sums = new GrowingGroupSums(group, selection.kind(), groupings, MOST_BYTES, alike);
    rows = new LoadedRows(request, sums.capacity());
    all = new RowSums(request, selection.kind(), sums.capacity());
    asked.groupings().forEach(each -> tables.add(new GroupTable(each, sums.capacity())));
    worst = request.worst().isAsked() ? Optional.of(new WorstSearch(request)) : Optional.empty();
    groups = new int[groupings][sums.capacity()];
    sizes = new int[groupings];
  }

  @Override
  void take(ColumnSource[] columns, int count, long place) {
    if (request.keyed() && !join.takes(columns, request.keyedOrdinal())) {
      return;
    }
    worst.ifPresent(search -> search.addRows(columns, count));
    for (int from = 0; from < count; ) {
      int length = Math.min(count - from, rows.room());
      for (int i = 0; i < groups.length; i++) {
        tables.get(i).number(columns, from, length, place + from, groups[i], rows.count());
      }
      rows.load(columns, from, length);
      from += length;
      if (rows.room() == 0) {
        evaluate();
      }
    }
  }

  private void evaluate() {
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = tables.get(i).size();
    }
    sums.add(rows, groups, sizes);
    if (!sums.areInSumOfFew()) {
      all.add(rows);
    }
    rows.clear();
    long bytes = sums.bytes();
    for (GroupTable table : tables) {
      bytes += table.bytes();
    }
    full = bytes > MOST_BYTES;
  }

  @Override
  boolean isFull() {
    return full;
  }

  @Override
  Iterator<GroupRecord> groups() {
    if (rows.count() > 0) {
      evaluate();
    }
    return IntStream.range(0, tables.size()).boxed().flatMap(this::groups).iterator();
  }

  private Stream<GroupRecord> groups(int grouping) {
    GroupTable table = tables.get(grouping);
    return IntStream.range(0, table.size())
        .mapToObj(group -> group(grouping, group))
        .flatMap(Optional::stream);
  }

  private Optional<GroupRecord> group(int grouping, int group) {
    return Optional.ofNullable(sums.part(grouping, group))
        .map(part -> new GroupRecord(grouping, tables.get(grouping).key(group), part));
  }

  @Override
  void clearGroups() {
    tables.forEach(GroupTable::clear);
    sums.clear();
    full = false;
  }

  @Override
  byte[] finishAll() {
    List<ModelTally> tallies = all.takeStates().stream().map(ModelTally::of).toList();
    TaskResult result = new TaskResult(tallies, join, new TreeSet<>(List.of(kernel)));
    sums.sumOfFew().ifPresent(result::add);
    worst.ifPresent(search -> search.addTo(result));
    return result.toBytes();
  }
}
