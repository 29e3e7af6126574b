package org.exactloss.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names that someone may have meant. */
public final class NearNames {
  private static final int MOST = 3;
  private static final int LONGEST_LIST = 20;
  private static final int LONGEST_NAME = 100;

  /** What needs no backticks in Spark SQL. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]\\w*");

  private NearNames() {}

  /** Up to three known names, the nearest by edit distance first; never wholly unlike ones. */
  public static List<String> of(String name, Collection<String> known) {
    int bound = Math.max(2, name.length() / 2);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= bound)
        .filter(
            candidate -> distance(name, candidate) < Math.max(name.length(), candidate.length()))
        .sorted(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /** What to do instead of using an unknown name: the near names, or all of them. */
  public static String advice(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty()
        ? "use one of " + list(known)
        : "did you mean " + String.join(" or ", quoted(near)) + "?";
  }

  /** Names for people: as they are written in expressions, and not more than a few lines. */
  public static String list(Collection<String> names) {
    String shown = String.join(", ", quoted(names.stream().limit(LONGEST_LIST).toList()));
    return names.size() <= LONGEST_LIST
        ? shown
        : shown + " and " + (names.size() - LONGEST_LIST) + " more";
  }

  private static List<String> quoted(List<String> names) {
    return names.stream()
        .map(
            name ->
                name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "\u2026" : name)
        .map(name -> PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`")
        .toList();
  }

  /** Levenshtein's distance, upper and lower case being equal. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
