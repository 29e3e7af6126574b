package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;

/**
 * The process that evaluates damaged files of one format, each in turn, and prints a line for each:
 * its number and {@code RIGHT}, {@code REFUSED}, {@code OTHER} (another answer) or {@code FAULT}
 * (an exception that is no refusal), and a detail. The first line has the number of files.
 */
final class DamagedReader {
  private final SparkSession spark;
  private final DamageFormat format;
  private final Path folder;

  private DamagedReader(SparkSession spark, DamageFormat format, Path folder) {
    this.spark = spark;
    this.format = format;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param args the format, the folder, the number of bit flips, the seed, the first number
   */
  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "OFF")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    DamagedReader reader =
        new DamagedReader(spark, DamageFormat.valueOf(args[0]), Path.of(args[1]));
    reader.run(Integer.parseInt(args[2]), Long.parseLong(args[3]), Integer.parseInt(args[4]));
    System.exit(0);
  }

  private void run(int flips, long seed, int first) throws IOException {
    byte[] whole = format.whole(spark, folder);
    Path file = format.file(folder);
    Files.write(file, whole);
    String expected = answer(file);
    System.out.println("files " + (whole.length + flips));
    for (int number = first; number < whole.length + flips; number++) {
      Files.write(file, DamageFormat.damaged(whole, number, seed));
      System.out.println(number + " " + judged(file, expected));
    }
  }

  private String judged(Path file, String expected) {
    try {
      String found = answer(file);
      return found.equals(expected) ? "RIGHT" : "OTHER " + found;
    } catch (EvaluationException e) {
      return e.getMessage().startsWith("Cannot ") ? "REFUSED" : "FAULT " + e.getMessage();
    } catch (Exception | StackOverflowError e) {
      return "FAULT " + String.valueOf(e).replace('\n', ' ');
    }
  }

  /** What is told of the file: its counts and the digest of its numbers. */
  private String answer(Path file) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("p").target("t");
    spec.input(
        new InputSpec(
            List.of(file.toString()),
            Optional.empty(),
            Optional.of(format.source()),
            Map.of(),
            Optional.empty()));
    EvaluationReport report = new Evaluator(spark).evaluate(spec.build());
    ModelResult result = report.results().get(0);
    if (result.refused()) {
      throw EvaluationException.usage(result.refusals().get(0));
    }
    return (result.rows() + " rows, " + result.used() + " used, " + result.metrics())
        .replace('\n', ' ');
  }
}
