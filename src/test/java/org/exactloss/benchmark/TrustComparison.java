package org.exactloss.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Asks ExactLoss, Spark SQL, Spark ML and DuckDB for the mean squared error of the same rows in
 * other orders and numbers of files, where the true mean is right, and of files with a bit flipped,
 * where its own answer to the whole file is. Counts how many answers each has, and how many are
 * right, refused and wrong. Each has its usual settings. The exit code is 1 if ExactLoss was wrong.
 *
 * <p>Run it with {@code scripts/benchmark trust}.
 */
@Command(
    name = "scripts/benchmark trust",
    description =
        "Counts the different, wrong and refused answers of ExactLoss, Spark SQL, Spark ML and DuckDB.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class TrustComparison implements Callable<Integer> {
  private static final int FLIPPED_ROWS = 2000;
  private static final String ROW = "| %-24s | %9s | %7s | %7s | %5s |%n";

  @Option(names = "--rows", description = "Rows that are put in other orders.")
  private long rows = 1_000_000;

  @Option(names = "--orders", description = "How many orders, in 1, 2, 3, ... files.")
  private int orders = 20;

  @Option(names = "--flips", description = "How many files with a bit flipped.")
  private int flips = 200;

  @Option(names = "--seed", description = "Which orders and bits.")
  private long seed = 1;

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  private boolean wrong;

  public static void main(String[] args) {
    System.exit(new CommandLine(new TrustComparison()).execute(args));
  }

  @Override
  public Integer call() {
    session.run(this::compare);
    return wrong ? 1 : 0;
  }

  /** The mean squared error of the Parquet files of a folder. */
  private interface Mean {
    double of(Path folder);
  }

  private void compare(SparkSession spark) {
    // Refusals are counted, not told.
    spark.sparkContext().setLogLevel("OFF");
    try (DuckDb duckDb = DuckDb.withThreads(2)) {
      System.out.printf(
          "%s; Spark %s, DuckDB %s; seed %d%n",
          Machine.describe(), spark.version(), duckDb.version(), seed);
      print(
          "%,d rows in %d orders and numbers of files".formatted(rows, orders),
          reordered(spark, answers(spark, duckDb)));
      print(
          "%d files of %,d rows with a bit flipped".formatted(flips, FLIPPED_ROWS),
          flipped(spark, answers(spark, duckDb)));
    }
  }

  private static List<Answers> answers(SparkSession spark, DuckDb duckDb) {
    return List.of(
        new Answers("ExactLoss", folder -> exact(spark, folder)),
        new Answers("Spark SQL avg", folder -> MeanSquaredErrors.sparkSql(read(spark, folder))),
        new Answers("Spark ML", folder -> MeanSquaredErrors.sparkMl(read(spark, folder))),
        new Answers(
            "DuckDB avg",
            folder ->
                duckDb.number(
                    "SELECT avg((prediction - target) * (prediction - target)) FROM "
                        + DuckDb.files(folder))));
  }

  private static double exact(SparkSession spark, Path folder) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(folder.toString()))
            .prediction("prediction")
            .target("target")
            .build();
    return new Evaluator(spark).evaluate(spec).results().get(0).metrics().mean().orElseThrow();
  }

  private static Dataset<Row> read(SparkSession spark, Path folder) {
    return spark.read().parquet(folder.toUri().toString());
  }

  private static Dataset<Row> normal(SparkSession spark, long rows) {
    return spark
        .range(0, rows, 1, 2)
        .selectExpr("randn(1) AS prediction", "50 + 10 * randn(2) AS target");
  }

  private List<Answers> reordered(SparkSession spark, List<Answers> all) {
    Dataset<Row> data = normal(spark, rows);
    double truth = ExactOracle.of(data).mean();
    Path folder = session.folder().resolve("trust-orders");
    for (int order = 0; order < orders; order++) {
      write(
          data.withColumn("place", rand(seed + order))
              .repartitionByRange(order + 1, col("place"))
              .sortWithinPartitions("place")
              .drop("place"),
          folder);
      all.forEach(answers -> answers.ask(folder, truth));
    }
    return all;
  }

  private List<Answers> flipped(SparkSession spark, List<Answers> all) {
    Path source = session.folder().resolve("trust-whole");
    write(normal(spark, FLIPPED_ROWS).coalesce(1), source);
    List<Double> ofWholeFile = all.stream().map(answers -> answers.mean.of(source)).toList();
    byte[] whole = onlyFile(source);
    SplittableRandom random = new SplittableRandom(seed);
    for (int flip = 0; flip < flips; flip++) {
      byte[] bytes = whole.clone();
      int bit = random.nextInt(bytes.length * Byte.SIZE);
      bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      // A folder of its own: Spark remembers the files of one that it knows.
      Path folder = session.folder().resolve("trust-flip-" + flip);
      try {
        Files.createDirectories(folder);
        Path file = Files.write(folder.resolve("damaged.parquet"), bytes);
        for (int i = 0; i < all.size(); i++) {
          all.get(i).ask(folder, ofWholeFile.get(i));
        }
        Files.delete(file);
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private static void write(Dataset<Row> data, Path folder) {
    data.write().mode(SaveMode.Overwrite).parquet(folder.toUri().toString());
  }

  private static byte[] onlyFile(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.parquet")) {
      return Files.readAllBytes(files.iterator().next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(String title, List<Answers> all) {
    System.out.printf("%n%s%n%n", title);
    System.out.printf(ROW, "", "different", "right", "refused", "wrong");
    System.out.printf(ROW, "---", "---:", "---:", "---:", "---:");
    all.forEach(Answers::print);
    wrong |= all.get(0).wrong > 0;
  }

  /** What one of them has answered. */
  private static final class Answers {
    private final String name;
    private final Mean mean;
    private final Set<Double> different = new HashSet<>();
    private int right;
    private int refused;
    private int wrong;

    Answers(String name, Mean mean) {
      this.name = name;
      this.mean = mean;
    }

    /** Any failure that is reported is a refusal; an answer that is not the right one is wrong. */
    void ask(Path folder, double rightAnswer) {
      double answer;
      try {
        answer = mean.of(folder);
      } catch (Exception e) {
        refused++;
        return;
      }
      different.add(answer);
      if (Double.doubleToLongBits(answer) == Double.doubleToLongBits(rightAnswer)) {
        right++;
      } else {
        wrong++;
      }
    }

    void print() {
      System.out.printf(ROW, name, different.size(), right, refused, wrong);
    }
  }
}
