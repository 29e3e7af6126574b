package org.exactloss.scan;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.executor.InputMetrics;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.exactloss.scan.pages.PageFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of some files, one after the other. A file that cannot be read from its pages goes to
 * Spark's own reader. Used by one thread.
 */
final class PageChunks implements RowChunks, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(PageChunks.class);

  private final PageReading reading;
  private final Iterator<PartitionedFile> parts;
  private final FileScanRDD files;
  private final TaskContext context;

  /** By their position in the scan; null where none is read. */
  private final PageSource[] sources;

  private final PageSource[] wanted;
  private final PageRow row;
  private Optional<PageFile> file = Optional.empty();

  /** The rows of a file that cannot be read from its pages. */
  private Optional<RowChunks> batches = Optional.empty();

  PageChunks(PageReading reading, FilePartition split, FileScanRDD files, TaskContext context) {
    this.reading = reading;
    parts = List.of(split.files()).iterator();
    this.files = files;
    this.context = context;
    sources = new PageSource[reading.width()];
    for (int place : reading.places()) {
      sources[place] = new PageSource();
    }
    wanted = new PageSource[reading.ordinals().length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = sources[reading.ordinals()[i]];
    }
    row = new PageRow(sources);
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
      scala.collection.Iterator<InternalRow> rows = files.compute(only, context);
      batches =
          Optional.of(GroupChunks.ofBatches(CollectionConverters.asJava(rows), reading.ordinals()));
      return;
    }
    for (int i = 0; i < next.columns().size(); i++) {
      sources[reading.places()[i]].standOn(next.columns().get(i));
    }
  }

  @Override
  public ColumnSource[] columns() {
    return batches.isPresent() ? batches.get().columns() : wanted;
  }

  @Override
  public int count() {
    return batches.isPresent() ? batches.get().count() : file.orElseThrow().rows();
  }

  @Override
  public int select(Predicate<InternalRow> condition, int[] target) {
    if (batches.isPresent()) {
      return batches.get().select(condition, target);
    }
    int count = count();
    for (int ordinal : reading.judged()) {
      sources[ordinal].unpack();
    }
    int found = 0;
    for (int index = 0; index < count; index++) {
      target[found] = index;
      found += condition.test(row.at(index)) ? 1 : 0;
    }
    return found;
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
