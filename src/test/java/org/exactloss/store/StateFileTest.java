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
import java.util.stream.Stream;
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
    assertThat(groups(file)).usingRecursiveComparison().isEqualTo(groups());
  }

  @Test
  void groupsOutOfOrderAreNotWritten() {
    for (SavedGroup second : groups().subList(0, 2)) {
      List<SavedGroup> slices = List.of(groups().get(1), second);
      assertThatThrownBy(
              () -> StateFormat.write(header(), slices.iterator(), new ByteArrayOutputStream()))
          .hasMessageContaining("order");
    }
  }

  @Test
  void aStateAppearsIfTheLastCheckPasses() throws IOException {
    String uri = folder.resolve("y.state").toString();
    AtomicOutput output = AtomicOutput.prepare(uri, ExistingOutput.REFUSE, List.of(), HADOOP);
    assertThatThrownBy(
            () ->
                StateFile.write(
                    output,
                    header(),
                    groups().iterator(),
                    () -> {
                      throw new IllegalStateException("at last");
                    }))
        .hasMessage("at last");
    assertThat(folder).isEmptyDirectory();
    StateFile.write(output, header(), groups().iterator(), () -> {});
    assertThat(folder.resolve("y.state")).hasBinaryContent(bytes());
    assertThat(StateFile.open(uri, HADOOP).uri()).isEqualTo(uri);
  }

  /** A local file is read without Hadoop's file systems, and one elsewhere through them alone. */
  @Test
  void filesElsewhereAreReadThroughHadoop() throws IOException {
    Files.write(folder.resolve("x.state"), bytes());
    String uri = folder + "/x.state";
    assertThat(groups(StateFile.open(uri, UnreachableFiles.as("file")))).hasSize(3);
    Configuration hadoop = UnreachableFiles.as("elsewhere");
    assertThatThrownBy(() -> StateFile.open("elsewhere://" + uri, hadoop))
        .hasMessageContaining("x.state: the disk is away; restore the file, or make it again");
    hadoop.set("fs.AbstractFileSystem.distant.impl", HadoopTargetTest.DistantFiles.class.getName());
    assertThat(groups(StateFile.open("distant://" + uri, hadoop))).hasSize(3);
  }

  @Test
  void whatIsNoFileIsNotRead() throws IOException {
    String missing = folder.resolve("missing.state").toString();
    assertThatThrownBy(() -> StateFile.open(missing, HADOOP))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage(
            "Cannot read the state "
                + missing
                + ": it does not exist; name a file that evaluate --state has written");
    Configuration hadoop = new Configuration();
    hadoop.set("fs.AbstractFileSystem.distant.impl", HadoopTargetTest.DistantFiles.class.getName());
    assertThatThrownBy(() -> StateFile.open("distant://" + missing, hadoop))
        .hasMessageContaining(": it does not exist; ");
    assertThatThrownBy(() -> StateFile.open(folder.toString(), HADOOP))
        .hasMessageContaining(": it is a folder; restore the file, or make it again");
  }

  /** The checksum is right, so that another part of the file must say what is wrong. */
  @Test
  void otherFilesAndVersionsAreRefused() throws IOException {
    byte[] noState = bytes();
    noState[7] = ' ';
    assertThatThrownBy(() -> open(checked(noState)))
        .hasMessageContaining(": it is no state: it does not begin as one; ");
    byte[] later = bytes();
    later[8] = 1;
    assertThatThrownBy(() -> open(checked(later)))
        .hasMessageContaining(
            "x.state: its format has the version 257, and this program reads version 1; ");
  }

  /** What was found of all rows is the last part of the header: it must end before the checksum. */
  @Test
  void theChecksumIsNoPartOfTheHeader() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StateFormat.write(header(), List.<SavedGroup>of().iterator(), out);
    byte[] bytes = out.toByteArray();
    int end = bytes.length - StateFormat.DIGEST_BYTES;
    int length = end - 1 - Long.BYTES - header().total().length - 1;
    assertThat(bytes[length]).isEqualTo((byte) header().total().length);
    bytes[length] = (byte) (end - 1 - length);
    assertThat(open(checked(bytes)).header().total()).hasSize(end - 1 - length);
    bytes[length]++;
    assertThatThrownBy(() -> open(checked(bytes))).hasMessageContaining(" bytes do not fit into ");
  }

  @Test
  void aSliceThatComesTwiceIsRefused() throws IOException {
    byte[] bytes = bytes();
    // Of the second key of two zeros and no tally, a key of one zero with a tally of one byte.
    int second = indexOf(bytes, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0});
    bytes[second + 8] = 1;
    System.arraycopy(new byte[] {0, 0, 0, 1, 9}, 0, bytes, second + 10, 5);
    StateFile file = open(checked(bytes));
    assertThatThrownBy(() -> groups(file)).hasMessageContaining(": a slice is out of order; ");
  }

  /** A file that is replaced between its header and its slices is not mixed with the new one. */
  @Test
  void aStateThatChangesMeanwhileIsRefused() throws IOException {
    StateFile file = open(bytes());
    byte[] other = bytes();
    int last = indexOf(other, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0x80, 0, 0, 0, 2, 5});
    other[last + 14] = 7;
    Files.write(folder.resolve("x.state"), checked(other));
    assertThatThrownBy(() -> groups(file)).hasMessageContaining(": it has changed meanwhile; ");
    Files.write(folder.resolve("x.state"), new byte[9]);
    assertThatThrownBy(file::groups).hasMessageContaining("it does not begin as a state");
    assertThat(openDescriptors()).isZero();
  }

  @Test
  void nothingStaysOpen() throws IOException {
    StateFile file = open(bytes());
    try (StateFile.Groups groups = file.groups()) {
      assertThat(groups.hasNext()).isTrue();
      assertThat(openDescriptors()).isOne();
    }
    assertThat(openDescriptors()).isZero();
  }

  /** How often this process has the file open, as Linux says. */
  private long openDescriptors() throws IOException {
    Path file = folder.resolve("x.state");
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(link -> isLinkTo(link, file)).count();
    }
  }

  private static boolean isLinkTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException e) {
      return false; // closed since it was listed
    }
  }

  @Test
  void aPartThatNobodyUnderstandsIsNamedWithTheFile() throws IOException {
    EvaluationException damaged =
        open(bytes()).damaged("a slice", new IllegalArgumentException("it is odd"));
    assertThat(damaged.kind()).isEqualTo(Kind.STORAGE);
    assertThat(damaged)
        .hasMessage(
            "Cannot read the state "
                + folder.resolve("x.state")
                + ": a slice is damaged: it is odd; restore the file, or make it again with"
                + " evaluate --state");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    int index = 0;
    while (!Arrays.equals(bytes, index, index + part.length, part, 0, part.length)) {
      index++;
    }
    return index;
  }

  /** The bytes with the checksum that they should have. */
  private static byte[] checked(byte... bytes) {
    int content = bytes.length - StateFormat.DIGEST_BYTES;
    byte[] digest = StateFormat.sha256().digest(Arrays.copyOf(bytes, content));
    System.arraycopy(digest, 0, bytes, content, digest.length);
    return bytes;
  }

  private static List<SavedGroup> groups(StateFile file) {
    List<SavedGroup> read = new ArrayList<>();
    try (StateFile.Groups groups = file.groups()) {
      groups.forEachRemaining(read::add);
    }
    return read;
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
      try (StateFile.Groups groups = open(checked(forged)).groups()) {
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
