package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicOutputTest {
  @TempDir Path folder;

  @Test
  void writesTheWholeOutputAndNothingElse() throws IOException {
    write(prepare("report.json"), "new");
    assertThat(names()).containsExactly("report.json");
    assertThat(read("report.json")).isEqualTo("new");
  }

  @Test
  void acceptsFileUrisAndBlanksInNames() throws IOException {
    AtomicOutput output =
        AtomicOutput.prepare(
            "file://" + folder + "/my report.json",
            ExistingOutput.REFUSE,
            List.of(),
            new Configuration());
    write(output, "new");
    assertThat(read("my report.json")).isEqualTo("new");
  }

  @Test
  void leavesNothingBehindWhenItIsOnlyPrepared() throws IOException {
    prepare("report.json");
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesAnOutputThatExists() throws IOException {
    Files.writeString(folder.resolve("report.json"), "old");
    assertRefused(
        "report.json",
        Kind.USAGE,
        ": it exists; name another file, or replace it with --overwrite");
    assertThat(read("report.json")).isEqualTo("old");
  }

  @Test
  void refusesALinkThatPointsNowhere() throws IOException {
    Files.createSymbolicLink(folder.resolve("report.json"), folder.resolve("missing"));
    assertRefused(
        "report.json",
        Kind.USAGE,
        ": it is neither a file nor a folder; name a file, or - for standard output");
  }

  @Test
  void replacesAnOutputInOneStep() throws IOException {
    Files.writeString(folder.resolve("report.json"), "old");
    AtomicOutput output = prepare("report.json", ExistingOutput.REPLACE);
    output.write(
        stream -> {
          stream.write("new".getBytes(StandardCharsets.UTF_8));
          assertThat(read("report.json")).isEqualTo("old");
        });
    assertThat(read("report.json")).isEqualTo("new");
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void replacesTheFileThatALinkNames() throws IOException {
    Files.writeString(folder.resolve("2025.json"), "old");
    Files.createSymbolicLink(folder.resolve("latest.json"), Path.of("2025.json"));
    write(prepare("latest.json", ExistingOutput.REPLACE), "new");
    assertThat(folder.resolve("latest.json")).isSymbolicLink();
    assertThat(read("2025.json")).isEqualTo("new");
  }

  @Test
  void keepsAFileThatAppearedMeanwhile() throws IOException {
    AtomicOutput output = prepare("report.json");
    Files.writeString(folder.resolve("report.json"), "theirs");
    assertThatThrownBy(() -> write(output, "ours"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to "
                + folder.resolve("report.json")
                + ": it has appeared while the job ran; name another file, or replace it with"
                + " --overwrite");
    assertThat(read("report.json")).isEqualTo("theirs");
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void leavesNothingBehindWhenWritingFails() throws IOException {
    AtomicOutput output = prepare("report.json");
    assertThatThrownBy(
            () ->
                output.write(
                    stream -> {
                      stream.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageEndingWith(": No space left on device; mend that, or name another place");
    assertThatThrownBy(
            () ->
                output.write(
                    stream -> {
                      throw new IllegalStateException("a fault");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault");
    assertThat(names()).isEmpty();
  }

  @Test
  void respectsTheUmask() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "umask").start();
    int umask =
        Integer.parseInt(
            new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip(),
            8);
    write(prepare("report.json"), "new");
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(folder.resolve("report.json"));
    assertThat(permissions.contains(PosixFilePermission.GROUP_READ)).isEqualTo((umask & 040) == 0);
    assertThat(permissions.contains(PosixFilePermission.GROUP_WRITE)).isEqualTo((umask & 020) == 0);
    assertThat(permissions.contains(PosixFilePermission.OTHERS_READ)).isEqualTo((umask & 04) == 0);
    assertThat(permissions).doesNotContain(PosixFilePermission.OWNER_EXECUTE);
  }

  @Test
  void refusesAFolder() throws IOException {
    Files.createDirectory(folder.resolve("reports"));
    assertRefused("reports/", Kind.USAGE, ": it is a folder; name a file in it");
  }

  @Test
  void refusesAMissingFolder() {
    assertRefused(
        "missing/report.json",
        Kind.STORAGE,
        ": its folder does not exist; make it, or name another");
  }

  @Test
  void refusesAFileInPlaceOfTheFolder() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertRefused(
        "file/report.json", Kind.STORAGE, ": its folder does not exist; make it, or name another");
  }

  /** Not even root can make a file there. */
  @Test
  void refusesAFolderThatCannotBeWrittenTo() {
    assertThatThrownBy(
            () ->
                AtomicOutput.prepare(
                    "/proc/report.json", ExistingOutput.REFUSE, List.of(), new Configuration()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageStartingWith("Cannot write to /proc/report.json: ")
        .hasMessageEndingWith("; mend that, or name another place")
        .hasMessageNotContaining(".tmp");
  }

  @Test
  void refusesASchemeThatNobodyKnows() {
    assertThatThrownBy(
            () ->
                AtomicOutput.prepare(
                    "nosuch://host/report.json",
                    ExistingOutput.REFUSE,
                    List.of(),
                    new Configuration()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageStartingWith("Cannot reach nosuch://host/report.json: its file system")
        .hasMessageEndingWith("; check the scheme, and that Spark has the library for it");
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThatThrownBy(
            () ->
                AtomicOutput.prepare(
                    ":report", ExistingOutput.REFUSE, List.of(), new Configuration()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageStartingWith("Cannot use :report as a path: ");
  }

  private AtomicOutput prepare(String name) {
    return prepare(name, ExistingOutput.REFUSE);
  }

  private AtomicOutput prepare(String name, ExistingOutput existing) {
    return AtomicOutput.prepare(folder + "/" + name, existing, List.of(), new Configuration());
  }

  private void assertRefused(String name, Kind kind, String messageEnd) {
    assertThatThrownBy(() -> prepare(name))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage("Cannot write to " + folder + "/" + name + messageEnd);
  }

  private static void write(AtomicOutput output, String text) {
    output.write(stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
