package org.exactloss.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A data set: paths, or a catalog table, or a Spark data source that needs neither.
 *
 * @param paths the URIs as the user gave them
 * @param table a catalog table in place of paths
 * @param format a Spark data source by name; found from the paths when absent
 * @param options the data source's options
 * @param schema a DDL schema; found from the data when absent
 */
public record InputSpec(
    List<String> paths,
    Optional<String> table,
    Optional<String> format,
    Map<String, String> options,
    Optional<String> schema) {

  public InputSpec {
    paths = List.copyOf(paths);
    options = Map.copyOf(options);
    if (table.isPresent() && (!paths.isEmpty() || format.isPresent())) {
      throw EvaluationException.usage(
          "Cannot read a table and files as one data set: both table "
              + table.get()
              + " and "
              + (paths.isEmpty() ? "format " + format.get() : "input " + paths.get(0))
              + " are given; give one of them");
    }
    if (table.isPresent() && schema.isPresent()) {
      throw EvaluationException.usage(
          "Cannot give a schema to the table "
              + table.get()
              + ": a table has its own; leave --schema out, or CAST in the expressions");
    }
    if (table.isEmpty() && paths.isEmpty() && format.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot evaluate: no data set is given; name one with --input URI, --table NAME, or"
              + " --format with --option");
    }
  }

  /** The paths, and the one of the data source's own option {@code path}. */
  public List<String> allPaths() {
    Stream<String> own =
        options.entrySet().stream()
            .filter(option -> option.getKey().equalsIgnoreCase("path"))
            .map(Map.Entry::getValue);
    return Stream.concat(paths.stream(), own).toList();
  }

  /** Files whose format is found from their endings. */
  public static InputSpec ofPaths(String... paths) {
    return new InputSpec(
        List.of(paths), Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
  }

  /** A table of Spark's catalog. */
  public static InputSpec ofTable(String name) {
    return new InputSpec(
        List.of(), Optional.of(name), Optional.empty(), Map.of(), Optional.empty());
  }
}
