package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of states: what is written is read, and nothing else is. */
class StateFileTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private static StateHeader header() {
    return new StateHeader(
        "1.0",
        new TreeMap<>(java.util.Map.of("target", List.of("t"), "metric", List.of("mae", "r2"))),
        List.of("p", "q\u202E"),
        List.of(new SavedGrouping(List.of("s", "i"), List.of("STRING", "INT"))),
        List.of(
            new CoveredFile("file:/b", 7, 9, OptionalLong.of(3), Optional.of("ab".repeat(32))),
            new CoveredFile("file:/a", 0, -5, OptionalLong.empty(), Optional.empty())),
        new byte[] {1, 2, 3});
  }

  private static List<SavedGroup> groups() {
    return List.of(
        new SavedGroup(0, new byte[] {0}, new byte[] {4}),
        new SavedGroup(0, new byte[] {0, 0}, new byte[0]),
        new SavedGroup(0, new byte[] {(byte) 0x80}, new byte[] {5, 6}));
  }

  private static byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StateFormat.write(header(), groups().iterator(), out);
    return out.toByteArray();
  }

  private StateFile open(byte... bytes) throws IOException {
    return StateFile.open(Files.write(folder.resolve("x.state"), bytes).toString(), HADOOP);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    StateFile file = open(bytes());
    assertThat(file.header()).usingRecursiveComparison().isEqualTo(header());
    List<SavedGroup> read = new ArrayList<>();
    try (StateFile.Groups groups = file.groups()) {
      groups.forEachRemaining(read::add);
    }
    assertThat(read).usingRecursiveComparison().isEqualTo(groups());
  }

  @Test
  void groupsOutOfOrderAreNotWritten() {
    List<SavedGroup> twice = List.of(groups().get(1), groups().get(0));
    assertThatThrownBy(
            () -> StateFormat.write(header(), twice.iterator(), new ByteArrayOutputStream()))
        .hasMessageContaining("order");
  }

  /** Cut anywhere, and with any bit flipped: the checksum is compared before anything else. */
  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] bytes = bytes();
    for (int length = 0; length < bytes.length; length++) {
      refused(Arrays.copyOf(bytes, length));
    }
    for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      refused(flipped);
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** Behind a right checksum: read whole, or refused; never more memory than the file has. */
  @Test
  void forgedFilesAreReadWholeOrRefused() throws IOException {
    long seed = System.nanoTime();
    System.err.println("StateFileTest seed " + seed);
    Random random = new Random(seed);
    byte[] bytes = bytes();
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] forged = bytes.clone();
      int content = forged.length - StateFormat.DIGEST_BYTES;
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        forged[10 + random.nextInt(content - 10)] = (byte) random.nextInt();
      }
      var digest = StateFormat.sha256();
      digest.update(forged, 0, content);
      System.arraycopy(digest.digest(), 0, forged, content, StateFormat.DIGEST_BYTES);
      try (StateFile.Groups groups = open(forged).groups()) {
        groups.forEachRemaining(group -> assertThat(group.grouping()).isZero());
      } catch (EvaluationException e) {
        assertThat(e.kind()).isEqualTo(Kind.STORAGE);
        assertThat(e).hasMessageContaining("x.state");
        refused++;
      }
    }
    assertThat(refused).isBetween(300, 2999);
  }

  private void refused(byte... bytes) {
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageStartingWith("Cannot read the state " + folder.resolve("x.state"))
        .hasMessageMatching("Cannot .+: .+; .+");
  }
}
