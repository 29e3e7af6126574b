package org.exactloss.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationException;

/**
 * The settings under which nothing is lost while reading. They hold until {@link #close}, which
 * puts back what was there.
 */
final class SafeSession implements AutoCloseable {
  private static final Map<String, String> SAFE =
      Map.of(
          "parquet.page.verify-checksum.enabled", "true",
          // Nothing would verify by what row groups are passed over.
          "parquet.filter.dictionary.enabled", "false",
          "parquet.filter.bloom.enabled", "false",
          // The row reader rounds decimals where a file's type is not that of the table.
          "spark.sql.parquet.enableVectorizedReader", "true",
          "spark.sql.parquet.enableNestedColumnVectorizedReader", "true",
          // Otherwise which records count as malformed depends on the columns that are asked for.
          "spark.sql.csv.parser.columnPruning.enabled", "false",
          // An expression that cannot be evaluated fails instead of giving null.
          "spark.sql.ansi.enabled", "true");

  /** By what Spark's readers pass over rows without a look at each. */
  private static final List<String> PASSING_OVER =
      List.of(
          "parquet.filter.stats.enabled",
          "parquet.filter.columnindex.enabled",
          "spark.sql.orc.filterPushdown");

  private static final List<String> LOSING =
      List.of("spark.sql.files.ignoreCorruptFiles", "spark.sql.files.ignoreMissingFiles");

  private static final String SERIALIZER = "spark.serializer";
  private static final String JAVA_SERIALIZER = JavaSerializer.class.getName();
  private static final String MIN_PARTITIONS = "spark.sql.files.minPartitionNum";
  private static final String MAX_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final int TASKS_PER_CORE = 4;
  private static final int LARGE_TASKS_PER_CORE = 3;
  private static final String LARGE = "1g";
  private static final String LARGEST = "4g";

  private final RuntimeConfig configuration;
  private final Map<String, Optional<String>> before = new LinkedHashMap<>();

  /**
   * Makes the session safe.
   *
   * @throws EvaluationException if the session is set to pass over files
   */
  SafeSession(SparkSession spark) {
    configuration = spark.conf();
    for (String name : LOSING) {
      if (Boolean.parseBoolean(configuration.get(name))) {
        throw EvaluationException.usage(
            "Cannot read with "
                + name
                + "=true: rows would be lost without a word; leave the setting out");
      }
    }
    SAFE.forEach(this::set);
  }

  /**
   * Makes sure that tasks and the driver can hand records to one another.
   *
   * @param settings with which Spark was started
   * @throws EvaluationException if Spark's serializer does not know Java's records, as Kryo
   */
  static void requireSerializerOfRecords(SparkConf settings) {
    String serializer = settings.get(SERIALIZER, JAVA_SERIALIZER);
    if (!serializer.equals(JAVA_SERIALIZER)) {
      throw EvaluationException.usage(
          "Cannot bring together what tasks find with "
              + SERIALIZER
              + "="
              + serializer
              + ": only Java's own serializer makes records again; start the Spark session with "
              + SERIALIZER
              + "="
              + JAVA_SERIALIZER);
    }
  }

  /** Makes Spark read Parquet and ORC files as rows. */
  void refuseVectorizedReaders() {
    set("spark.sql.parquet.enableVectorizedReader", "false");
    set("spark.sql.orc.enableVectorizedReader", "false");
  }

  /**
   * Makes Spark's readers look at each row that is judged: for statistics −0 is less than 0, and
   * most writers leave NaN out of them, while for SQL −0 is 0 and NaN the largest of all numbers.
   */
  void judgeEachRow() {
    PASSING_OVER.forEach(name -> set(name, "false"));
  }

  /**
   * Cuts what is read into a few tasks for each core, of one size: a task that writes takes long,
   * and else cores would wait for the last one. What the user has set stays.
   */
  void balanceTasks(int parallelism) {
    if (!isSet(MIN_PARTITIONS)) {
      set(MIN_PARTITIONS, Integer.toString(TASKS_PER_CORE * parallelism));
    }
  }

  /**
   * Makes tasks large where reading is so fast that starting a task counts, but leaves some for
   * each core. What the user has set stays.
   */
  void enlargeTasks(int parallelism) {
    enlarge(LARGE_TASKS_PER_CORE * parallelism, LARGE);
  }

  /**
   * Makes tasks as large as can be where every task gives a part of each group: the fewer tasks,
   * the less goes through the shuffle. What the user has set stays.
   */
  void enlargeTasksOfGroups(int parallelism) {
    enlarge(parallelism, LARGEST);
  }

  private void enlarge(int tasks, String bytes) {
    if (!isSet(MIN_PARTITIONS) && !isSet(MAX_BYTES)) {
      set(MIN_PARTITIONS, Integer.toString(tasks));
      set(MAX_BYTES, bytes);
    }
  }

  /** Takes back what has made tasks larger. */
  void restoreTasks() {
    restore(MIN_PARTITIONS);
    restore(MAX_BYTES);
  }

  /** Whether somebody has set it, so that it is not just Spark's own choice. */
  private boolean isSet(String name) {
    return configuration.getAll().contains(name);
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, isSet(name) ? Optional.of(configuration.get(name)) : Optional.empty());
    configuration.set(name, value);
  }

  private void restore(String name) {
    if (before.containsKey(name)) {
      before
          .remove(name)
          .ifPresentOrElse(
              value -> configuration.set(name, value), () -> configuration.unset(name));
    }
  }

  @Override
  public void close() {
    List.copyOf(before.keySet()).forEach(this::restore);
  }
}
