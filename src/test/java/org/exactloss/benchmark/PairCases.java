package org.exactloss.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.exactloss.benchmark.MachineFloor.Depth;
import org.exactloss.benchmark.ParquetData.Checksums;
import org.exactloss.benchmark.ParquetData.Columns;
import org.exactloss.benchmark.ParquetData.Digits;
import org.exactloss.benchmark.ParquetData.Layout;
import org.exactloss.benchmark.ParquetData.Presence;
import org.exactloss.benchmark.ParquetData.Type;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.scan.pages.StoredColumn.Values;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.KernelOption;
import org.exactloss.spec.ReaderOption;

/** The loss of one model on files of different makes. */
final class PairCases {
  /** Spark SQL and DuckDB subtract and multiply floats in floats. */
  private static final double FLOAT_TOLERANCE = 1e-5;

  private static final String SQUARE = "(prediction - target) * (prediction - target)";
  private static final String WEIGHTED_MEAN = "sum(weight * " + SQUARE + ") / sum(weight)";

  private final Arena arena;

  PairCases(Arena arena) {
    this.arena = arena;
  }

  /** The usual files, with everything that there is to compare with. */
  PeerCase usual(long rows) {
    ParquetData data = data(rows, Layout.USUAL);
    List<Contender> all = contenders(data, Layout.USUAL);
    for (KernelOption kernel : List.of(KernelOption.PLAIN, KernelOption.SCALAR)) {
      EvaluationSpecBuilder spec = request(data, Layout.USUAL).kernel(kernel);
      String name = kernel.name().toLowerCase(Locale.ROOT) + " kernel";
      all.add(arena.ours(name, spec.build(), Optional.of(data.truth().rows())));
    }
    all.add(loop("exact kernel", data, Values.DOUBLE, 0, PairCases::exactKernel));
    all.add(loop("strict-order loop", data, Values.DOUBLE, Arena.TOLERANCE, DoubleLoop::new));
    all.add(loop("inexact vector loop", data, Values.DOUBLE, Arena.TOLERANCE, DoubleVectors::new));
    return task("float64", data, Layout.USUAL, all);
  }

  /** Files of another make. */
  PeerCase of(String name, long rows, Layout layout) {
    ParquetData data = data(rows, layout);
    return task(name, data, layout, contenders(data, layout));
  }

  /** The peer that takes longest by far. */
  PeerCase sparkMl(long rows) {
    ParquetData data = data(rows, Layout.USUAL);
    String files = data.path().toUri().toString();
    List<Contender> all =
        List.of(
            ours(ReaderOption.PAGES, data, Layout.USUAL),
            Contender.of(
                "Spark ML, RegressionEvaluator",
                arena.slowRepetitions(),
                Arena.TOLERANCE,
                () -> MeanSquaredErrors.sparkMl(arena.spark().read().parquet(files))));
    return task("float64, beside Spark ML", data, Layout.USUAL, all);
  }

  static Layout weighted() {
    return Layout.USUAL.with(Columns.WEIGHTED);
  }

  static Layout nulls() {
    return Layout.USUAL.with(Presence.ONE_PERCENT_NULLS);
  }

  static Layout twoDecimals() {
    return Layout.USUAL.with(Digits.TWO_DECIMALS);
  }

  static Layout floats() {
    return Layout.USUAL.with(Type.FLOAT);
  }

  static Layout unverified() {
    return Layout.USUAL.with(Checksums.NONE);
  }

  private ParquetData data(long rows, Layout layout) {
    return ParquetData.in(arena.folder(), arena.spark(), rows, layout);
  }

  private static PeerCase task(
      String name, ParquetData data, Layout layout, List<Contender> contenders) {
    String files =
        "%s, %s, %s values, %s; %,d bytes"
            .formatted(
                layout.codec(),
                words(layout.presence()),
                words(layout.digits()),
                layout.checksums() == Checksums.NONE ? "no checksums" : "checksums",
                data.bytes());
    return new PeerCase(name, files, data.rows(), data.truth().mean(), contenders);
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<Contender> contenders(ParquetData data, Layout layout) {
    List<Contender> all = new ArrayList<>();
    all.add(ours(ReaderOption.PAGES, data, layout));
    all.add(ours(ReaderOption.COLUMNS, data, layout));
    double tolerance = layout.type() == Type.FLOAT ? FLOAT_TOLERANCE : Arena.TOLERANCE;
    String mean = layout.columns() == Columns.WEIGHTED ? WEIGHTED_MEAN : "avg(" + SQUARE + ")";
    all.add(arena.sparkSql(label(layout), data.path(), mean, tolerance));
    String from = " FROM " + DuckDb.files(data.path());
    all.add(arena.duckDb(label(layout), "SELECT " + mean + from, tolerance));
    if (layout.columns() == Columns.PAIR) {
      all.add(arena.duckDb("favg (Kahan)", "SELECT favg(" + SQUARE + ")" + from, tolerance));
    }
    all.add(floor("only reading", data, Depth.READ));
    all.add(floor("reading and decompressing", data, Depth.DECOMPRESSED));
    return all;
  }

  private static String label(Layout layout) {
    return layout.columns() == Columns.WEIGHTED ? "sum / sum" : "avg";
  }

  private Contender ours(ReaderOption reader, ParquetData data, Layout layout) {
    return arena.ours(
        reader.name().toLowerCase(Locale.ROOT) + " reader",
        request(data, layout).reader(reader).build(),
        Optional.of(data.truth().rows()));
  }

  private static EvaluationSpecBuilder request(ParquetData data, Layout layout) {
    EvaluationSpecBuilder spec =
        Arena.request(data.path()).prediction("prediction").target("target");
    return layout.columns() == Columns.WEIGHTED ? spec.weight("weight") : spec;
  }

  /** Has no answer but the number of bytes, which must be the same each time. */
  private Contender floor(String name, ParquetData data, Depth depth) {
    MachineFloor floor =
        MachineFloor.of(data.files(), Set.of("prediction", "target", "weight"), arena.threads());
    long expected = floor.bytes(depth);
    return Contender.of(
        "floor, " + name,
        arena.repetitions(),
        0,
        () -> floor.bytes(depth) == expected ? data.truth().mean() : Double.NaN);
  }

  private static SquaredErrorKernel exactKernel() {
    return SquaredErrorKernels.create(SquaredErrorKernels.select(Optional.empty()).kind());
  }

  private Contender loop(
      String name,
      ParquetData data,
      Values type,
      double tolerance,
      Supplier<SquaredErrorKernel> kernels) {
    List<Path> files = data.files();
    return Contender.of(
        "threads, " + name,
        arena.repetitions(),
        tolerance,
        () -> ScanLoop.mean(files, type, arena.threads(), kernels));
  }
}
