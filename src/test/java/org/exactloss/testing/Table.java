package org.exactloss.testing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** The rows of a test, in memory or in files. */
public record Table(StructType schema, List<Row> rows) {

  /** Rows of columns such as {@code p DOUBLE, t DECIMAL(5,2)}; one array for each row. */
  public static Table of(String ddl, Object[]... rows) {
    return of(ddl, Arrays.asList(rows));
  }

  public static Table of(String ddl, List<Object[]> rows) {
    return new Table(StructType.fromDDL(ddl), rows.stream().map(RowFactory::create).toList());
  }

  /** One row's values, for reading's sake. */
  public static Object[] row(Object... values) {
    return values;
  }

  public Dataset<Row> data() {
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  /** Spread over partitions. */
  public Dataset<Row> data(int partitions) {
    return data().repartition(partitions);
  }

  /** Writes one Parquet file and names its folder. */
  public String parquet(Path folder, String name) {
    String path = folder.resolve(name).toString();
    data().coalesce(1).write().parquet(path);
    return path;
  }

  public Object value(int row, String column) {
    return rows.get(row).get(schema.fieldIndex(column));
  }
}
