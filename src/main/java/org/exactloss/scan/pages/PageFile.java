package org.exactloss.scan.pages;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Some columns of a part of a Parquet file: of the row groups whose midpoint lies in it. Only the
 * pages of these columns are read, a piece at a time, and their checksums are verified where they
 * have any. Used by one thread, one file at a time.
 */
public final class PageFile implements Closeable {
  /** What is read at a time of each column: it stays in a core's own cache. */
  private static final int LOCAL_PIECE = 512 << 10;

  /** Further away each read has a price of its own. */
  private static final int REMOTE_PIECE = 8 << 20;

  /** The buffers of a thread that has read a file; Spark runs one task after the other on it. */
  private static final ThreadLocal<List<PageColumn>> KEPT = ThreadLocal.withInitial(List::of);

  private final FileStatus status;
  private final List<StoredColumn> wanted;
  private final FileBytes bytes;
  private final ParquetMetadata footer;
  private final GroupFilter filter;
  private final PageCodec codec;
  private final List<PageColumn> columns;
  private int nextGroup;
  private long rowsLeft;
  private int rows;
  private long rowsRead;

  private PageFile(
      FileStatus status,
      List<StoredColumn> wanted,
      FileBytes bytes,
      ParquetMetadata footer,
      GroupFilter filter,
      PageCodec codec) {
    this.status = status;
    this.wanted = wanted;
    this.bytes = bytes;
    this.footer = footer;
    this.filter = filter;
    this.codec = codec;
    columns = columns(wanted);
  }

  /**
   * Opens a file and reads its footer.
   *
   * @param start the first byte of the part
   * @param length its bytes
   * @param wanted the columns
   * @param rows those of which none may be passed over
   * @throws IOException if it is missing, unreadable or damaged, with its name
   */
  public static PageFile open(
      FileStatus status,
      long start,
      long length,
      Configuration conf,
      List<StoredColumn> wanted,
      WantedRows rows)
      throws IOException {
    FileBytes bytes = null;
    try {
      ParquetReadOptions options =
          HadoopReadOptions.builder(conf, status.getPath())
              .withRange(start, Math.addExact(start, length))
              .build();
      HadoopInputFile file = HadoopInputFile.fromStatus(status, conf);
      bytes = FileBytes.open(file, conf);
      ParquetMetadata footer = ParquetFileReader.readFooter(file, options, bytes.stream());
      GroupFilter filter = GroupFilter.of(rows, footer.getFileMetaData());
      return new PageFile(status, wanted, bytes, footer, filter, new PageCodec(conf));
    } catch (IOException | RuntimeException e) {
      if (bytes != null) {
        bytes.close();
      }
      throw damaged(status, e);
    }
  }

  private static IOException damaged(FileStatus status, Exception cause) {
    return new IOException("Encountered error while reading file " + status.getPath(), cause);
  }

  private static List<PageColumn> columns(List<StoredColumn> wanted) {
    List<PageColumn> kept = new ArrayList<>(KEPT.get());
    List<PageColumn> columns = new ArrayList<>();
    for (StoredColumn column : wanted) {
      Optional<PageColumn> old =
          kept.stream().filter(each -> each.type() == column.values()).findFirst();
      old.ifPresent(kept::remove);
      columns.add(old.orElseGet(() -> new PageColumn(column.values())));
    }
    KEPT.set(List.of());
    return columns;
  }

  /** Why it cannot be read from its pages; empty if it can. */
  public Optional<String> refusal() {
    for (StoredColumn column : wanted) {
      Optional<String> refusal = column.refusal(footer.getFileMetaData().getSchema());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    if (Writer.of(footer.getFileMetaData().getCreatedBy()).isLax()) {
      return Optional.of("it was written by a parquet-mr before 1.8, some of whose pages differ");
    }
    boolean encrypted =
        footer.getBlocks().stream()
            .flatMap(group -> group.getColumns().stream())
            .anyMatch(ColumnChunkMetaData::isEncrypted);
    return encrypted ? Optional.of("it has encrypted columns") : Optional.empty();
  }

  /**
   * Goes to the next rows, if there are any; only where there is no {@link #refusal}.
   *
   * @throws IOException if the file is unreadable or damaged, with its name
   */
  public boolean next() throws IOException {
    try {
      while (rowsLeft == 0) {
        if (nextGroup == footer.getBlocks().size()) {
          return false;
        }
        startGroup(footer.getBlocks().get(nextGroup++));
      }
      advance();
      return true;
    } catch (IOException | RuntimeException e) {
      throw damaged(status, e);
    }
  }

  /** Goes to the first row of a group, unless it can hold no wanted row. */
  private void startGroup(BlockMetaData group) {
    Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();
    group.getColumns().forEach(chunk -> chunks.put(chunk.getPath(), chunk));
    if (!filter.mayHoldRows(group, new GroupDictionaries(chunks, bytes, codec))) {
      return;
    }
    int piece = bytes.isLocal() ? LOCAL_PIECE : REMOTE_PIECE;
    for (int i = 0; i < columns.size(); i++) {
      String name = wanted.get(i).name();
      ColumnChunkMetaData chunk = chunks.get(ColumnPath.get(name));
      if (chunk == null || chunk.getValueCount() != group.getRowCount()) {
        throw new ParquetDecodingException(
            "the column " + name + " has not the " + group.getRowCount() + " rows of its group");
      }
      ColumnDescriptor descriptor =
          footer.getFileMetaData().getSchema().getColumnDescription(new String[] {name});
      columns.get(i).start(chunk, descriptor, bytes, piece, codec);
    }
    rowsLeft = group.getRowCount();
  }

  /** Goes as far as the pages of all columns reach: they need not have the same rows. */
  private void advance() throws IOException {
    rows = (int) Math.min(rowsLeft, PageColumn.CAPACITY);
    for (PageColumn column : columns) {
      rows = Math.min(rows, column.rowsInPage());
    }
    for (PageColumn column : columns) {
      column.advance(rows);
    }
    rowsLeft -= rows;
    rowsRead += rows;
    if (rowsLeft == 0) {
      columns.forEach(PageColumn::requireEnd);
    }
  }

  /** How many rows it stands on. */
  public int rows() {
    return rows;
  }

  /** How many rows it has stood on so far. */
  public long rowsRead() {
    return rowsRead;
  }

  /** How many bytes of pages were read so far. */
  public long bytesRead() {
    return bytes.bytesRead();
  }

  /** The wanted columns, in their order; the same for all rows. */
  public List<PageColumn> columns() {
    return columns;
  }

  @Override
  public void close() throws IOException {
    columns.forEach(PageColumn::release);
    KEPT.set(columns);
    codec.close();
    bytes.close();
  }
}
