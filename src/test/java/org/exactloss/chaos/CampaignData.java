package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The rows that are evaluated: some megabytes of Parquet in many files, the same on every run.
 *
 * @param folder holds {@code rows}, {@code targets} and {@code others}
 */
record CampaignData(Path folder) {
  private static final int ROWS = 60_000;

  /** How many files with rows there are, all of the same number. */
  static final int FILES = 24;

  /** The files; they are written where they are not there. */
  static CampaignData make() throws IOException {
    Path complete = Project.folder().resolve("data-complete");
    if (Files.exists(complete)) {
      return new CampaignData(Project.FOLDER.resolve("data"));
    }
    CampaignData data = new CampaignData(Project.emptyFolder("data"));
    data.write();
    Files.createFile(complete);
    return data;
  }

  private void write() throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "WARN")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    try {
      write(spark.range(0, ROWS, 1, FILES).selectExpr(columns(1)), rows());
      write(
          spark.range(0, ROWS, 1, FILES / 3).selectExpr("id", "20 * randn(9) AS truth"), targets());
      write(spark.range(0, ROWS, 1, FILES).selectExpr(columns(2)), folder.resolve("others"));
    } finally {
      spark.stop();
    }
  }

  private static String[] columns(int seed) {
    String models = "";
    for (int model = 1; model <= 5; model++) {
      models += ";exp(9 * randn(%d%d)) AS p%d".formatted(seed, model, model);
    }
    return ("id;10 * randn(%d7) AS t;rand(%d8) AS w;id %% 100 AS s".formatted(seed, seed) + models)
        .split(";");
  }

  private static void write(Dataset<Row> rows, Path folder) throws IOException {
    rows.write().parquet(folder.toUri().toString());
    for (Path file : files(folder, ".crc")) {
      Files.delete(file);
    }
  }

  Path rows() {
    return folder.resolve("rows");
  }

  Path targets() {
    return folder.resolve("targets");
  }

  /** The files with the rows. */
  List<Path> rowFiles() throws IOException {
    return files(rows(), ".parquet");
  }

  /** Files of the same columns with other rows. */
  List<Path> otherFiles() throws IOException {
    return files(folder.resolve("others"), ".parquet");
  }

  /** The same data once more, to be damaged. */
  CampaignData copy(Path to) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path from : all.toList()) {
        Files.copy(from, to.resolve(folder.relativize(from).toString()));
      }
    }
    return new CampaignData(to);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
