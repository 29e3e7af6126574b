package org.exactloss.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import org.exactloss.scan.pages.StoredColumn;
import org.exactloss.scan.pages.StoredColumn.Values;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Reads the pages of the Parquet files that Spark has planned to read. Spark decides which files,
 * which parts of them and where; a file that cannot be read from its pages goes to Spark's own
 * reader.
 */
final class PageScan {
  /** Options of a data set with which Spark passes over files. */
  private static final Set<String> PASSING_OVER =
      Set.of("ignorecorruptfiles", "ignoremissingfiles");

  private static final String FIELD_IDS = "spark.sql.parquet.fieldId.read.enabled";
  private static final String DECRYPTION = "parquet.crypto.factory.class";

  private PageScan() {}

  /** Why rows that can be read as column batches cannot be read from pages; empty if they can. */
  static Optional<String> refusal(Dataset<Row> data) {
    FilePlan plan = FilePlan.of(data);
    FileSourceScanExec scan = plan.scan();
    boolean passesOver =
        CollectionConverters.asJava(scan.relation().options()).keySet().stream()
            .anyMatch(name -> PASSING_OVER.contains(name.toLowerCase(Locale.ROOT)));
    if (!scan.relation().fileFormat().getClass().equals(ParquetFileFormat.class)) {
      return Optional.of("the files are not plain Parquet but " + scan.relation().fileFormat());
    } else if (passesOver) {
      return Optional.of("damaged or missing files are passed over");
    } else if (Boolean.parseBoolean(data.sparkSession().conf().get(FIELD_IDS))) {
      return Optional.of("columns are found by their numbers");
    } else if (configuration(scan).get(DECRYPTION) != null) {
      return Optional.of("files may be encrypted");
    }
    return needed(plan, plan.filter())
        .mapToObj(ordinal -> refusal(scan, ordinal))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The columns of the scan that are wanted or that the filter looks at. */
  private static IntStream needed(FilePlan plan, RowFilter filter) {
    return IntStream.concat(IntStream.of(plan.ordinals()), IntStream.of(filter.ordinals()))
        .distinct();
  }

  private static Optional<String> refusal(FileSourceScanExec scan, int ordinal) {
    StructField[] stored = scan.requiredSchema().fields();
    if (ordinal >= stored.length) {
      return Optional.of("the column " + scan.schema().apply(ordinal).name() + " is in no file");
    }
    DataType type = stored[ordinal].dataType();
    return values(type).isPresent()
        ? Optional.empty()
        : Optional.of("the column " + stored[ordinal].name() + " is " + type.sql());
  }

  private static Optional<Values> values(DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return Optional.of(Values.DOUBLE);
    } else if (type.equals(DataTypes.FloatType)) {
      return Optional.of(Values.FLOAT);
    } else if (type.equals(DataTypes.IntegerType)) {
      return Optional.of(Values.INT);
    }
    if (type.equals(DataTypes.LongType)) {
      return Optional.of(Values.LONG);
    }
    return type.equals(DataTypes.StringType) ? Optional.of(Values.TEXT) : Optional.empty();
  }

  /** What a task does with its rows; runs on executors. */
  interface Task<T> extends Serializable {
    Iterator<T> run(RowChunks rows, int partition);
  }

  /** One task result per partition; only where there is no {@link #refusal}. */
  static JavaRDD<byte[]> evaluate(Dataset<Row> data, RowTask.Factory factory) {
    return tasks(data, (rows, partition) -> RowTask.results(rows, factory, partition));
  }

  /** One task per partition; only where there is no {@link #refusal}. */
  static <T> JavaRDD<T> tasks(Dataset<Row> data, Task<T> task) {
    FilePlan plan = FilePlan.of(data);
    FileSourceScanExec scan = plan.scan();
    RowFilter filter = plan.filter();
    int[] needed = needed(plan, filter).toArray();
    List<StoredColumn> columns = new ArrayList<>();
    for (int ordinal : needed) {
      StructField field = scan.requiredSchema().fields()[ordinal];
      columns.add(new StoredColumn(field.name(), values(field.dataType()).orElseThrow()));
    }
    // Spark prepares the scan, as it would to read it.
    scan.executeColumnar();
    FileScanRDD files = (FileScanRDD) (RDD<?>) scan.inputRDD();
    Broadcast<SerializableConfiguration> configuration =
        files
            .sparkContext()
            .broadcast(
                new SerializableConfiguration(configuration(scan)),
                ClassTag$.MODULE$.apply(SerializableConfiguration.class));
    PageReading reading =
        new PageReading(
            columns,
            needed,
            plan.ordinals(),
            filter.ordinals(),
            scan.output().size(),
            PushedFilters.of(scan),
            filter,
            configuration);
    ClassTag<T> any = ClassTag$.MODULE$.apply(Object.class);
    return new JavaRDD<>(new PageRdd<>(files, reading, task, any), any);
  }

  private static Configuration configuration(FileSourceScanExec scan) {
    return scan.relation()
        .sparkSession()
        .sessionState()
        .newHadoopConfWithOptions(scan.relation().options());
  }
}
