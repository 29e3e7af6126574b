package org.exactloss.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;

/** Predictions and targets in two data sets, joined by a key that each row has alone. */
final class JoinCase {
  private static final int FILES = 8;
  private static final String KEY = "key";
  private static final String SQUARE = "(prediction - target) * (prediction - target)";

  private final Arena arena;
  private final long rows;
  private final Path predictions;
  private final Path targets;

  JoinCase(Arena arena, long rows) {
    this.arena = arena;
    this.rows = rows;
    predictions = arena.folder().resolve("join-" + rows + "-predictions");
    targets = arena.folder().resolve("join-" + rows + "-targets");
  }

  PeerCase task() {
    ExactOracle truth = truth();
    String join = "SELECT avg(" + SQUARE + ") FROM %s AS p JOIN %s AS t ON p.key = t.key";
    List<Contender> all =
        List.of(
            arena.ours(
                "join with its checks",
                Arena.request(predictions)
                    .prediction("prediction")
                    .target("target")
                    .join(
                        new JoinSpec(
                            InputSpec.ofPaths(targets.toUri().toString()), List.of(KEY), false))
                    .build(),
                Optional.of(rows)),
            Contender.of(
                "Spark SQL, join and avg",
                arena.repetitions(),
                Arena.TOLERANCE,
                () -> joined().selectExpr("avg(" + SQUARE + ")").first().getDouble(0)),
            arena.duckDb(
                "join and avg",
                join.formatted(DuckDb.files(predictions), DuckDb.files(targets)),
                Arena.TOLERANCE));
    return new PeerCase("join by key", "snappy, keys in different orders", rows, truth.mean(), all);
  }

  private Dataset<Row> joined() {
    return read(predictions).join(read(targets), KEY);
  }

  private Dataset<Row> read(Path folder) {
    return arena.spark().read().parquet(folder.toUri().toString());
  }

  private ExactOracle truth() {
    Path file = arena.folder().resolve("join-" + rows + ".properties");
    if (!Files.exists(file)) {
      Dataset<Row> ids = arena.spark().range(0, rows, 1, FILES).toDF(KEY);
      write(ids.selectExpr(KEY, "randn(1) AS prediction"), predictions);
      // A shift of the keys that keeps them apart.
      long shift = rows / 3;
      write(
          ids.selectExpr(
              "(key + " + shift + ") % " + rows + " AS key", "50 + 10 * randn(2) AS target"),
          targets);
      ExactOracle.of(joined().select("prediction", "target")).store(file);
    }
    return ExactOracle.load(file);
  }

  private static void write(Dataset<Row> data, Path folder) {
    data.write()
        .mode(SaveMode.Overwrite)
        .option("compression", "snappy")
        .parquet(folder.toUri().toString());
  }
}
