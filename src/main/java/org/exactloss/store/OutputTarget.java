package org.exactloss.store;

import java.io.IOException;
import java.io.OutputStream;

/** Where an output goes: a name in a folder of some file system. */
interface OutputTarget {
  /** What bears the name now. */
  enum Occupant {
    NOTHING,
    FILE,
    FOLDER,
    OTHER
  }

  Occupant occupant() throws IOException;

  /** Whether the folder exists. */
  boolean hasFolder() throws IOException;

  /** Makes a new file in the folder; it lasts once the stream is closed. */
  OutputStream create(String temporaryName) throws IOException;

  /**
   * Gives a complete file of the folder its name, in one step.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one that may not be replaced
   */
  void publish(String temporaryName, ExistingOutput existing) throws IOException;

  /** Deletes a file of the folder if it is there. */
  void delete(String temporaryName) throws IOException;
}
