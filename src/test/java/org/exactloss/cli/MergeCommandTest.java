package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command merge, and the options that keep states. */
class MergeCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> states = new ArrayList<>();

  @BeforeEach
  void keepsAStateOfEachDay() throws IOException {
    for (String day : List.of("1,2\n3,5\n", "0.1,0.3\n", "7,7\n")) {
      Path csv = folder.resolve("day" + states.size() + ".csv");
      Files.writeString(csv, "p,t\n" + day);
      states.add(path("day" + states.size() + ".state"));
      int code =
          new Main(spec -> new SharedEngine())
              .run(
                  new String[] {
                    "evaluate",
                    "--input",
                    csv.toString(),
                    "--prediction",
                    "p",
                    "--target",
                    "t",
                    "--state",
                    states.get(states.size() - 1)
                  },
                  new PrintStream(out),
                  new PrintStream(err));
      assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    }
    out.reset();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void addsSubtractsAndKeepsTheSum() throws IOException {
    String sum = path("sum.state");
    assertThat(merge(states.get(0), states.get(1), "--report", "-", "--state", sum)).isZero();
    assertThat(text(out)).contains("\"sum\": 5.04", "\"rows\": 3", "\"format\": \"state\"");
    assertThat(merge(sum, states.get(2), "--state", sum, "--overwrite")).isZero();
    assertThat(merge(sum, "--subtract", states.get(0), states.get(2), "--report", path("r.json")))
        .isZero();
    assertThat(folder.resolve("r.json")).content().contains("\"rows\": 1,", "\"used\": 1");
    assertThat(text(out)).contains("rmse");
  }

  @Test
  void refusesInOneMessage() throws IOException {
    refused(2, "both cover", states.get(0), states.get(0));
    refused(2, "no state is named");
    refused(2, "--substract", states.get(0), "--substract", states.get(1));
    refused(2, "--state is blank", states.get(0), "--state", " ");
    refused(2, "it overlaps", states.get(0), "--state", path("x"), "--report", path("./x"));
    refused(2, "it exists", states.get(0), "--state", states.get(1));
    refused(4, "it does not exist", path("missing.state"));
    refused(4, "it is no state", path("day0.csv"));
    refused(4, "it is a folder", folder.toString());
  }

  private void refused(int code, String why, String... words) throws IOException {
    out.reset();
    err.reset();
    List<String> before = files();
    assertThat(merge(words)).as(text(err)).isEqualTo(code);
    assertThat(text(err)).contains(why).matches("Cannot .+: .+[;?].*\n");
    assertThat(out.size()).isZero();
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  private int merge(String... words) {
    return new Main(
            spec -> {
              throw new IllegalStateException("no Spark is started");
            })
        .run(
            Stream.concat(Stream.of("merge"), Stream.of(words)).toArray(String[]::new),
            new PrintStream(out),
            new PrintStream(err));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
