package org.exactloss.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.exactloss.benchmark.ParquetData.Layout;
import org.exactloss.benchmark.ParquetData.Presence;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times ExactLoss beside Spark SQL, Spark ML, DuckDB, and what the machine needs at least, in one
 * process, with the repetitions taking turns. Every answer is checked: ours must have the bits of
 * the truth. Prints tables in Markdown, and writes them and a picture beside the data.
 */
@Command(
    name = "scripts/benchmark peers",
    description =
        "Times ExactLoss beside Spark SQL, Spark ML, DuckDB and the floor of the machine.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class PeersBenchmark implements Runnable {
  @Option(names = "--rows", description = "Rows of the tasks that are said to have the most.")
  private long rows = 400_000_000;

  @Option(
      names = "--variant-rows",
      description = "Rows of the other makes of files, and of the task with Spark ML.")
  private long variantRows = 50_000_000;

  @Option(names = "--slices-rows", description = "Rows of the tasks with slices and models.")
  private long slicesRows = 50_000_000;

  @Option(names = "--values", description = "Values of the slicing with many of them.")
  private int values = 1_000_000;

  @Option(names = "--join-rows", description = "Rows of each side of the join.")
  private long joinRows = 10_000_000;

  @Option(names = "--threads", description = "Threads of DuckDB and of the floor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--slow-repetitions", description = "Timed runs of Spark ML.")
  private int slowRepetitions = 3;

  @Option(names = "--only", description = "Only tasks in whose names this regular expression is.")
  private String only = "";

  @Mixin private BenchmarkSession session = new BenchmarkSession();

  public static void main(String[] args) {
    System.exit(new CommandLine(new PeersBenchmark()).execute(args));
  }

  @Override
  public void run() {
    session.run(this::run);
  }

  private void run(SparkSession spark) {
    try (DuckDb duckDb = DuckDb.withThreads(threads)) {
      Arena arena =
          new Arena(
              spark, duckDb, session.folder(), threads, session.repetitions(), slowRepetitions);
      Map<String, Supplier<PeerCase>> chosen = tasks(arena);
      chosen.keySet().removeIf(name -> !Pattern.compile(only).matcher(name).find());
      if (chosen.isEmpty()) {
        throw new CommandLine.ParameterException(
            new CommandLine(this), "--only " + only + " finds none of " + tasks(arena).keySet());
      }
      TimingTable table = new TimingTable(heading(arena));
      System.out.println(table.text());
      List<PeerCase> done = new ArrayList<>();
      for (Supplier<PeerCase> task : chosen.values()) {
        PeerCase result = task.get();
        new Race(result.contenders(), result.rows()).run(session.warmUps(), result.truth());
        System.out.println(table.add(result));
        done.add(result);
      }
      write("peers.md", table.text());
      write("peers.svg", TimingPicture.of(done));
    }
  }

  private Map<String, Supplier<PeerCase>> tasks(Arena arena) {
    PairCases pairs = new PairCases(arena);
    Map<String, Supplier<PeerCase>> all = new LinkedHashMap<>();
    all.put("float64", () -> pairs.usual(rows));
    addPair(all, pairs, "float64 without checksums", rows, PairCases.unverified());
    addPair(all, pairs, "float64 with 1 % nulls", rows, PairCases.nulls());
    addPair(all, pairs, "float64 of two decimals", rows, PairCases.twoDecimals());
    addPair(all, pairs, "float32", rows, PairCases.floats());
    addPair(all, pairs, "weighted", rows, PairCases.weighted());
    addPair(all, pairs, "zstd", variantRows, Layout.USUAL.compressedBy("zstd"));
    addPair(all, pairs, "uncompressed", variantRows, Layout.USUAL.compressedBy("uncompressed"));
    addPair(all, pairs, "required", variantRows, Layout.USUAL.with(Presence.REQUIRED));
    all.put("half of the rows", () -> new FilterCases(arena, variantRows).half());
    all.put("1 % of the rows", () -> new FilterCases(arena, variantRows).few());
    all.put("Spark ML", () -> pairs.sparkMl(variantRows));
    all.put("10 models", () -> new SliceCases(arena, slicesRows, values).models());
    all.put("100 slices", () -> new SliceCases(arena, slicesRows, values).hundred());
    all.put("many slices", () -> new SliceCases(arena, slicesRows, values).many());
    all.put("join by key", () -> new JoinCase(arena, joinRows).task());
    return all;
  }

  private static void addPair(
      Map<String, Supplier<PeerCase>> all, PairCases pairs, String name, long rows, Layout layout) {
    all.put(name, () -> pairs.of(name, rows, layout));
  }

  private String heading(Arena arena) {
    return "%s; Spark %s, master %s; DuckDB %s, %d threads; %s; medians of %d repetitions in turn, after %d to warm up"
        .formatted(
            Machine.describe(),
            arena.spark().version(),
            arena.spark().sparkContext().master(),
            arena.duckDb().version(),
            threads,
            LocalDate.now(ZoneOffset.UTC),
            session.repetitions(),
            session.warmUps());
  }

  private void write(String name, String text) {
    Path file = session.folder().resolve(name);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("written: " + file);
  }
}
