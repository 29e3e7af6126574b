package org.exactloss.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.benchmark.ParquetData.Layout;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ReaderOption;

/** The loss of the rows that satisfy a condition, of files in which they lie everywhere. */
final class FilterCases {
  private static final String MEAN = "avg((prediction - target) * (prediction - target))";

  private final Arena arena;
  private final ParquetData data;

  FilterCases(Arena arena, long rows) {
    this.arena = arena;
    data = ParquetData.in(arena.folder(), arena.spark(), rows, Layout.USUAL);
  }

  /** Every second row, on average. */
  PeerCase half() {
    return task("half of the rows", "target > 50");
  }

  /** One row of a hundred, on average. */
  PeerCase few() {
    return task("1 % of the rows", "target > 73.26D");
  }

  private PeerCase task(String name, String condition) {
    ExactOracle truth = truth(condition);
    List<Contender> all = new ArrayList<>();
    for (ReaderOption reader :
        List.of(ReaderOption.PAGES, ReaderOption.COLUMNS, ReaderOption.ROWS)) {
      EvaluationSpec spec =
          Arena.request(data.path())
              .prediction("prediction")
              .target("target")
              .where(condition)
              .reader(reader)
              .build();
      String label = reader.name().toLowerCase(Locale.ROOT) + " reader";
      all.add(arena.ours(label, spec, Optional.of(truth.rows())));
    }
    all.add(
        Contender.of(
            "Spark SQL, avg",
            arena.repetitions(),
            Arena.TOLERANCE,
            () -> rows(condition).selectExpr(MEAN).first().getDouble(0)));
    String query = "SELECT %s FROM %s WHERE %s";
    all.add(
        arena.duckDb(
            "avg",
            query.formatted(MEAN, DuckDb.files(data.path()), condition.replace("D", "")),
            Arena.TOLERANCE));
    return new PeerCase(
        name, "snappy, nullable, where " + condition, data.rows(), truth.mean(), all);
  }

  private Dataset<Row> rows(String condition) {
    return arena.spark().read().parquet(data.path().toUri().toString()).filter(condition);
  }

  /** Computed once, and kept beside the data. */
  private ExactOracle truth(String condition) {
    String file = data.path().getFileName() + "-" + condition.replaceAll("\\W+", "-");
    Path truth = data.path().resolveSibling(file + ".properties");
    if (!Files.exists(truth)) {
      ExactOracle.of(rows(condition).select("prediction", "target")).store(truth);
    }
    return ExactOracle.load(truth);
  }
}
