package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** States written part by part, as the documents say, right and with one part wrong. */
class StateLayoutTest {
  private static final byte[] DIGEST =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The parts by their names, in their order. */
  private static Map<String, byte[]> parts() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("magic", "XLSTATE\n".getBytes(StandardCharsets.US_ASCII));
    parts.put("version", u16(1));
    parts.put("program", text("1.0"));
    parts.put("options", list(option("metric", "mae", "r2"), option("target", "t")));
    parts.put("models", texts("p", "ü"));
    parts.put("sets", list(join(texts("s", "i"), texts("STRING", "INT"))));
    parts.put("files", list(file("a", 0, 0, new byte[0]), file("b", 7, -1, DIGEST)));
    parts.put("total", bytes(1, 2, 3));
    parts.put("slices", join(slice(0, bytes(0), bytes(4)), slice(0, bytes(128), bytes())));
    parts.put("end", join(new byte[] {0}, u64(2)));
    return parts;
  }

  private static StateHeader header() {
    return new StateHeader(
        "1.0",
        new TreeMap<>(Map.of("metric", List.of("mae", "r2"), "target", List.of("t"))),
        List.of("p", "ü"),
        List.of(new SavedGrouping(List.of("s", "i"), List.of("STRING", "INT"))),
        List.of(
            new CoveredFile("a", 0, -5, OptionalLong.of(0), Optional.empty()),
            new CoveredFile(
                "b",
                7,
                -5,
                OptionalLong.empty(),
                Optional.of("30313233343536373839616263646566".repeat(2)))),
        new byte[] {1, 2, 3});
  }

  private static List<SavedGroup> groups() {
    return List.of(
        new SavedGroup(0, new byte[] {0}, new byte[] {4}),
        new SavedGroup(0, new byte[] {(byte) 128}, new byte[0]));
  }

  @Test
  void theDocumentedLayoutIsReadAndWritten() throws IOException {
    byte[] state = join(parts().values().toArray(new byte[0][]));
    StateInput in = new StateInput(new ByteArrayInputStream(state), state.length);
    assertThat(in.header()).usingRecursiveComparison().isEqualTo(header());
    assertThat(slices(in)).usingRecursiveComparison().isEqualTo(groups());
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    StateFormat.write(header(), groups().iterator(), written);
    assertThat(written.toByteArray()).isEqualTo(join(state, StateFormat.sha256().digest(state)));
  }

  static List<Arguments> wrongParts() {
    byte[] none = new byte[0];
    return List.of(
        arguments("magic", new byte[8], "it does not begin as a state"),
        arguments(
            "version", u16(2), "its format has the version 2, and this program reads version 1"),
        arguments("program", join(u32(2), new byte[] {'a', -1}), "a text is not in UTF-8"),
        arguments("options", list(option("b"), option("a")), "the option a is out of order"),
        arguments("options", list(option("a"), option("a")), "the option a is out of order"),
        arguments(
            "sets",
            list(join(texts("s", "i"), texts("INT"))),
            "the slices by [s, i] have the types [INT]"),
        arguments("sets", list(join(texts(), texts())), "the slices by [] have the types []"),
        arguments(
            "files", list(file("b", 1, 1, none), file("a", 1, 1, none)), "the file a is out of"),
        arguments(
            "files", list(file("a", 1, 1, none), file("a", 1, 1, none)), "the file a is out of"),
        arguments("files", list(file("a", -1, 3, none)), "the file a has -1 bytes and 3 rows"),
        arguments("files", list(file("a", 1, -2, none)), "the file a has 1 bytes and -2 rows"),
        arguments("files", list(file("a", 1, 3, new byte[5])), "the file a has 1 bytes and 3 rows"),
        arguments("slices", new byte[] {2}, "a slice begins with 2"),
        arguments("slices", slice(1, bytes(), bytes()), "a slice is of the set 1 of slices"),
        arguments("slices", slice(-1, bytes(), bytes()), "a slice is of the set -1 of slices"),
        arguments("slices", none, "there are 0 slices, and 2 are announced"),
        arguments("end", join(new byte[] {0}, u64(3)), "there are 2 slices, and 3 are announced"),
        arguments("end", join(new byte[] {0}, u64(2), new byte[5]), "5 bytes are left over"),
        arguments("end", new byte[] {0}, "it ends where 8 more bytes should be"),
        arguments("end", none, "it ends where 1 more bytes should be"),
        arguments("total", u32(-1), "-1 bytes do not fit into "));
  }

  @ParameterizedTest
  @MethodSource("wrongParts")
  void aWrongPartIsNamed(String part, byte[] wrong, String why) {
    Map<String, byte[]> parts = parts();
    parts.put(part, wrong);
    byte[] state = join(parts.values().toArray(new byte[0][]));
    assertThatThrownBy(() -> readAll(state, state.length))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("it is damaged before byte \\d+: .*")
        .hasMessageContaining(why);
  }

  /** The place that is named is behind what was read last. */
  @Test
  void theDamagedPlaceIsNamed() {
    Map<String, byte[]> parts = parts();
    parts.put("version", u16(513));
    byte[] state = join(parts.values().toArray(new byte[0][]));
    assertThatThrownBy(() -> readAll(state, state.length))
        .hasMessageStartingWith("it is damaged before byte 10: its format has the version 513,");
    assertThatThrownBy(() -> readAll(state, 9))
        .hasMessage("it is damaged before byte 8: it ends where 2 more bytes should be");
  }

  /** A length is believed only if the rest has that many bytes, of the least size of each entry. */
  @Test
  void announcedLengthsAreComparedWithTheRest() {
    byte[] begin = join(parts().get("magic"), u16(1), text(""), list());
    byte[] full = join(begin, texts("", "", ""));
    assertThatThrownBy(() -> readAll(full, full.length))
        .hasMessageEndingWith(": it ends where 4 more bytes should be");
    byte[] more = join(begin, u32(4), new byte[12]);
    assertThatThrownBy(() -> readAll(more, more.length))
        .hasMessage(
            "it is damaged before byte %d: 4 texts do not fit into 12 bytes", begin.length + 4);
    byte[] bytes = join(parts().get("magic"), u16(1), u32(5), new byte[4]);
    assertThatThrownBy(() -> readAll(bytes, bytes.length))
        .hasMessageEndingWith(": 5 bytes do not fit into 4 bytes");
  }

  @Test
  void closingClosesTheFile() throws IOException {
    boolean[] closed = {false};
    new StateInput(
            new ByteArrayInputStream(new byte[0]) {
              @Override
              public void close() {
                closed[0] = true;
              }
            },
            0)
        .close();
    assertThat(closed[0]).isTrue();
  }

  private static void readAll(byte[] state, long length) throws IOException {
    StateInput in = new StateInput(new ByteArrayInputStream(state), length);
    in.header();
    slices(in);
  }

  private static List<SavedGroup> slices(StateInput in) throws IOException {
    List<SavedGroup> slices = new ArrayList<>();
    for (Optional<SavedGroup> next = in.group(1, 0); next.isPresent(); ) {
      slices.add(next.get());
      next = in.group(1, slices.size());
    }
    return slices;
  }

  private static byte[] option(String name, String... values) {
    return join(text(name), texts(values));
  }

  private static byte[] file(String path, long length, long rows, byte[] footer) {
    return join(
        text(path), u64(length), u64(-5), u64(rows), new byte[] {(byte) footer.length}, footer);
  }

  private static byte[] slice(int set, byte[] key, byte[] tally) {
    return join(new byte[] {1}, u32(set), key, tally);
  }

  private static byte[] texts(String... texts) {
    byte[][] entries = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      entries[i] = text(texts[i]);
    }
    return list(entries);
  }

  private static byte[] list(byte[]... entries) {
    return join(u32(entries.length), join(entries));
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(u32(bytes.length), bytes);
  }

  /** A length and as many bytes. */
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return join(u32(bytes.length), bytes);
  }

  private static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
