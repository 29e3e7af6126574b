package org.exactloss.store;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The layout of a file that holds a state, version 1. Numbers are big-endian; a text is its length
 * in bytes, 4 bytes, and as many bytes of UTF-8; a list is the number of its entries, 4 bytes, and
 * the entries.
 *
 * <pre>
 *  bytes
 *      8  magic "XLSTATE\n": 58 4C 53 54 41 54 45 0A
 *      2  version: 00 01
 *         text: the program's version
 *         list: what was asked, ascending by name: a text, the name, and a list of texts, the values
 *         list of texts: the models' names
 *         list of the sets of slices: a list of texts, the names, and a list of texts, the types
 *         list of the input files, ascending by the bytes of their paths:
 *           text: path
 *           8: length    8: time of the last change    8: rows, or -1 where unknown
 *           1: length of the footer's digest, 0 or 32; the digest
 *         4: length; what was found of all rows
 *         the slices, ascending by set and then by the bytes of the key, each:
 *           1: 01    4: set    4: length; key    4: length; what was found of its rows
 *      1  00
 *      8  how many slices there are
 *     32  SHA-256 of all bytes before it
 * </pre>
 *
 * <p>What was found is written by {@code scan.SavedTally}. Equal content gives equal bytes.
 */
final class StateFormat {
  static final byte[] MAGIC = "XLSTATE\n".getBytes(StandardCharsets.US_ASCII);
  static final short VERSION = 1;
  static final int DIGEST_BYTES = 32;
  static final int UNKNOWN_ROWS = -1;
  static final byte GROUP = 1;
  static final byte END = 0;
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataOutputStream out;

  private StateFormat(DataOutputStream out) {
    this.out = out;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Writes a whole state.
   *
   * @param groups in their order, each once
   */
  static void write(StateHeader header, Iterator<SavedGroup> groups, OutputStream stream)
      throws IOException {
    MessageDigest digest = sha256();
    DataOutputStream out =
        new DataOutputStream(
            new java.io.BufferedOutputStream(new DigestOutputStream(stream, digest), BUFFER_BYTES));
    StateFormat format = new StateFormat(out);
    format.writeHeader(header);
    format.writeGroups(groups);
    out.flush();
    stream.write(digest.digest());
  }

  private void writeHeader(StateHeader header) throws IOException {
    out.write(MAGIC);
    out.writeShort(VERSION);
    writeText(header.program());
    out.writeInt(header.request().size());
    for (Map.Entry<String, List<String>> asked : header.request().entrySet()) {
      writeText(asked.getKey());
      writeTexts(asked.getValue());
    }
    writeTexts(header.models());
    out.writeInt(header.groupings().size());
    for (SavedGrouping grouping : header.groupings()) {
      writeTexts(grouping.names());
      writeTexts(grouping.types());
    }
    out.writeInt(header.files().size());
    for (CoveredFile file : header.files()) {
      writeFile(file);
    }
    writeBytes(header.total());
  }

  private void writeFile(CoveredFile file) throws IOException {
    writeText(file.path());
    out.writeLong(file.length());
    out.writeLong(file.modified());
    out.writeLong(file.rows().orElse(UNKNOWN_ROWS));
    byte[] footer = HexFormat.of().parseHex(file.footer().orElse(""));
    out.writeByte(footer.length);
    out.write(footer);
  }

  private void writeGroups(Iterator<SavedGroup> groups) throws IOException {
    long count = 0;
    SavedGroup before = null;
    while (groups.hasNext()) {
      SavedGroup group = groups.next();
      if (before != null && SavedGroup.ORDER.compare(before, group) >= 0) {
        throw new IllegalArgumentException("the slices are not in their order, each once");
      }
      out.writeByte(GROUP);
      out.writeInt(group.grouping());
      writeBytes(group.key());
      writeBytes(group.tally());
      before = group;
      count++;
    }
    out.writeByte(END);
    out.writeLong(count);
  }

  private void writeTexts(List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(text);
    }
  }

  private void writeText(String text) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeBytes(byte... bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Whether bytes begin as a state does. */
  static boolean isMagic(byte... first) {
    return Arrays.equals(MAGIC, first);
  }
}
