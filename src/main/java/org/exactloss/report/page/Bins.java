package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Counts in bins as reports have them. */
final class Bins {
  private Bins() {}

  /** The numbers from lo to hi that were counted. */
  record Bin(double lo, double hi, double count, JsonNode json) {
    /** The largest magnitude in it. */
    double reach() {
      return Math.max(Math.abs(lo), Math.abs(hi));
    }

    double width() {
      return hi - lo;
    }
  }

  static List<Bin> of(JsonNode bins) {
    List<Bin> read = new ArrayList<>();
    for (JsonNode bin : bins) {
      double lo = Result.number(bin.path("lo")).orElse(Double.NaN);
      double hi = Result.number(bin.path("hi")).orElse(Double.NaN);
      if (lo < hi) {
        read.add(new Bin(lo, hi, bin.path("count").asDouble(), bin));
      }
    }
    return read;
  }

  static double total(List<Bin> bins) {
    return bins.stream().mapToDouble(Bin::count).sum();
  }

  /** The smallest of the bins' largest magnitudes within which this part of the counts lies. */
  static double reach(List<Bin> bins, double part) {
    List<Bin> outwards = new ArrayList<>(bins);
    outwards.sort((a, b) -> Double.compare(a.reach(), b.reach()));
    double wanted = total(bins) * part;
    double counted = 0;
    for (Bin bin : outwards) {
      counted += bin.count();
      if (counted >= wanted) {
        return bin.reach();
      }
    }
    return 0;
  }

  /** The range of values without this part of the counts at each end, to the edges of bins. */
  static Axis range(List<Bin> bins, double part) {
    double most = total(bins) * part;
    int from = 0;
    double below = bins.get(0).count();
    while (below <= most && from < bins.size() - 1) {
      below += bins.get(++from).count();
    }
    int to = bins.size() - 1;
    double above = bins.get(to).count();
    while (above <= most && to > from) {
      above += bins.get(--to).count();
    }
    return new Axis(bins.get(from).lo(), bins.get(to).hi());
  }
}
