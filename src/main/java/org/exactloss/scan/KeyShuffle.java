package org.exactloss.scan;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import scala.Tuple2;

/**
 * The rows of both sides of a join on their way to the task that has all rows of a key. Spark moves
 * them in chunks of many rows: most of the time of its own exchange goes into single rows.
 */
final class KeyShuffle {
  /** Memory of a task for the chunks that are not full. */
  private static final int MEMORY = 32 << 20;

  private static final int MOST_BYTES = 64 << 10;
  private static final int LEAST_BYTES = 2 << 10;

  /** The most partitions, so that chunks are worth it. */
  private static final int MOST_PARTITIONS = MEMORY / LEAST_BYTES;

  /** Of stored data; the rows of one partition are sorted in memory, if there is enough. */
  private static final long BYTES_OF_PARTITION = 16 << 20;

  private static final long BYTES_OF_SMALL_PARTITION = 1 << 20;
  private static final int PARTITIONS_PER_CORE = 3;

  /** Before each row its length, as a long, so that rows stay aligned. */
  private static final int PREFIX = Long.BYTES;

  private KeyShuffle() {}

  /**
   * Finds the rows of equal keys, as {@link KeyMatches} has them, among those of both sides. Spark
   * sorts them, and spills what does not fit in memory.
   *
   * @param sides columns as {@link KeyedSide} has them
   * @param keyParts of the key that a row has
   */
  static Dataset<Row> matched(Dataset<Row> sides, int keyParts) {
    int columns = sides.columns().length;
    int partitions = partitions(sides);
    JavaRDD<InternalRow> together =
        SparkInternals.rows(sides)
            .mapPartitionsToPair(each -> chunks(each, partitions))
            .partitionBy(new HashPartitioner(partitions))
            .values()
            .mapPartitions(each -> rows(each, columns));
    Dataset<Row> sorted =
        SparkInternals.dataset(sides, together, sides.schema())
            .sortWithinPartitions(KeyedSide.ORDER);
    return SparkInternals.dataset(
        sides,
        SparkInternals.rows(sorted).mapPartitions(each -> new KeyMatches(each, columns, keyParts)),
        KeyMatches.schema(sides.schema()));
  }

  /** As many as somebody has set, or so many that each is sorted in memory. */
  private static int partitions(Dataset<Row> sides) {
    RuntimeConfig settings = sides.sparkSession().conf();
    OptionalLong bytes = SparkInternals.expectedBytes(sides);
    return settings.getAll().contains(GroupShuffle.SHUFFLE_PARTITIONS) || bytes.isEmpty()
        ? Math.min(MOST_PARTITIONS, Integer.parseInt(settings.get(GroupShuffle.SHUFFLE_PARTITIONS)))
        : partitions(bytes.getAsLong(), sides.sparkSession().sparkContext().defaultParallelism());
  }

  /**
   * How many partitions suit the data.
   *
   * @param bytes of both sides, about
   * @param cores that work at the same time
   */
  static int partitions(long bytes, int cores) {
    long busy = Math.min((long) PARTITIONS_PER_CORE * cores, bytes / BYTES_OF_SMALL_PARTITION);
    long partitions = Math.max(1, Math.max(busy, bytes / BYTES_OF_PARTITION));
    return (int) Math.min(MOST_PARTITIONS, partitions);
  }

  /** The rows of a task as chunks, each with the number of the partition that it belongs to. */
  static Iterator<Tuple2<Integer, byte[]>> chunks(Iterator<InternalRow> rows, int partitions) {
    return new Chunks(rows, partitions);
  }

  /** The rows of chunks; each is the same object with the next content. */
  static Iterator<InternalRow> rows(Iterator<byte[]> chunks, int columns) {
    return new Rows(chunks, columns);
  }

  /** Fills a chunk for each partition, and hands out those that are full. */
  private static final class Chunks implements Iterator<Tuple2<Integer, byte[]>> {
    private final Iterator<InternalRow> rows;
    private final byte[][] chunks;
    private final int[] used;
    private final int bytes;
    private Tuple2<Integer, byte[]> ready;

    /** The next chunk to hand out when there are no more rows. */
    private int rest;

    Chunks(Iterator<InternalRow> rows, int partitions) {
      this.rows = rows;
      chunks = new byte[partitions][];
      used = new int[partitions];
      bytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, MEMORY / partitions));
    }

    @Override
    public boolean hasNext() {
      while (ready == null && rows.hasNext()) {
        add((UnsafeRow) rows.next());
      }
      while (ready == null && rest < chunks.length) {
        if (used[rest] > 0) {
          ready = take(rest);
        }
        chunks[rest] = null;
        rest++;
      }
      return ready != null;
    }

    private void add(UnsafeRow row) {
      int length = PREFIX + row.getSizeInBytes();
      int partition = partition(row);
      if (used[partition] + length > bytes && used[partition] > 0) {
        ready = take(partition);
      }
      if (chunks[partition] == null || chunks[partition].length < length) {
        chunks[partition] = new byte[Math.max(bytes, length)];
      }
      long place = (long) Platform.BYTE_ARRAY_OFFSET + used[partition];
      Platform.putLong(chunks[partition], place, row.getSizeInBytes());
      row.writeToMemory(chunks[partition], place + PREFIX);
      used[partition] += length;
    }

    private Tuple2<Integer, byte[]> take(int partition) {
      byte[] content = Arrays.copyOf(chunks[partition], used[partition]);
      used[partition] = 0;
      return new Tuple2<>(partition, content);
    }

    /**
     * Rows of equal keys have equal orders. Rows without a key could go anywhere, but if a task is
     * repeated each must go where it went before, so their content decides.
     */
    private int partition(UnsafeRow row) {
      long order = KeyedSide.hasKey(row) ? row.getLong(KeyedSide.ORDER_PLACE) : row.hashCode();
      // A bijection whose upper bits depend on all bits (the finalizer of MurmurHash3).
      order = (order ^ (order >>> 33)) * 0xff51afd7ed558ccdL;
      order = (order ^ (order >>> 33)) * 0xc4ceb9fe1a85ec53L;
      return (int) (((order >>> 33) * chunks.length) >>> 31);
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<Integer, byte[]> next = ready;
      ready = null;
      return next;
    }
  }

  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<byte[]> chunks;
    private final UnsafeRow row;
    private byte[] chunk = {};
    private int place;

    Rows(Iterator<byte[]> chunks, int columns) {
      this.chunks = chunks;
      row = new UnsafeRow(columns);
    }

    @Override
    public boolean hasNext() {
      while (place == chunk.length && chunks.hasNext()) {
        chunk = chunks.next();
        place = 0;
      }
      return place < chunk.length;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long start = (long) Platform.BYTE_ARRAY_OFFSET + place;
      int length = (int) Platform.getLong(chunk, start);
      row.pointTo(chunk, start + PREFIX, length);
      place += PREFIX + length;
      return row;
    }
  }
}
