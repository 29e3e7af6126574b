package org.exactloss.store;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;

/**
 * A state in a file, in the layout of {@link StateFormat}. Its slices are read one by one, so that
 * memory does not grow with them; a local file is read without Hadoop's file systems.
 */
public final class StateFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String uri;
  private final FileLocation location;
  private final long length;
  private final byte[] checksum;
  private final StateHeader header;

  private StateFile(
      String uri, FileLocation location, long length, byte[] checksum, StateHeader header) {
    this.uri = uri;
    this.location = location;
    this.length = length;
    this.checksum = checksum;
    this.header = header;
  }

  /**
   * Opens a state: its checksum is compared before anything of it is believed.
   *
   * @param uri as the user gave it; without a scheme it means what it means to Spark
   * @throws EvaluationException of kind STORAGE if it is missing, unreadable, damaged, no state, or
   *     of an unknown version
   */
  public static StateFile open(String uri, Configuration hadoop) {
    FileLocation location = FileLocation.of(uri, hadoop);
    try {
      long length = length(location);
      byte[] checksum = verify(location, length);
      try (StateInput in = new StateInput(stream(location), length - checksum.length)) {
        return new StateFile(uri, location, length, checksum, in.header());
      }
    } catch (IOException e) {
      throw unreadable(uri, e);
    }
  }

  /**
   * Writes a state whole or not at all.
   *
   * @param lastCheck runs when all is written and before it appears; if it throws, it does not
   */
  public static void write(
      AtomicOutput output, StateHeader header, Iterator<SavedGroup> groups, Runnable lastCheck) {
    output.write(
        stream -> {
          StateFormat.write(header, groups, stream);
          lastCheck.run();
        });
  }

  private static long length(FileLocation location) throws IOException {
    if (!location.isLocal()) {
      return location.files().getFileStatus(location.path()).getLen();
    } else if (Files.isDirectory(location.localPath())) {
      throw new IOException("it is a folder");
    }
    return Files.size(location.localPath());
  }

  private static InputStream stream(FileLocation location) throws IOException {
    InputStream stream =
        location.isLocal()
            ? Files.newInputStream(location.localPath())
            : location.files().open(location.path());
    return new BufferedInputStream(stream, BUFFER_BYTES);
  }

  private static byte[] verify(FileLocation location, long length) throws IOException {
    try (InputStream stream = stream(location)) {
      byte[] first = stream.readNBytes(StateFormat.MAGIC.length);
      if (!StateFormat.isMagic(first)) {
        throw new IOException("it is no state: it does not begin as one");
      }
      int version = stream.read() << Byte.SIZE | stream.read();
      if (version != StateFormat.VERSION) {
        throw new IOException(
            "its format has the version "
                + version
                + ", and this program reads version "
                + StateFormat.VERSION);
      }
    }
    long content = length - StateFormat.DIGEST_BYTES;
    MessageDigest digest = StateFormat.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream stream = stream(location)) {
      long left = content;
      while (left > 0) {
        int read = stream.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("it ends " + left + " bytes too early");
        }
        digest.update(buffer, 0, read);
        left -= read;
      }
      byte[] stored = stream.readNBytes(StateFormat.DIGEST_BYTES);
      if (!MessageDigest.isEqual(stored, digest.digest())) {
        throw new IOException(
            "it is damaged: its checksum at byte " + content + " is not that of its bytes");
      }
      return stored;
    }
  }

  /** The URI as the user gave it. */
  public String uri() {
    return uri;
  }

  /** What it says of itself. */
  public StateHeader header() {
    return header;
  }

  /** Reads the slices in their order, from the first one on; to be closed. */
  public Groups groups() {
    try {
      return new Groups();
    } catch (IOException e) {
      throw unreadable(uri, e);
    }
  }

  /** Slices that are read one by one. */
  public final class Groups implements Iterator<SavedGroup>, AutoCloseable {
    private final MessageDigest digest = StateFormat.sha256();
    private final StateInput in;
    private Optional<SavedGroup> next;
    private long before;

    private Groups() throws IOException {
      in =
          new StateInput(
              new DigestInputStream(stream(location), digest), length - StateFormat.DIGEST_BYTES);
      try {
        in.header();
        next = read();
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    }

    private Optional<SavedGroup> read() throws IOException {
      Optional<SavedGroup> group = in.group(header.groupings().size(), before);
      if (group.isEmpty()) {
        // The file may have been replaced since it was opened.
        in.require(MessageDigest.isEqual(checksum, digest.digest()), "it has changed meanwhile");
      }
      before++;
      return group;
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public SavedGroup next() {
      SavedGroup group = next.orElseThrow(NoSuchElementException::new);
      try {
        next = read();
        if (next.isPresent()) {
          in.require(SavedGroup.ORDER.compare(group, next.get()) < 0, "a slice is out of order");
        }
      } catch (IOException e) {
        throw unreadable(uri, e);
      }
      return group;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw unreadable(uri, e);
      }
    }
  }

  /** A part of the state that its checksum covers but this program cannot understand. */
  public EvaluationException damaged(String part, RuntimeException cause) {
    return unreadable(uri, new IOException(part + " is damaged: " + cause.getMessage(), cause));
  }

  private static EvaluationException unreadable(String uri, IOException e) {
    boolean missing = e instanceof FileNotFoundException || e instanceof NoSuchFileException;
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot read the state "
            + uri
            + ": "
            + (missing
                ? "it does not exist; name a file that evaluate --state has written"
                : OutputPlace.reason(e)
                    + "; restore the file, or make it again with evaluate --state"),
        e);
  }
}
