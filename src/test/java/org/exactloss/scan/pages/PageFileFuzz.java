package org.exactloss.scan.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.exactloss.scan.pages.StoredColumn.Values;

/** Any bytes as a Parquet file: read, left to another reader, or refused with the file's name. */
public final class PageFileFuzz {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final Path FILE = file();
  private static final List<StoredColumn> COLUMNS =
      List.of(
          new StoredColumn("a", Values.DOUBLE),
          new StoredColumn("b", Values.INT),
          new StoredColumn("c", Values.LONG));

  private PageFileFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    FileStatus status =
        new FileStatus(input.length, false, 0, 0, 0, new org.apache.hadoop.fs.Path(FILE.toUri()));
    double sum = 0;
    try (PageFile pages =
        PageFile.open(status, 0, input.length, CONFIGURATION, COLUMNS, WantedRows.ALL)) {
      while (pages.refusal().isEmpty() && pages.next()) {
        sum += sum(pages.columns(), pages.rows());
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains(FILE.getFileName().toString())) {
        throw new AssertionError("a refusal without the file's name after " + sum, e);
      }
    }
  }

  private static double sum(List<PageColumn> columns, int rows) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += columns.get(0).isNull(row) ? 1 : columns.get(0).doubleAt(row);
      sum += columns.get(1).isNull(row) ? 1 : columns.get(1).doubleAt(row);
      sum += columns.get(2).isNull(row) ? 1 : columns.get(2).longAt(row);
    }
    return sum;
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzzed", ".parquet");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
