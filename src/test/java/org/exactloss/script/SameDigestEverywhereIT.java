package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.script.Installation.PROJECT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests of the weather data, whatever runs the job: threads, executors, vector widths. */
class SameDigestEverywhereIT {
  @TempDir private static Path folder;
  private static String parquet;

  @BeforeAll
  static void splitTheData() {
    SparkSession spark = LocalSpark.session();
    parquet = folder.resolve("weather").toString();
    spark
        .read()
        .option("header", "true")
        .csv(PROJECT.weather().toString())
        .selectExpr(
            "CAST(temperature AS DOUBLE) AS temperature",
            "CAST(persistence_1h AS DOUBLE) AS persistence_1h",
            "CAST(persistence_24h AS DOUBLE) AS persistence_24h",
            "CAST(linear_model AS DOUBLE) AS linear_model")
        .repartition(9)
        .write()
        .parquet(parquet);
  }

  @ParameterizedTest
  @CsvSource({"local[1], scalar", "local[2], plain", "'local-cluster[2,1,1024]', auto"})
  void mastersAndKernels(String master, String kernel) throws Exception {
    boolean auto = kernel.equals("auto");
    Run run = evaluate(auto, List.of("--master", master), "--kernel", kernel);
    assertThat(run.error()).contains("Kernel: " + (auto ? "" : kernel));
  }

  /** All widths are in the tests of the kernels. */
  @Test
  void anotherVectorWidth() throws Exception {
    Run run = evaluate(true, List.of("--driver-java-options", "-XX:UseAVX=2"));
    assertThat(run.error()).containsAnyOf("256 bits", "Kernel: plain");
  }

  @Test
  void withoutTheVectorModule() throws Exception {
    Path report = folder.resolve("no-module.json");
    List<String> words = new ArrayList<>();
    words.addAll(javaOptionsOfSpark());
    words.addAll(
        List.of("-cp", PROJECT.jar() + ":" + PROJECT.root().resolve("target/spark/jars") + "/*"));
    words.add("org.exactloss.cli.Main");
    words.addAll(evaluation(report, List.of()));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Run run = Run.of(java, words.toArray(String[]::new)).in(folder).go();
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.error())
        .contains("Kernel: plain")
        .contains("--add-modules=jdk.incubator.vector");
    WeatherReport.in(report).isTrue();
  }

  private static List<String> javaOptionsOfSpark() {
    return Arrays.stream(System.getProperty("spark.jvm.options").split(" ")).toList();
  }

  /** Vectors need the second compiler; all else ends sooner with the first one alone. */
  private static Run evaluate(boolean optimized, List<String> sparkOptions, String... options)
      throws Exception {
    Path report = Files.createTempDirectory(folder, "run").resolve("report.json");
    List<String> words = new ArrayList<>(sparkOptions);
    words.addAll(evaluation(report, List.of(options)));
    Run.Command command = Run.of(PROJECT.script("exactloss"), words.toArray(String[]::new));
    Run run = (optimized ? command.optimized() : command).go();
    assertThat(run.exitCode()).as(run.all()).isZero();
    WeatherReport.in(report).isTrue();
    return run;
  }

  private static List<String> evaluation(Path report, List<String> options) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--input", parquet));
    words.addAll(Arrays.asList(WeatherReport.ARGUMENTS));
    words.addAll(List.of("--on-null", "skip", "--report", report.toString()));
    words.addAll(options);
    return words;
  }
}
