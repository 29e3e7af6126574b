package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed, and goes on from its checkpoint when it is started again. */
class ResumeIT {
  private static final int FILES = 8;
  private static final int ROWS = 1_000;
  private static final Pattern REUSED = Pattern.compile("Checkpoint: reused (\\d+) of 8 groups");

  @TempDir private Path folder;

  @Test
  void finishedGroupsAreNotReadAgain() throws Exception {
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int file = 0; file < FILES; file++) {
      StringBuilder csv = new StringBuilder("p,t,text\n");
      for (int row = 0; row < ROWS; row++) {
        csv.append(row * 0.1 + file).append(",1e-3,").append("x".repeat(100)).append('\n');
      }
      Files.writeString(input.resolve("file" + file + ".csv"), csv);
    }
    Path kept = folder.resolve("kept");
    Run killed =
        command(input, "first", "--checkpoint", kept.toString())
            .killedWhen(() -> groups(kept).size() >= 3);
    assertThat(killed.exitCode()).as(killed.all()).isEqualTo(137);
    Map<String, FileTime> finished = groups(kept);
    assertThat(finished).hasSizeBetween(3, FILES - 1);
    assertThat(folder.resolve("first.json")).doesNotExist();

    Run again = command(input, "again", "--checkpoint", kept.toString()).go();
    assertThat(again.exitCode()).as(again.all()).isZero();
    Matcher reused = REUSED.matcher(again.error());
    assertThat(reused.find()).as(again.all()).isTrue();
    assertThat(Integer.parseInt(reused.group(1))).isEqualTo(finished.size());
    assertThat(groups(kept)).hasSize(FILES).containsAllEntriesOf(finished);

    Run plain = command(input, "plain").go();
    assertThat(plain.exitCode()).as(plain.all()).isZero();
    assertThat(results("again")).isEqualTo(results("plain"));
  }

  /** Each row takes a while, so that there is time to end the program. */
  private Run.Command command(Path input, String report, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("evaluate", "--input", input.toString(), "--target", "t"));
    words.addAll(
        List.of("--prediction", "CAST(p AS DOUBLE) + 0 * length(repeat(text, 400)) AS slow"));
    words.addAll(List.of("--report", folder.resolve(report + ".json").toString()));
    words.addAll(List.of(options));
    return Run.of(Installation.PROJECT.script("exactloss"), words.toArray(String[]::new))
        .optimized();
  }

  private String results(String report) throws IOException {
    return Files.readString(folder.resolve(report + ".json"))
        .replaceFirst("(?s)\"provenance.*", "");
  }

  private static Map<String, FileTime> groups(Path kept) {
    Map<String, FileTime> groups = new TreeMap<>();
    if (!Files.isDirectory(kept)) {
      return groups;
    }
    try (Stream<Path> files = Files.list(kept)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("group-")) {
          groups.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups;
  }
}
