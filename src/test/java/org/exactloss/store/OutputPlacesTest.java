package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPlacesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "out, out",
    "out, out/",
    "out, ./out",
    "out, new/../out",
    "out/r.json, out",
    "out, out/r.json",
    "link/r.json, real"
  })
  void refusesOutputsInOnePlace(String errors, String report) throws IOException {
    Files.createDirectories(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    Map<String, String> outputs =
        new TreeMap<>(Map.of("--errors", folder + "/" + errors, "--report", folder + "/" + report));
    assertThatThrownBy(() -> OutputPlaces.requireApart(outputs, HADOOP))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to "
                + folder
                + "/"
                + report
                + " (--report): it overlaps "
                + folder
                + "/"
                + errors
                + " (--errors); give each of them a place of its own");
  }

  @Test
  void acceptsOutputsBesideOneAnother() {
    assertThatCode(
            () ->
                OutputPlaces.requireApart(
                    Map.of("--a", folder + "/a", "--b", folder + "/ab", "--c", folder + "/c/a"),
                    HADOOP))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a table", "a table/day=3", "a table/day=1/x.json", "."})
  void refusesAnOutputAmongTheFilesOfATable(String output) throws IOException {
    Path file = Files.createDirectories(folder.resolve("a table/day=1/hour=2")).resolve("f");
    Files.writeString(file, "");
    assertThatThrownBy(() -> outside(folder.resolve(output).normalize(), file))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageMatching("Cannot write to .+: the files of the input, the table db.t, .+; .+");
  }

  @Test
  void acceptsAnOutputBesideATable() {
    assertThatCode(() -> outside(folder.resolve("b"), folder.resolve("a/day=1/f")))
        .doesNotThrowAnyException();
  }

  private static void outside(Path output, Path file) {
    OutputPlaces.requireOutside(
        Map.of("--errors", output.toString()), "db.t", List.of(file.toUri().toString()), HADOOP);
  }
}
