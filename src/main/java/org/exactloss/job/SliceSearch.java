package org.exactloss.job;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.exactloss.report.SlicingReport;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.Gate;

/**
 * Looks at slices, one after another: counts them, tests the gates, and keeps those that carry most
 * of the loss.
 *
 * @param first the place of the first set of slices among the groupings
 * @param finishes of each set of slices
 * @param names of each set of slices
 * @param zone the session's, in which times are written
 * @param limit how many are kept of each set
 */
record SliceSearch(
    int first,
    List<SliceFinish> finishes,
    List<List<String>> names,
    ZoneId zone,
    int limit,
    List<Gate> gates)
    implements Serializable {

  /** What is found of each set of slices. */
  List<Found> find(Iterator<GroupScan.Group> groups) {
    List<Search> searches = new ArrayList<>();
    for (int i = 0; i < finishes.size(); i++) {
      searches.add(new Search(finishes.get(i), names.get(i), zone, limit, gates));
    }
    while (groups.hasNext()) {
      GroupScan.Group group = groups.next();
      if (group.grouping() >= first) {
        searches.get(group.grouping() - first).add(group);
      }
    }
    return searches.stream().map(Search::found).toList();
  }

  /**
   * A slice and how much of the loss it carries: the largest share among its results.
   *
   * @param result the bytes of a {@link TaskResult}, not to be changed
   */
  record Carrier(double share, String key, List<Object> values, byte[] result)
      implements Serializable {
    static final Comparator<Carrier> LARGEST_FIRST =
        Comparator.comparingDouble((Carrier carrier) -> -carrier.share)
            .thenComparing(carrier -> String.valueOf(carrier.values));
  }

  /** What is known of some slices: how many, those that carry most, and the gates. */
  record Found(long slices, List<Carrier> most, GateTally gates) implements Serializable {
    /** The sums for each set of slices. */
    static List<Found> sums(List<Found> ones, List<Found> others, int limit) {
      List<Found> sums = new ArrayList<>();
      for (int i = 0; i < ones.size(); i++) {
        sums.add(ones.get(i).plus(others.get(i), limit));
      }
      return sums;
    }

    /** How many slices there are, and those that carry most of the loss. */
    SlicingReport report(List<String> names, SliceFinish finish, ZoneId zone) {
      return new SlicingReport(
          names,
          slices,
          most.stream()
              .sorted(Carrier.LARGEST_FIRST)
              .map(
                  carrier ->
                      new SlicingReport.Slice(
                          GroupValues.plain(carrier.values, zone),
                          finish.of(carrier.key, TaskResult.fromBytes(carrier.result))))
              .toList());
    }

    private Found plus(Found other, int limit) {
      return new Found(
          Math.addExact(slices, other.slices),
          Stream.concat(most.stream(), other.most.stream())
              .sorted(Carrier.LARGEST_FIRST)
              .limit(limit)
              .toList(),
          gates.plus(other.gates));
    }
  }

  /** Looks at some slices of one set. */
  private static final class Search {
    private final SliceFinish finish;
    private final List<String> names;
    private final ZoneId zone;
    private final int limit;
    private final PriorityQueue<Carrier> most =
        new PriorityQueue<>(Carrier.LARGEST_FIRST.reversed());
    private GateTally tally;
    private long count;

    Search(SliceFinish finish, List<String> names, ZoneId zone, int limit, List<Gate> gates) {
      this.finish = finish;
      this.names = names;
      this.zone = zone;
      this.limit = limit;
      tally = GateTally.none(gates);
    }

    void add(GroupScan.Group group) {
      count++;
      if (tally.testsSlices()) {
        tally = tally.plus(finish.of(group.key(), group.result()), slice(group.values()));
      }
      double share = finish.largestShare(group.result());
      if (most.size() < limit || share >= most.peek().share) {
        most.add(new Carrier(share, group.key(), group.values(), group.result().toBytes()));
      }
      if (most.size() > limit) {
        most.remove();
      }
    }

    Found found() {
      return new Found(count, new ArrayList<>(most), tally);
    }

    private Map<String, Object> slice(List<Object> values) {
      Map<String, Object> slice = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        slice.put(names.get(i), GroupValues.plain(values.get(i), zone));
      }
      return slice;
    }
  }
}
