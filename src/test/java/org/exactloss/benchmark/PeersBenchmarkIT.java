package org.exactloss.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The benchmarks run at small sizes, and find every answer right. */
class PeersBenchmarkIT {
  @TempDir private Path folder;

  @Test
  void peersMakeATableAndAPicture() throws Exception {
    int exitCode =
        new CommandLine(new PeersBenchmark())
            .execute(
                "--master=local[2]",
                "--rows=20001",
                "--variant-rows=5000",
                "--join-rows=2000",
                "--repetitions=1",
                "--warm-up=0",
                "--only=^float64$|weighted|half|join",
                "--folder=" + folder);

    assertThat(exitCode).isZero();
    assertThat(folder.resolve("peers.md"))
        .content()
        .contains(
            "float64: 20,001 rows", "weighted: ", "join by key: 2,000 rows", "| DuckDB, avg |")
        .contains("half of the rows: 5,000 rows", "| ExactLoss, rows reader |")
        .contains("| floor, reading and decompressing |", "| threads, exact kernel |");
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("peers.svg").toFile());
    assertThat(picture.getElementsByTagName("rect").getLength()).isGreaterThan(20);
  }

  @Test
  void scaleFindsTheSameAnswerAtEverySize() {
    int exitCode =
        new CommandLine(new ScaleBenchmark())
            .execute(
                "--master=local[2]",
                "--rows=1000,2000",
                "--base-rows=1000",
                "--partitions=1,3",
                "--partition-rows=1000",
                "--merges=10,2500",
                "--slices=10,100",
                "--models=1,2",
                "--slices-rows=2000",
                "--repetitions=1",
                "--warm-up=0",
                "--folder=" + folder);

    assertThat(exitCode).isZero();
    assertThat(folder.resolve("data-1000-double-snappy-nullable-full-pair-times-2"))
        .isDirectoryContaining("glob:**.parquet");
  }

  /** Small whole numbers and halves, of which doubles can do the sums. */
  @Test
  void theWeightedOracleKnowsTheMean() {
    Table rows =
        Table.of(
            "p DOUBLE, t DOUBLE, w DOUBLE",
            Table.row(1.0, 3.0, 0.5),
            Table.row(-2.0, 1.5, 4.0),
            Table.row(3.0, 3.0, 1.5));

    ExactOracle oracle = WeightedOracle.of(rows.data(2));

    assertThat(oracle.rows()).isEqualTo(3);
    assertThat(oracle.sum()).isEqualTo(51.0);
    assertThat(oracle.mean()).isEqualTo(8.5);
  }

  @Test
  void noSuchTaskIsAMistake() {
    int exitCode =
        new CommandLine(new PeersBenchmark())
            .execute("--only=nothing", "--master=local[2]", "--folder=" + folder);

    assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }
}
