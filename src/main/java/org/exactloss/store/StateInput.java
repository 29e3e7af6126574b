package org.exactloss.store;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the parts of a state. Nothing is allocated for a length before it is known that the file
 * has that many bytes; what does not fit the format is an {@link IOException} that says where.
 */
final class StateInput implements Closeable {
  private static final int LEAST_TEXT = Integer.BYTES;
  private static final int LEAST_ENTRY = 2 * Integer.BYTES;
  private static final int LEAST_FILE = Integer.BYTES + 3 * Long.BYTES + 1;

  private final DataInputStream in;
  private final long length;
  private long remaining;

  /**
   * @param length of what may be read
   */
  StateInput(InputStream in, long length) {
    this.in = new DataInputStream(in);
    this.length = length;
    remaining = length;
  }

  /** The beginning up to the slices. */
  StateHeader header() throws IOException {
    require(StateFormat.isMagic(bytes(StateFormat.MAGIC.length)), "it does not begin as a state");
    need(Short.BYTES);
    short version = in.readShort();
    require(
        version == StateFormat.VERSION,
        "its format has the version "
            + version
            + ", and this program reads version "
            + StateFormat.VERSION);
    return new StateHeader(
        text(), request(), texts(), groupings(), files(), bytes(count(1, "bytes")));
  }

  private SortedMap<String, List<String>> request() throws IOException {
    SortedMap<String, List<String>> request = new TreeMap<>();
    for (int left = count(LEAST_ENTRY, "options"); left > 0; left--) {
      String name = text();
      require(
          request.isEmpty() || request.lastKey().compareTo(name) < 0,
          "the option " + name + " is out of order");
      request.put(name, texts());
    }
    return request;
  }

  private List<SavedGrouping> groupings() throws IOException {
    List<SavedGrouping> groupings = new ArrayList<>();
    for (int left = count(LEAST_ENTRY, "sets of slices"); left > 0; left--) {
      SavedGrouping grouping = new SavedGrouping(texts(), texts());
      require(
          !grouping.names().isEmpty() && grouping.names().size() == grouping.types().size(),
          "the slices by " + grouping.names() + " have the types " + grouping.types());
      groupings.add(grouping);
    }
    return groupings;
  }

  private List<CoveredFile> files() throws IOException {
    List<CoveredFile> files = new ArrayList<>();
    for (int left = count(LEAST_FILE, "files"); left > 0; left--) {
      CoveredFile file = file();
      require(
          files.isEmpty() || CoveredFile.ORDER.compare(files.get(files.size() - 1), file) < 0,
          "the file " + file.path() + " is out of order");
      files.add(file);
    }
    return files;
  }

  private CoveredFile file() throws IOException {
    String path = text();
    need(3 * Long.BYTES + 1);
    long size = in.readLong();
    long modified = in.readLong();
    long rows = in.readLong();
    int digest = in.readByte();
    require(
        size >= 0
            && rows >= StateFormat.UNKNOWN_ROWS
            && (digest == 0 || digest == StateFormat.DIGEST_BYTES),
        "the file " + path + " has " + size + " bytes and " + rows + " rows");
    byte[] footer = bytes(digest);
    return new CoveredFile(
        path,
        size,
        modified,
        rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows),
        digest == 0 ? Optional.empty() : Optional.of(HexFormat.of().formatHex(footer)));
  }

  /** The next slice; empty behind the last one, when everything must have been read. */
  Optional<SavedGroup> group(int groupings, long before) throws IOException {
    need(1);
    byte kind = in.readByte();
    if (kind == StateFormat.END) {
      need(Long.BYTES);
      long count = in.readLong();
      require(count == before, "there are " + before + " slices, and " + count + " are announced");
      require(remaining == 0, remaining + " bytes are left over");
      return Optional.empty();
    }
    require(kind == StateFormat.GROUP, "a slice begins with " + kind);
    need(Integer.BYTES);
    int grouping = in.readInt();
    require(
        grouping >= 0 && grouping < groupings, "a slice is of the set " + grouping + " of slices");
    return Optional.of(
        new SavedGroup(grouping, bytes(count(1, "bytes")), bytes(count(1, "bytes"))));
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = count(LEAST_TEXT, "texts"); left > 0; left--) {
      texts.add(text());
    }
    return texts;
  }

  private String text() throws IOException {
    byte[] bytes = bytes(count(1, "bytes"));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw damaged("a text is not in UTF-8", e);
    }
  }

  /** How many entries follow, if there can be so many that each have at least some bytes. */
  private int count(int leastBytes, String what) throws IOException {
    need(Integer.BYTES);
    int count = in.readInt();
    require(
        count >= 0 && count <= remaining / leastBytes,
        count + " " + what + " do not fit into " + remaining + " bytes");
    return count;
  }

  private byte[] bytes(int count) throws IOException {
    need(count);
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  private void need(int count) throws IOException {
    require(count <= remaining, "it ends where " + count + " more bytes should be");
    remaining -= count;
  }

  void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw damaged(otherwise, null);
    }
  }

  private IOException damaged(String why, Exception cause) {
    String message = "it is damaged before byte " + (length - remaining) + ": " + why;
    return new IOException(message, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
