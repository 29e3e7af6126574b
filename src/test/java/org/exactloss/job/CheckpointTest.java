package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Gate;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of finished groups is not read again, and changes nothing. */
class CheckpointTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  private static Table table(int rows) {
    Random random = new Random(5);
    List<Object[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(Table.row(row % 4 == 0 ? "x" : "0" + row % 4, random.nextGaussian(), (float) row));
    }
    return Table.of("part STRING, p DOUBLE, t FLOAT", all);
  }

  private static EvaluationSpecBuilder asked() {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .analysis(
            new AnalysisSpec(
                List.of(List.of("part")),
                Set.of(Metric.MAE),
                Comparison.NONE,
                List.of(Gate.parse("any slice: mean > 0")),
                10));
  }

  private static EvaluationReport plain(String input) {
    return new Evaluator(SPARK).evaluate(asked().input(InputSpec.ofPaths(input)).build());
  }

  /** Values of the partitions' column alone are numbers in some groups and text in others. */
  @Test
  void groupsThatAreThereAreNotReadAgain() throws Exception {
    String input = folder.resolve("table").toString();
    table(200).data(1).write().partitionBy("part").parquet(input);
    EvaluationReport expected = plain(input);
    assertThat(expected.slicings().get(0).slices()).isEqualTo(4);
    Path kept = folder.resolve("kept");
    SavedRun.requireSame(SavedRun.checkpointed(asked(), kept, input), expected);
    assertThat(names(kept))
        .containsExactly(
            "group-001-of-004.state",
            "group-002-of-004.state",
            "group-003-of-004.state",
            "group-004-of-004.state",
            "plan.state");

    assertThat(rowsReadBy(() -> SavedRun.checkpointed(asked(), kept, input), expected)).isZero();
    Files.delete(kept.resolve("group-002-of-004.state"));
    assertThat(rowsReadBy(() -> SavedRun.checkpointed(asked(), kept, input), expected))
        .isEqualTo(50);

    refused(Kind.USAGE, asked().where("t > 3"), kept, input, "where: nothing and t > 3");
    try (Stream<Path> files = Files.walk(Path.of(input))) {
      Path one = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      Files.setLastModifiedTime(one, FileTime.fromMillis(1000));
      refused(Kind.STORAGE, asked(), kept, input, one + " was changed since");
      Files.delete(one);
      refused(Kind.STORAGE, asked(), kept, input, one + " was deleted since");
    }
  }

  @Test
  void moreFoldersThanCanBeAddedAreSaidBeforeTheFirstIsRead() throws IOException {
    Path day = Path.of(table(4).parquet(folder, "one"));
    Path file;
    try (Stream<Path> files = Files.list(day)) {
      file = files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    for (int i = 0; i <= StateSum.MOST_WITH_SLICES; i++) {
      Files.copy(file, Files.createDirectories(folder.resolve("many/" + i)).resolve("a.parquet"));
    }
    Path kept = folder.resolve("kept");
    assertThatThrownBy(() -> SavedRun.checkpointed(asked(), kept, folder + "/many/*"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageStartingWith("Cannot use --checkpoint with --slice: the input is 501 groups");
    assertThat(names(kept)).containsExactly("plan.state");
  }

  private static void refused(
      Kind kind, EvaluationSpecBuilder asked, Path kept, String input, String why) {
    assertThatThrownBy(() -> SavedRun.checkpointed(asked, kept, input))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageStartingWith("Cannot go on from the checkpoint " + kept)
        .hasMessageContaining(why);
  }

  private static long rowsReadBy(
      java.util.function.Supplier<EvaluationReport> run, EvaluationReport expected)
      throws Exception {
    List<Long> rows = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            rows.add(stage.stageInfo().taskMetrics().inputMetrics().recordsRead());
          }
        };
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
    SPARK.sparkContext().addSparkListener(listener);
    try {
      SavedRun.requireSame(run.get(), expected);
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    return rows.stream().mapToLong(Long::longValue).sum();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** JSON of which only some files need more than a BIGINT, and CSV with a header in each file. */
  @Test
  void textsHaveOneSchemaInAllGroups() throws IOException {
    Path json = Files.createDirectory(folder.resolve("json"));
    Files.writeString(json.resolve("a.json"), "{\"p\": 9007199254740993, \"t\": 1, \"part\": 1}\n");
    Files.writeString(json.resolve("b.json"), "{\"p\": 0.5, \"t\": 2, \"part\": \"b\"}\n");
    Path csv = Files.createDirectory(folder.resolve("csv"));
    Files.writeString(csv.resolve("a.csv"), "p,t,part\n0.1,2,x\n");
    Files.writeString(csv.resolve("b.csv"), "p,t,part\n1e-9,2,\n3,4,y\n");
    for (Path input : List.of(json, csv)) {
      Path kept = folder.resolve(input.getFileName() + ".kept");
      SavedRun.requireSame(
          SavedRun.checkpointed(asked(), kept, input.toString()), plain(input.toString()));
      assertThat(names(kept)).hasSize(3);
    }
  }

  @Test
  void aFolderOfOtherThingsIsNoCheckpoint() throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), "p,t,part\n1,2,3\n");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.tex"), "");
    assertThatThrownBy(() -> SavedRun.checkpointed(asked(), other, csv.toString()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("it holds thesis.tex, which is no file of a checkpoint");
  }
}
