package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.StateOutputs;
import org.exactloss.spec.TableOutputs;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are read, and footers that count other rows than there are. */
class ChangedInputTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  /** What somebody else does to the input. */
  private interface Change {
    void apply(Path csv) throws IOException;
  }

  @Test
  void changesAreRefusedByName() throws IOException {
    refused(
        "one.csv",
        "it had 8 bytes when reading began and has 12 now",
        csv -> Files.writeString(csv.resolve("one.csv"), "3,4\n", StandardOpenOption.APPEND));
    refused(
        "one.csv",
        "it was replaced",
        csv -> Files.setLastModifiedTime(csv.resolve("one.csv"), FileTime.fromMillis(77_000)));
    refused("two.csv", "it was deleted", csv -> Files.delete(csv.resolve("two.csv")));
    refused(
        "three.csv", "it was added", csv -> Files.writeString(csv.resolve("three.csv"), "p,t\n"));
  }

  private void refused(String name, String why, Change change) throws IOException {
    Path csv = Files.createTempDirectory(folder, "input");
    Files.writeString(csv.resolve("one.csv"), "p,t\n1,2\n");
    Files.writeString(csv.resolve("two.csv"), "p,t\n1,2\n");
    EvaluationSpec spec = asked().input(InputSpec.ofPaths(csv.toString())).build();
    InputGuard guard = InputGuard.watch(SPARK, Sources.open(SPARK, spec));
    guard.requireUnchanged();
    change.apply(csv);
    refused(guard::requireUnchanged, csv.resolve(name), why);
  }

  private static void refused(ThrowingCallable call, Path file, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageContainingAll(file.toString(), why)
        .hasMessageMatching("Cannot .+: .+; .+");
  }

  /** The one task lasts so long that the news of it comes long before its end. */
  @Test
  void nothingIsPublishedOfAnInputThatHasChanged() throws IOException {
    Path csv = Files.createDirectory(folder.resolve("long"));
    Files.writeString(csv.resolve("one.csv"), "p,t\n" + "0.1,-1e-5\n".repeat(2_000_000));
    Path state = folder.resolve("long.state");
    EvaluationSpec spec =
        asked()
            .input(InputSpec.ofPaths(csv.toString()))
            .states(StateOutputs.ofState(state.toString()))
            .build();
    Path added = csv.resolve("two.csv");
    Evaluator evaluator =
        new Evaluator(SPARK)
            .onProgress((finished, total) -> apply(x -> Files.writeString(added, "p,t\n"), csv));
    refused(() -> evaluator.evaluate(spec), added, "it was added");
    assertThat(state).doesNotExist();
  }

  /**
   * Whatever is made again from the input after the first look is looked at once more. There are
   * too many slices for the driver, so that there is a job for them.
   */
  @Test
  void aChangeInALaterPassIsRefused() throws IOException {
    Path csv = Files.createDirectory(folder.resolve("again"));
    String rows =
        IntStream.range(0, 50_000).mapToObj(i -> i + ",-1e-5\n").collect(Collectors.joining());
    Files.writeString(csv.resolve("one.csv"), "p,t\n" + rows);
    Path errors = folder.resolve("again-errors");
    Path results = folder.resolve("again-results");
    Optional<String> none = Optional.empty();
    refusedIn(
        "ExactLoss: table of errors",
        asked()
            .tables(
                new TableOutputs(Optional.of(errors.toString()), false, 0, List.of(), none, false)),
        csv,
        errors);
    refusedIn(
        "ExactLoss: slices",
        asked()
            .analysis(
                new AnalysisSpec(List.of(List.of("p")), Set.of(), Comparison.NONE, List.of(), 1))
            .tables(
                new TableOutputs(
                    none, false, 0, List.of(), Optional.of(results.toString()), false)),
        csv,
        results);
  }

  /** The input is changed when the first of these Spark jobs begins. */
  private static void refusedIn(String jobs, EvaluationSpecBuilder asked, Path csv, Path output)
      throws IOException {
    Path added = csv.resolve("two.csv");
    SparkListener change =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            if (jobs.equals(start.properties().getProperty("spark.job.description"))) {
              ChangedInputTest.apply(folder -> Files.writeString(added, "p,t\n"), csv);
            }
          }
        };
    SPARK.sparkContext().addSparkListener(change);
    try {
      EvaluationSpec spec = asked.input(InputSpec.ofPaths(csv.toString())).build();
      refused(() -> new Evaluator(SPARK).evaluate(spec), added, "it was added");
    } finally {
      SPARK.sparkContext().removeSparkListener(change);
    }
    assertThat(output).doesNotExist();
    Files.delete(added);
  }

  private static void apply(Change change, Path csv) {
    try {
      change.apply(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EvaluationSpecBuilder asked() {
    return EvaluationSpec.builder().prediction("p").target("t");
  }

  @Test
  void footersMustCountTheRowsThatAreRead() throws IOException {
    Table table = Table.of("p DOUBLE, t DOUBLE", Table.row(1.0, 2.0), Table.row(3.0, 4.0));
    Path input = Path.of(table.parquet(folder, "parquet"));
    String orc = folder.resolve("orc").toString();
    table.data().coalesce(1).write().orc(orc);
    EvaluationSpec good = asked().input(InputSpec.ofPaths(input.toString())).build();
    assertThat(new Evaluator(SPARK).evaluate(good).results().get(0).rows()).isEqualTo(2);
    Path state = folder.resolve("orc.state");
    SavedRun.evaluate(asked(), state, orc);
    assertThat(SavedRun.merge(List.of(state)).report().results().get(0).rows()).isEqualTo(2);

    try (Stream<Path> files = Files.list(input)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".parquet")) {
          countOneMore(file);
        } else if (file.toString().endsWith(".crc")) {
          Files.delete(file);
        }
      }
    }
    assertThatThrownBy(() -> new Evaluator(SPARK).evaluate(good))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageContaining("2 rows were read, and the footers of its files count 3");
  }

  private static void countOneMore(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt(bytes.length - 8);
    int start = bytes.length - 8 - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    footer.setNum_rows(footer.getNum_rows() + 1);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, changed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(Arrays.copyOf(bytes, start));
    all.write(changed.toByteArray());
    all.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.size()).array());
    all.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, all.toByteArray());
  }
}
