package org.exactloss.scan;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.SerializableConfiguration;
import org.exactloss.scan.pages.PageFile;
import org.exactloss.scan.pages.StoredColumn;
import org.exactloss.scan.pages.WantedRows;

/**
 * What to read of each file.
 *
 * @param columns each column once
 * @param places the positions of these in the scan
 * @param ordinals the positions in the scan of the columns that are handed on
 * @param judged likewise of those that the filter looks at
 * @param width how many columns the scan has
 * @param wanted what is known of the rows that are wanted
 * @param filter which rows are handed on
 */
record PageReading(
    List<StoredColumn> columns,
    int[] places,
    int[] ordinals,
    int[] judged,
    int width,
    WantedRows wanted,
    RowFilter filter,
    Broadcast<SerializableConfiguration> configuration)
    implements Serializable {

  /** Opens a part of a file. */
  PageFile open(PartitionedFile part) throws IOException {
    FileStatus status =
        new FileStatus(part.fileSize(), false, 0, 0, part.modificationTime(), part.toPath());
    return PageFile.open(
        status, part.start(), part.length(), configuration.value().value(), columns, wanted);
  }
}
