package org.exactloss.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.exactloss.spec.EvaluationException;

/** A file that is read whole. */
public final class StoredFile {
  private StoredFile() {}

  /**
   * The content of a file.
   *
   * @param uri as the user gave it; without a scheme it means what it means to Spark
   * @param mostBytes the largest file that is read, less than 2 GiB
   * @throws EvaluationException of kind STORAGE if it is missing, a folder, too large or unreadable
   */
  public static byte[] read(String uri, long mostBytes, Configuration hadoop) {
    FileLocation location = FileLocation.of(uri, hadoop);
    try {
      FileStatus file = location.files().getFileStatus(location.path());
      if (file.isDirectory()) {
        throw refusal(uri, "it is a folder; name a file in it");
      } else if (file.getLen() > mostBytes) {
        throw refusal(
            uri,
            "it has " + file.getLen() + " bytes, more than " + mostBytes + "; name a smaller file");
      }
      try (InputStream stream = location.files().open(location.path())) {
        return stream.readNBytes((int) mostBytes);
      }
    } catch (FileNotFoundException e) {
      throw refusal(uri, "it does not exist; name a file that does");
    } catch (IOException e) {
      throw refusal(uri, OutputPlace.reason(e) + "; see who may read it");
    }
  }

  private static EvaluationException refusal(String uri, String whyAndRemedy) {
    return EvaluationException.storage("Cannot read " + uri + ": " + whyAndRemedy);
  }
}
