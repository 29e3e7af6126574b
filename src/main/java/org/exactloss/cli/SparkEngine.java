package org.exactloss.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.job.ProgressListener;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import scala.Tuple2;

/** A Spark session, made from what spark-submit hands over. */
final class SparkEngine implements Engine {
  private static final String APPLICATION = "ExactLoss";
  private static final String CATALOG = "spark.sql.catalogImplementation";
  private static final String HADOOP_PREFIX = "spark.hadoop.";
  private static final String HIVE_CLASS = "org.apache.spark.sql.hive.HiveSessionStateBuilder";

  /** What Spark masks in its own pages, plans and logs: more than without being told. */
  private static final String SECRET_SETTINGS =
      "(?i)secret|password|passwd|passphrase|pwd|token|credential|signature|access[._-]?key|private[._-]?key|api[._-]?key|account[._-]?key";

  private final SparkSession spark;

  private SparkEngine(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts Spark.
   *
   * @throws EvaluationException if it does not start: of kind USAGE if its settings are wrong, else
   *     of kind STORAGE
   */
  static SparkEngine start(EvaluationSpec spec) {
    SparkConf conf = settings(new SparkConf(), spec);
    try {
      return new SparkEngine(SparkSession.builder().config(conf).getOrCreate());
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared.
      if (String.valueOf(e.getMessage()).contains("stopped SparkContext")) {
        throw unreachable(conf.get("spark.master"), e);
      }
      boolean settings =
          e instanceof IllegalArgumentException
              || String.valueOf(e.getMessage()).contains("Could not parse Master URL");
      throw new EvaluationException(
          settings ? EvaluationException.Kind.USAGE : EvaluationException.Kind.STORAGE,
          "Cannot start Spark on "
              + conf.get("spark.master")
              + ": "
              + firstLine(e)
              + "; check the options of spark-submit, or see the log with --debug",
          e);
    }
  }

  /** The settings with which Spark starts; what the user has set stays, but for the serializer. */
  static SparkConf settings(SparkConf given, EvaluationSpec spec) {
    SparkConf conf = given.clone().setIfMissing("spark.master", "local[*]");
    // Without a name, spark-submit hands over the main class.
    if (conf.get("spark.app.name", Main.class.getName()).equals(Main.class.getName())) {
      conf.setAppName(APPLICATION);
    }
    conf.set("spark.ui.showConsoleProgress", "false");
    // Kryo, which many clusters have as their default, cannot make Java's records and lists again.
    conf.set("spark.serializer", JavaSerializer.class.getName());
    conf.setIfMissing("spark.redaction.regex", SECRET_SETTINGS);
    if (!conf.contains(HADOOP_PREFIX + Umask.SETTING)) {
      Umask.ofProcess().ifPresent(umask -> conf.set(HADOOP_PREFIX + Umask.SETTING, umask));
    }
    Optional<String> table = spec.input().flatMap(InputSpec::table);
    if (table.isPresent() && !conf.contains(CATALOG) && needsHive(table.get(), conf)) {
      conf.set(CATALOG, "hive");
    }
    return conf;
  }

  /** A table of another catalog that the settings name is not Hive's. */
  private static boolean needsHive(String table, SparkConf conf) {
    int dot = table.indexOf('.');
    boolean otherCatalog =
        dot > 0 && conf.contains("spark.sql.catalog." + table.substring(0, dot).replace("`", ""));
    return !otherCatalog
        && isPresent(HIVE_CLASS)
        && isPresent("org.apache.hadoop.hive.conf.HiveConf");
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, SparkSession.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The file systems as Spark will know them, before it has started. */
  static Configuration fileSystems() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAll()) {
      if (setting._1().startsWith(HADOOP_PREFIX)) {
        hadoop.set(setting._1().substring(HADOOP_PREFIX.length()), setting._2());
      }
    }
    return hadoop;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }

  @Override
  public EvaluationReport evaluate(EvaluationSpec spec, ProgressListener progress) {
    return whileSparkRuns(() -> new Evaluator(spark).onProgress(progress).evaluate(spec));
  }

  @Override
  public String explain(EvaluationSpec spec) {
    return whileSparkRuns(() -> new Evaluator(spark).explain(spec));
  }

  @Override
  public void close() {
    Logging.silenceScheduler();
    spark.stop();
  }

  /** Says so where Spark has given up, for instance because its master does not answer. */
  private <T> T whileSparkRuns(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!spark.sparkContext().isStopped()) {
        throw e;
      }
      throw unreachable(spark.sparkContext().master(), e);
    }
  }

  private static EvaluationException unreachable(String master, Exception cause) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot evaluate: Spark on "
            + master
            + " has stopped or could not be reached; see that its master and its workers run, or see"
            + " the log with --debug",
        cause);
  }
}
