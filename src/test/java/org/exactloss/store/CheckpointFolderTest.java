package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {
  private final Configuration hadoop = new Configuration();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "distant://"})
  void aStateThatIsWrittenIsThere(String scheme) {
    hadoop.set("fs.AbstractFileSystem.distant.impl", HadoopTargetTest.DistantFiles.class.getName());
    String uri = scheme + folder + "/states";
    assertThat(prepare(uri).uri()).isEqualTo(uri);
    assertThat(folder.resolve("states")).isEmptyDirectory();
    CheckpointFolder states = prepare(uri);
    assertThat(states.has("a-1.state")).isFalse();
    StateHeader header =
        new StateHeader("1.0", new TreeMap<>(), List.of("p"), List.of(), List.of(), new byte[2]);
    StateFile.write(states.output("a-1.state"), header, List.<SavedGroup>of().iterator(), () -> {});
    assertThat(states.has("a-1.state")).isTrue();
    assertThat(states.open("a-1.state").header().program()).isEqualTo("1.0");
    assertThat(folder.resolve("states/a-1.state")).isRegularFile();
    assertThatThrownBy(() -> states.output("a-1.state")).hasMessageContaining("it exists");
    assertThat(prepare(uri).has("a-1.state")).isTrue();
  }

  /** A local folder is made without Hadoop's file systems. */
  @Test
  void localFoldersNeedNoHadoop() {
    CheckpointFolder.prepare(folder + "/states", List.of(), UnreachableFiles.as("file"));
    assertThat(folder.resolve("states")).isEmptyDirectory();
  }

  @Test
  void aFolderOfOtherThingsIsRefused() throws IOException {
    Files.writeString(folder.resolve("a.state"), "");
    Files.writeString(folder.resolve(".hidden"), "");
    assertThat(prepare(folder.toString())).isNotNull();
    Files.writeString(folder.resolve("letter.txt"), "");
    refused(
        folder.toString(),
        Kind.USAGE,
        "it holds letter.txt, which is no file of a checkpoint; name another folder");
  }

  @Test
  void whatIsNoFolderIsRefused() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    refused(folder + "/file", Kind.USAGE, "it is no folder, and a checkpoint is one; name another");
    refused(
        folder + "/missing/states",
        Kind.STORAGE,
        "its folder does not exist; make it, or name another");
  }

  @Test
  void itKeepsAwayFromInputs() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    for (String name : List.of("data/states", "data")) {
      assertThatThrownBy(
              () ->
                  CheckpointFolder.prepare(folder + "/" + name, List.of(folder + "/data"), hadoop))
          .isInstanceOfSatisfying(
              EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
          .hasMessageContaining(" the input " + folder + "/data; name a file elsewhere");
    }
    assertThat(folder.resolve("data")).isEmptyDirectory();
    CheckpointFolder states = prepare(folder + "/data");
    assertThat(states.has("a.state")).isFalse();
  }

  private CheckpointFolder prepare(String uri) {
    return CheckpointFolder.prepare(uri, List.of(), hadoop);
  }

  private void refused(String uri, Kind kind, String why) {
    assertThatThrownBy(() -> prepare(uri))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage("Cannot write to " + uri + ": " + why);
  }
}
