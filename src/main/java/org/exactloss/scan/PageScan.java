package org.exactloss.scan;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.InterruptibleIterator;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import org.exactloss.scan.pages.PageFile;
import org.exactloss.scan.pages.StoredColumn;
import org.exactloss.scan.pages.StoredColumn.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Reads the pages of the Parquet files that Spark has planned to read. Spark decides which files,
 * which parts of them and where; a file that cannot be read from its pages goes to Spark's own
 * reader.
 */
final class PageScan {
  private static final Logger LOG = LoggerFactory.getLogger(PageScan.class);
  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  /** Options of a data set with which Spark passes over files. */
  private static final Set<String> PASSING_OVER =
      Set.of("ignorecorruptfiles", "ignoremissingfiles");

  private static final String FIELD_IDS = "spark.sql.parquet.fieldId.read.enabled";
  private static final String DECRYPTION = "parquet.crypto.factory.class";

  private PageScan() {}

  /** Why rows that can be read as column batches cannot be read from pages; empty if they can. */
  static Optional<String> refusal(Dataset<Row> data) {
    FileSourceScanExec scan = scan(data);
    boolean passesOver =
        CollectionConverters.asJava(scan.relation().options()).keySet().stream()
            .anyMatch(name -> PASSING_OVER.contains(name.toLowerCase(Locale.ROOT)));
    if (!scan.relation().fileFormat().getClass().equals(ParquetFileFormat.class)) {
      return Optional.of("the files are not plain Parquet but " + scan.relation().fileFormat());
    } else if (!scan.dataFilters().isEmpty()) {
      return Optional.of("rows are filtered");
    } else if (passesOver) {
      return Optional.of("damaged or missing files are passed over");
    } else if (Boolean.parseBoolean(data.sparkSession().conf().get(FIELD_IDS))) {
      return Optional.of("columns are found by their numbers");
    } else if (configuration(scan).get(DECRYPTION) != null) {
      return Optional.of("files may be encrypted");
    }
    StructField[] stored = scan.requiredSchema().fields();
    return IntStream.of(SparkInternals.ordinals(SparkInternals.sparkPlan(data), data))
        .mapToObj(ordinal -> refusal(scan, stored, ordinal))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> refusal(
      FileSourceScanExec scan, StructField[] stored, int ordinal) {
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
    return type.equals(DataTypes.LongType) ? Optional.of(Values.LONG) : Optional.empty();
  }

  /** One task result per partition; only where there is no {@link #refusal}. */
  static JavaRDD<byte[]> evaluate(Dataset<Row> data, RowTask.Factory factory) {
    FileSourceScanExec scan = scan(data);
    int[] ordinals = SparkInternals.ordinals(SparkInternals.sparkPlan(data), data);
    List<StoredColumn> columns = new ArrayList<>();
    for (int ordinal : ordinals) {
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
    return new JavaRDD<>(
        new PageRdd(files, new Reading(columns, ordinals, configuration), factory), BYTES);
  }

  private static FileSourceScanExec scan(Dataset<Row> data) {
    return (FileSourceScanExec) SparkInternals.source(SparkInternals.sparkPlan(data));
  }

  private static Configuration configuration(FileSourceScanExec scan) {
    return scan.relation()
        .sparkSession()
        .sessionState()
        .newHadoopConfWithOptions(scan.relation().options());
  }

  /**
   * What to read of each file.
   *
   * @param ordinals the same columns in the batches of Spark's reader
   */
  private record Reading(
      List<StoredColumn> columns,
      int[] ordinals,
      Broadcast<SerializableConfiguration> configuration)
      implements Serializable {

    PageFile open(PartitionedFile part) throws IOException {
      FileStatus status =
          new FileStatus(part.fileSize(), false, 0, 0, part.modificationTime(), part.toPath());
      return PageFile.open(
          status, part.start(), part.length(), configuration.value().value(), columns);
    }
  }

  /** The results of the partitions of files that Spark has planned. */
  private static final class PageRdd extends RDD<byte[]> {
    private static final long serialVersionUID = 1;

    private final Reading reading;
    private final RowTask.Factory factory;

    PageRdd(FileScanRDD files, Reading reading, RowTask.Factory factory) {
      super(files, BYTES);
      this.reading = reading;
      this.factory = factory;
    }

    private FileScanRDD files() {
      return (FileScanRDD) (RDD<?>) dependencies().head().rdd();
    }

    @Override
    public Partition[] getPartitions() {
      return files().partitions();
    }

    @Override
    public scala.collection.Iterator<byte[]> compute(Partition split, TaskContext context) {
      RowTask task = factory.start(split.index());
      try {
        for (PartitionedFile part : ((FilePartition) split).files()) {
          read(part, task, context);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Iterator<byte[]> result = List.of(task.finish()).iterator();
      return new InterruptibleIterator<>(context, CollectionConverters.asScala(result));
    }

    private void read(PartitionedFile part, RowTask task, TaskContext context) throws IOException {
      Optional<String> refusal;
      try (PageFile file = reading.open(part)) {
        refusal = file.refusal();
        if (refusal.isEmpty()) {
          addRows(file, task, context);
        }
      }
      refusal.ifPresent(
          reason -> {
            LOG.info("Reading {} as column batches: {}", part.filePath(), reason);
            FilePartition only = new FilePartition(0, new PartitionedFile[] {part});
            scala.collection.Iterator<InternalRow> batches = files().compute(only, context);
            SparkInternals.addBatches(CollectionConverters.asJava(batches), reading.ordinals, task);
          });
    }

    private static void addRows(PageFile file, RowTask task, TaskContext context)
        throws IOException {
      PageSource[] sources = new PageSource[file.columns().size()];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = new PageSource();
        sources[i].standOn(file.columns().get(i));
      }
      while (file.next()) {
        if (context.isInterrupted()) {
          throw new TaskKilledException();
        }
        task.addBatch(sources, file.rows());
      }
    }
  }
}
