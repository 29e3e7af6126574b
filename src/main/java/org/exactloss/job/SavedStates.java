package org.exactloss.job;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.exactloss.scan.Grouping;
import org.exactloss.scan.SavedTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.store.SavedGroup;
import org.exactloss.store.SavedGrouping;
import org.exactloss.store.StateFile;
import org.exactloss.store.StateHeader;

/** What states in files hold, as what a scan finds. */
final class SavedStates {
  private SavedStates() {}

  /** The sets of slices. */
  static List<SavedGrouping> groupings(List<Grouping> groupings) {
    return groupings.stream()
        .map(slices -> new SavedGrouping(slices.names(), Grouping.typeNames(slices.types())))
        .toList();
  }

  /** The slices that a scan has found; none where none were asked for. */
  static Iterator<SavedGroup> groups(Optional<Iterator<SavedTally.Group>> found) {
    Iterator<SavedTally.Group> groups = found.orElseGet(Collections::emptyIterator);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public SavedGroup next() {
        SavedTally.Group group = groups.next();
        return new SavedGroup(group.grouping(), group.key(), group.tally());
      }
    };
  }

  /** What was found of all rows. */
  static TaskResult total(StateFile file) {
    return result(file, file.header().total(), "the total");
  }

  /** What was found of a slice. */
  static TaskResult result(StateFile file, SavedGroup group) {
    return result(file, group.tally(), "a slice");
  }

  private static TaskResult result(StateFile file, byte[] tally, String part) {
    StateHeader header = file.header();
    try {
      return SavedTally.fromBytes(tally, header.models().size());
    } catch (IllegalArgumentException e) {
      throw file.damaged(part, e);
    }
  }
}
