package org.exactloss.scan;

import java.io.Serializable;
import java.util.List;

/**
 * What a task has to know to turn rows into states of groups.
 *
 * @param rows what is evaluated
 * @param groupings each row is in one group of each of these
 */
record GroupRequest(ScanRequest rows, List<Grouping> groupings) implements Serializable {
  GroupRequest {
    groupings = List.copyOf(groupings);
  }
}
