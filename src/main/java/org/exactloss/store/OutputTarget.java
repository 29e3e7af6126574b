package org.exactloss.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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

  /** Deletes a file of the folder, or a folder in it with all that it holds, if it is there. */
  void delete(String temporaryName) throws IOException;

  /** Whether the folder has a file or a folder of this name. */
  boolean exists(String name) throws IOException;

  /** The names of the files, and with a slash behind them of the folders, in this target. */
  List<String> children() throws IOException;

  /** The name that the target has in its folder. */
  String name();

  /** Where something of this name in the folder is, as Spark takes it. */
  String uri(String name);

  /**
   * Gives a folder of the folder another name, in one step where the file system can do that.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something bears that name; nothing is moved
   *     into it then
   */
  void renameFolder(String from, String to) throws IOException;
}
