package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputOverlapTest {
  @TempDir Path folder;

  @BeforeEach
  void makeInputs() throws IOException {
    Files.createDirectories(folder.resolve("data/2025"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
    Files.writeString(folder.resolve("data/2025/a.csv"), "");
  }

  @ParameterizedTest
  @CsvSource({
    "data/report.json, data",
    "data/2025/report.json, data",
    "data/2025/report.json, data/",
    "data/2025/report.json, file:data",
    "link/report.json, data",
    "data/report.json, link",
    "data/2025/report.json, d*/20??",
    "data/2025/report.json, '{data,other}'"
  })
  void refusesAnOutputInsideAnInput(String output, String input) {
    String given =
        input.startsWith("file:")
            ? "file:" + folder + "/" + input.substring(5)
            : folder + "/" + input;
    assertThatThrownBy(() -> prepare(output, given))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to "
                + folder.resolve(output)
                + ": it lies inside the input "
                + given
                + "; name a file elsewhere");
  }

  @ParameterizedTest
  @CsvSource({"data/2025/a.csv, data/2025/a.csv", "link/2025/a.csv, data/2025/*.csv"})
  void refusesAnOutputThatIsAnInput(String output, String input) {
    assertThatThrownBy(() -> prepare(output, folder + "/" + input))
        .hasMessage(
            "Cannot write to "
                + folder.resolve(output)
                + ": it is the input "
                + folder
                + "/"
                + input
                + "; name a file elsewhere");
  }

  @ParameterizedTest
  @CsvSource({
    "report.json, data",
    "data/report.json, data/2025",
    "data/report.json, data/2025/*.csv",
    "data/2025/report.json, data/2025/a.csv",
    "data/2025/report.json, data/2024",
    "data/2025/report.json, data/20"
  })
  void acceptsAnOutputBesideTheInputs(String output, String input) {
    assertThat(prepare(output, folder + "/" + input)).isNotNull();
  }

  /** Whoever reads them says better what is wrong with them. */
  @Test
  void leavesInputsThatCannotBeReachedToTheReader() {
    assertThat(prepare("report.json", "nosuch://host/data")).isNotNull();
    assertThat(prepare("report.json", ":data")).isNotNull();
  }

  /** An input that cannot be looked at now is one all the same. */
  @Test
  void knowsInputsOfAFileSystemThatDoesNotAnswer() {
    Configuration hadoop = UnreachableFiles.as("elsewhere");
    FileLocation output = FileLocation.of("elsewhere:/data/report.json", hadoop);
    assertThatThrownBy(
            () -> InputOverlap.refuse("report.json", output, List.of("elsewhere:/data"), hadoop))
        .hasMessage(
            "Cannot write to report.json: it lies inside the input elsewhere:/data; name a file"
                + " elsewhere");
  }

  private AtomicOutput prepare(String output, String input) {
    return AtomicOutput.prepare(
        folder.resolve(output).toString(),
        ExistingOutput.REPLACE,
        List.of("/elsewhere", input),
        new Configuration());
  }
}
