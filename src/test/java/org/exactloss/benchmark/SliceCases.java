package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;

/** Several models, and slices, on the same files. */
final class SliceCases {
  private static final String SQUARE = "(prediction%1$d - target) * (prediction%1$d - target)";

  private final Arena arena;
  private final SlicesData data;
  private final long rows;
  private final int values;

  SliceCases(Arena arena, long rows, int values) {
    this.arena = arena;
    this.rows = rows;
    this.values = values;
    data = SlicesData.in(arena.folder(), arena.spark(), rows, values);
  }

  /** Ten models in one scan. */
  PeerCase models() {
    int runs = arena.repetitions();
    List<Integer> models = IntStream.range(0, SlicesData.MODELS).boxed().toList();
    String means =
        models.stream()
            .map(model -> "avg(" + SQUARE.formatted(model) + ")")
            .collect(Collectors.joining(", "));
    List<Contender> all = new ArrayList<>();
    all.add(ours("10 models", models, List.of()));
    all.add(Contender.of("ExactLoss, 10 models, a run each", runs, 0, () -> oneByOne(models)));
    all.add(ours("1 model", List.of(0), List.of()));
    all.add(
        Contender.of(
            "Spark SQL, avg of 10",
            runs,
            Arena.TOLERANCE,
            () ->
                arena
                    .spark()
                    .read()
                    .parquet(data.path().toUri().toString())
                    .selectExpr(means.split(", "))
                    .first()
                    .getDouble(0)));
    all.add(
        arena.duckDb(
            "avg of 10",
            "SELECT " + means + " FROM " + DuckDb.files(data.path()),
            Arena.TOLERANCE));
    return task("10 models", all);
  }

  /** Slices by a text of 100 values. */
  PeerCase hundred() {
    return slices("100 slices", SlicesData.text(0));
  }

  /** Slices by a whole number of very many values. */
  PeerCase many() {
    return slices("%,d slices".formatted(values), SlicesData.MANY);
  }

  private PeerCase slices(String name, String by) {
    String groups =
        "(SELECT avg(" + SQUARE.formatted(0) + ") AS mean, count(*) AS n FROM %s GROUP BY " + by;
    String whole = "SELECT sum(mean * n) / sum(n) FROM " + groups + ") AS g";
    String view = "parquet.`" + data.path() + "`";
    return task(
        name,
        List.of(
            ours(name, List.of(0), List.of(List.of(by))),
            ours("no slices", List.of(0), List.of()),
            Contender.of(
                "Spark SQL, GROUP BY",
                arena.repetitions(),
                Arena.TOLERANCE,
                () -> arena.spark().sql(whole.formatted(view)).first().getDouble(0)),
            arena.duckDb("GROUP BY", whole.formatted(DuckDb.files(data.path())), Arena.TOLERANCE)));
  }

  private PeerCase task(String name, List<Contender> contenders) {
    return new PeerCase(
        name,
        "snappy, %d models, texts of 100 values, a number of %,d values"
            .formatted(SlicesData.MODELS, values),
        rows,
        data.truth().mean(),
        contenders);
  }

  private Contender ours(String name, List<Integer> models, List<List<String>> slices) {
    return arena.ours(name, spec(models, slices), Optional.of(rows));
  }

  /** The first model's mean comes last. */
  private double oneByOne(List<Integer> models) {
    List<Integer> backwards = new ArrayList<>(models);
    Collections.reverse(backwards);
    double mean = Double.NaN;
    for (int model : backwards) {
      mean = arena.mean(spec(List.of(model), List.of()), Optional.of(rows));
    }
    return mean;
  }

  private EvaluationSpec spec(List<Integer> models, List<List<String>> slices) {
    EvaluationSpecBuilder spec = Arena.request(data.path()).target("target");
    models.forEach(model -> spec.prediction(SlicesData.model(model)));
    return spec.analysis(
            new AnalysisSpec(
                slices, Set.of(), Comparison.NONE, List.of(), AnalysisSpec.REPORTED_SLICES))
        .build();
  }
}
