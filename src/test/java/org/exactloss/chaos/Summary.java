package org.exactloss.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a campaign showed, by the kinds of faults. */
record Summary(List<LedgerEntry> entries) {
  private static final String ROW = "%-34s%6s%8s%9s%7s%6s%8s%n";

  private static long count(List<LedgerEntry> entries, Outcome outcome) {
    return entries.stream().filter(entry -> entry.outcome() == outcome).count();
  }

  /** Whether nothing was wrong or hung, and so large a part of the faults struck. */
  boolean good(double hit) {
    long struck = entries.stream().filter(entry -> !entry.missed()).count();
    return count(entries, Outcome.WRONG) == 0
        && count(entries, Outcome.HUNG) == 0
        && !entries.isEmpty()
        && struck >= hit * entries.size();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(ROW.formatted("fault", "runs", "right", "refused", "wrong", "hung", "missed"));
    Map<String, List<LedgerEntry>> kinds =
        entries.stream()
            .collect(Collectors.groupingBy(LedgerEntry::fault, TreeMap::new, Collectors.toList()));
    kinds.forEach((kind, some) -> text.append(row(kind.toLowerCase(Locale.ROOT), some)));
    return text.append(row("all", entries)).toString();
  }

  private static String row(String name, List<LedgerEntry> some) {
    return ROW.formatted(
        name,
        some.size(),
        count(some, Outcome.RIGHT),
        count(some, Outcome.REFUSED),
        count(some, Outcome.WRONG),
        count(some, Outcome.HUNG),
        some.stream().filter(LedgerEntry::missed).count());
  }
}
