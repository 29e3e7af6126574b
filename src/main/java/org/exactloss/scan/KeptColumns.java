package org.exactloss.scan;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.TableOutputs;

/** The columns of a data set that are carried along into a table or with the largest errors. */
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
    return tables.keep().isEmpty() ? known(data) : asked(data, tables);
  }

  /**
   * The names of the columns whose values go along with the largest errors; none if these or
   * columns are not asked for.
   *
   * @throws EvaluationException if there is no such column
   */
  static List<String> ofWorst(Dataset<Row> data, TableOutputs tables) {
    return tables.worst() == 0 ? List.of() : asked(data, tables);
  }

  private static List<String> asked(Dataset<Row> data, TableOutputs tables) {
    List<String> known = known(data);
    return tables.keep().stream().map(written -> find(written, known)).distinct().toList();
  }

  private static List<String> known(Dataset<Row> data) {
    return Arrays.stream(data.columns())
        .filter(name -> !name.startsWith(SourceData.INTERNAL_PREFIX))
        .toList();
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

  /** The name with the type of its column, which may be written in other cases there. */
  static StructField field(Dataset<Row> data, String name) {
    DataType type = data.select(column(name)).schema().fields()[0].dataType();
    return DataTypes.createStructField(name, type, true);
  }

  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }
}
