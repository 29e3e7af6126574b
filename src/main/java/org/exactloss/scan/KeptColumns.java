package org.exactloss.scan;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.TableOutputs;

/** The columns of a data set that are carried along into a table. */
final class KeptColumns {
  private KeptColumns() {}

  /**
   * The names of the columns that the table of errors has; none if no such table is asked for.
   *
   * @throws EvaluationException if there is no such column
   */
  static List<String> of(Dataset<Row> data, TableOutputs tables) {
    if (tables.errors().isEmpty()) {
      return List.of();
    }
    List<String> asked = tables.keep();
    List<String> known =
        Arrays.stream(data.columns())
            .filter(name -> !name.startsWith(SourceData.INTERNAL_PREFIX))
            .toList();
    return asked.isEmpty()
        ? known
        : asked.stream().map(written -> find(written, known)).distinct().toList();
  }

  private static String find(String written, List<String> known) {
    String name = written.strip().replaceFirst("^`(.*)`$", "$1").replace("``", "`");
    return known.stream()
        .filter(name::equals)
        .findFirst()
        .or(() -> known.stream().filter(name::equalsIgnoreCase).findFirst())
        .orElseThrow(
            () ->
                EvaluationException.usage(
                    "Cannot use --keep "
                        + written
                        + ": there is no column "
                        + name
                        + "; "
                        + NearNames.advice(name, known)));
  }

  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
