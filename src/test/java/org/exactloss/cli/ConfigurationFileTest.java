package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Reduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
  @TempDir Path folder;

  @Test
  void givesOptionsAndRepeatedLinesAddValues() throws IOException {
    EvaluationSpec spec =
        request(
                """
                # nightly
                input = data/*.csv
                option = url=jdbc:x:y
                option = sep=\\t
                prediction = persistence_1h
                prediction: `prévision`
                target = t
                where = a > 1 \\
                    AND b <> '#'
                reduction = sum
                """)
            .spec();
    assertThat(spec.predictions()).containsExactly("persistence_1h", "`prévision`");
    assertThat(spec.input().orElseThrow().options())
        .containsEntry("url", "jdbc:x:y")
        .containsEntry("sep", "\t")
        .hasSize(2);
    assertThat(spec.where()).contains("a > 1 AND b <> '#'");
    assertThat(spec.reduction()).isEqualTo(Reduction.SUM);
  }

  @Test
  void theCommandLineReplacesAllLinesOfAnOption() throws IOException {
    EvaluationRequest request =
        request(
            "input = a\ninput = b\nprediction = p\ntarget = t\noverwrite = true\nquiet = true\n",
            "--input",
            "c",
            "--overwrite=false");
    assertThat(request.spec().inputPaths()).containsExactly("c");
    assertThat(request.existing()).isEqualTo(org.exactloss.store.ExistingOutput.REFUSE);
    assertThat(request.quiet()).isTrue();
    assertThat(request.options()).containsKeys("config", "prediction").doesNotContainKey("debug");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predicton = p | there is no option predicton; did you mean prediction or reduction?",
        "--input = p | there is no option --input; did you mean input?",
        "config = p | there is no option config; the options are those of evaluate --help, without dashes",
        "target = a\\ntarget = b | target is given 2 times; give it once",
        "where = | where is blank; give it a value or leave it out",
        "input = a\\\\u12 | it has a malformed escape (Malformed \\uxxxx encoding.); write a backslash twice where it stands for itself"
      })
  void refusesWhatItCannotUse(String lines, String reason) throws IOException {
    Path file = write(lines.replace("\\n", "\n").replace("\\\\", "\\"));
    assertThatThrownBy(() -> ConfigurationFile.read(file.toString()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage("Cannot use the configuration " + file + ": " + reason);
  }

  @Test
  void refusesWrongValuesInItsOwnName() throws IOException {
    assertThatThrownBy(() -> request("input = a\nprediction = p\ntarget = t\nreduction = median\n"))
        .hasMessage(
            "Cannot use the configuration "
                + folder.resolve("c.properties")
                + ": reduction is median; give one of mean, sum, none");
  }

  @Test
  void refusesFilesThatCannotBeRead() throws IOException {
    Path latin = folder.resolve("latin.properties");
    Files.write(latin, "where = a = 'é'".getBytes(StandardCharsets.ISO_8859_1));
    assertUnreadable(latin, "it is not in UTF-8");
    assertUnreadable(folder.resolve("missing"), "there is no such file");
    assertUnreadable(folder, "Is a directory");
    Path large = folder.resolve("large.properties");
    Files.writeString(large, "#" + "x".repeat(ConfigurationFile.MOST_BYTES));
    assertUnreadable(large, "it is larger than 1048576 bytes");
  }

  private static void assertUnreadable(Path file, String reason) {
    assertThatThrownBy(() -> ConfigurationFile.read(file.toString()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage(
            "Cannot read the configuration " + file + ": " + reason + "; name another file");
  }

  private Path write(String lines) throws IOException {
    return Files.writeString(folder.resolve("c.properties"), lines);
  }

  private EvaluationRequest request(String lines, String... options) throws IOException {
    String[] words = new String[options.length + 3];
    words[0] = "evaluate";
    words[1] = "--config";
    words[2] = write(lines).toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return EvaluationRequest.of(((Invocation.Evaluate) CommandLineParser.parse(words)).values());
  }
}
