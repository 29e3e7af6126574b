package org.exactloss.scan;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.spark.executor.InputMetrics;
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
import org.apache.spark.util.TaskCompletionListener;
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
    ClassTag<T> any = ClassTag$.MODULE$.apply(Object.class);
    return new JavaRDD<>(
        new PageRdd<>(files, new Reading(columns, ordinals, configuration), task, any), any);
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
  private static final class PageRdd<T> extends RDD<T> {
    private static final long serialVersionUID = 1;

    private final Reading reading;
    private final Task<T> task;

    PageRdd(FileScanRDD files, Reading reading, Task<T> task, ClassTag<T> type) {
      super(files, type);
      this.reading = reading;
      this.task = task;
    }

    private FileScanRDD files() {
      return (FileScanRDD) (RDD<?>) dependencies().head().rdd();
    }

    @Override
    public Partition[] getPartitions() {
      return files().partitions();
    }

    @Override
    public scala.collection.Iterator<T> compute(Partition split, TaskContext context) {
      Chunks rows = new Chunks(((FilePartition) split).files(), context);
      context.addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
      Iterator<T> results = task.run(rows, split.index());
      return new InterruptibleIterator<>(context, CollectionConverters.asScala(results));
    }

    /** The rows of some files, one after the other. */
    private final class Chunks implements RowChunks, Closeable {
      private final Iterator<PartitionedFile> parts;
      private final TaskContext context;
      private final PageSource[] sources = new PageSource[reading.columns.size()];
      private Optional<PageFile> file = Optional.empty();

      /** The rows of a file that cannot be read from its pages. */
      private Optional<RowChunks> batches = Optional.empty();

      Chunks(PartitionedFile[] parts, TaskContext context) {
        this.parts = List.of(parts).iterator();
        this.context = context;
        Arrays.setAll(sources, column -> new PageSource());
      }

      @Override
      public boolean next() {
        if (context.isInterrupted()) {
          throw new TaskKilledException();
        }
        try {
          boolean found = nextOfFile();
          while (!found && parts.hasNext()) {
            open(parts.next());
            found = nextOfFile();
          }
          return found;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      private boolean nextOfFile() throws IOException {
        return batches.isPresent() ? batches.get().next() : file.isPresent() && file.get().next();
      }

      private void open(PartitionedFile part) throws IOException {
        close();
        PageFile next = reading.open(part);
        file = Optional.of(next);
        Optional<String> refusal = next.refusal();
        if (refusal.isPresent()) {
          close();
          LOG.info("Reading {} as column batches: {}", part.filePath(), refusal.get());
          FilePartition only = new FilePartition(0, new PartitionedFile[] {part});
          scala.collection.Iterator<InternalRow> rows = files().compute(only, context);
          batches =
              Optional.of(
                  GroupChunks.ofBatches(CollectionConverters.asJava(rows), reading.ordinals));
          return;
        }
        for (int i = 0; i < sources.length; i++) {
          sources[i].standOn(next.columns().get(i));
        }
      }

      @Override
      public ColumnSource[] columns() {
        return batches.isPresent() ? batches.get().columns() : sources;
      }

      @Override
      public int count() {
        return batches.isPresent() ? batches.get().count() : file.orElseThrow().rows();
      }

      @Override
      public void close() {
        batches = Optional.empty();
        if (file.isEmpty()) {
          return;
        }
        InputMetrics metrics = context.taskMetrics().inputMetrics();
        metrics.incBytesRead(file.get().bytesRead());
        metrics.incRecordsRead(file.get().rowsRead());
        try {
          file.get().close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          file = Optional.empty();
        }
      }
    }
  }
}
