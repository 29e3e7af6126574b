package org.exactloss.job;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.exactloss.spec.EvaluationException;

/** The options of a data set that say how Spark reads it. */
final class InputOptions {
  /** Options with which Spark passes over some of the files. */
  private static final Set<String> FILTERS =
      Collections.unmodifiableSet(caseless("pathGlobFilter", "modifiedBefore", "modifiedAfter"));

  private InputOptions() {}

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names));
    return set;
  }

  /** Whether Spark does not read all the files that are there. */
  static boolean passOver(Map<String, String> options) {
    return options.keySet().stream().anyMatch(FILTERS::contains);
  }

  /** Options by name, whatever their upper and lower case; those that lose records are refused. */
  static Map<String, String> checked(Map<String, String> given) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    for (String name : List.of("ignoreCorruptFiles", "ignoreMissingFiles")) {
      if (Boolean.parseBoolean(options.get(name))) {
        throw EvaluationException.usage(
            "Cannot use --option "
                + name
                + "=true: rows would be lost without a word; leave it out, and damaged or missing"
                + " files are refused by name");
      }
    }
    String mode = options.getOrDefault("mode", "PERMISSIVE");
    if (!mode.equalsIgnoreCase("PERMISSIVE")) {
      throw EvaluationException.usage(
          "Cannot use --option mode="
              + mode
              + ": malformed records are counted here; use --on-malformed fail or skip");
    }
    if (Boolean.parseBoolean(options.get("inferSchema"))) {
      throw EvaluationException.usage(
          "Cannot use --option inferSchema=true: cells are text and the nearest double is their"
              + " value, whatever other rows hold; give types with --schema");
    }
    return options;
  }
}
