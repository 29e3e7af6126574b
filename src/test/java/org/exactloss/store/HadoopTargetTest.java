package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system with a scheme of its own goes through Hadoop, as HDFS does. */
class HadoopTargetTest {
  private static final String SCHEME = "distant";

  /** What a folder holds that takes the name of the next rename before it. */
  private static String appears = "";

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();

  /** The local disk under another scheme. */
  public static final class DistantFiles extends DelegateToFileSystem {
    public DistantFiles(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new Files(), conf, SCHEME, false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    /** Where the check and the rename are two steps, something can happen between them. */
    @Override
    public void renameInternal(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (appears.isEmpty()) {
        super.renameInternal(from, to);
        return;
      }
      Path taken = Path.of(to.toUri().getPath());
      java.nio.file.Files.createDirectories(taken.resolve(appears));
      appears = "";
      java.nio.file.Files.move(Path.of(from.toUri().getPath()), taken.resolve(from.getName()));
    }

    private static final class Files extends RawLocalFileSystem {
      @Override
      public URI getUri() {
        return URI.create(SCHEME + ":///");
      }
    }
  }

  @BeforeEach
  void knowTheScheme() {
    hadoop.set("fs.AbstractFileSystem." + SCHEME + ".impl", DistantFiles.class.getName());
  }

  @Test
  void writesTheWholeOutputAndNothingElse() throws IOException {
    AtomicOutput output = prepare("report.json", ExistingOutput.REFUSE);
    assertThat(names()).isEmpty();
    write(output, "new");
    assertThat(names()).containsExactly("report.json");
    assertThat(read("report.json")).isEqualTo("new");
  }

  @Test
  void refusesOrReplacesAnOutputThatExists() throws IOException {
    Files.writeString(folder.resolve("report.json"), "old");
    assertRefused(
        "report.json",
        Kind.USAGE,
        ": it exists; name another file, or replace it with --overwrite");
    write(prepare("report.json", ExistingOutput.REPLACE), "new");
    assertThat(read("report.json")).isEqualTo("new");
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void keepsAFileThatAppearedMeanwhile() throws IOException {
    AtomicOutput output = prepare("report.json", ExistingOutput.REFUSE);
    Files.writeString(folder.resolve("report.json"), "theirs");
    assertThatThrownBy(() -> write(output, "ours"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageContaining("it has appeared while the job ran");
    assertThat(read("report.json")).isEqualTo("theirs");
    assertThat(names()).containsExactly("report.json");
  }

  @Test
  void refusesFoldersAndMissingFolders() throws IOException {
    Files.createDirectory(folder.resolve("reports"));
    assertRefused("reports", Kind.USAGE, ": it is a folder; name a file in it");
    assertRefused(
        "missing/report.json",
        Kind.STORAGE,
        ": its folder does not exist; make it, or name another");
    assertThat(names()).containsExactly("reports");
    Files.writeString(folder.resolve("file"), "");
    assertRefused(
        "file/report.json", Kind.STORAGE, ": its folder does not exist; make it, or name another");
  }

  @Test
  void refusesAnOutputInsideAnInput() {
    assertThatThrownBy(
            () ->
                AtomicOutput.prepare(
                    uri("data/report.json"),
                    ExistingOutput.REFUSE,
                    List.of(folder + "/data", uri("data/")),
                    hadoop))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "Cannot write to "
                + uri("data/report.json")
                + ": it lies inside the input "
                + uri("data/")
                + "; name a file elsewhere");
  }

  @Test
  void meansTheDefaultFileSystemWithoutAScheme() throws IOException {
    hadoop.set("fs.defaultFS", SCHEME + ":///");
    assertThat(FileLocation.of(folder + "/report.json", hadoop).path().toString())
        .isEqualTo(SCHEME + ":" + folder + "/report.json");
    hadoop.set("fs.defaultFS", SCHEME + "://host/");
    assertThat(FileLocation.of("/report.json", hadoop).path().toString())
        .isEqualTo(SCHEME + "://host/report.json");
    assertThat(FileLocation.of("file:/report.json", hadoop).path().toString())
        .isEqualTo("file:/report.json");
  }

  @Test
  void liesInsideWholeFoldersOnly() throws IOException {
    FileLocation file = FileLocation.of(uri("data/report.json"), hadoop);
    assertThat(file.isWithin(FileLocation.of(uri("data"), hadoop))).isTrue();
    assertThat(file.isWithin(FileLocation.of(uri("dat"), hadoop))).isFalse();
    assertThat(file.isWithin(FileLocation.of(SCHEME + ":///", hadoop))).isTrue();
    assertThat(file.isWithin(FileLocation.of(SCHEME + "://host/", hadoop))).isFalse();
    assertThat(file.isWithin(FileLocation.of("file:///", hadoop))).isFalse();
  }

  /** Two jobs at once: the one that is later moves its table into that of the other, and back. */
  @Test
  void aTableThatAppearsBetweenTheCheckAndTheRenameIsLeftAlone() throws IOException {
    FileLocation location = FileLocation.of(uri("table"), hadoop);
    HadoopTarget target = new HadoopTarget(location.path(), location.files());
    Files.createDirectories(folder.resolve("staged/ours"));
    appears = "theirs";
    assertThatThrownBy(() -> target.renameFolder("staged", "table"))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(target.children()).containsExactly("theirs/");
    assertThat(folder.resolve("staged/ours")).isDirectory();
  }

  private String uri(String name) {
    return SCHEME + "://" + folder + "/" + name;
  }

  @Test
  void renamesFoldersIntoNothingThatIsThere() throws IOException {
    FileLocation location = FileLocation.of(SCHEME + "://" + folder + "/table", hadoop);
    HadoopTarget target = new HadoopTarget(location.path(), location.files());
    Files.createDirectories(folder.resolve("staged/inside"));
    Files.createDirectories(folder.resolve("taken/content"));
    assertThatThrownBy(() -> target.renameFolder("staged", "taken"))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(names()).containsExactlyInAnyOrder("staged", "taken");
    target.renameFolder("staged", target.name());
    assertThat(target.exists("staged")).isFalse();
    assertThat(target.children()).containsExactly("inside/");
    target.delete(target.name());
    assertThat(names()).containsExactly("taken");
  }

  private AtomicOutput prepare(String name, ExistingOutput existing) {
    return AtomicOutput.prepare(uri(name), existing, List.of(), hadoop);
  }

  private void assertRefused(String name, Kind kind, String messageEnd) {
    assertThatThrownBy(() -> prepare(name, ExistingOutput.REFUSE))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage("Cannot write to " + uri(name) + messageEnd);
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
