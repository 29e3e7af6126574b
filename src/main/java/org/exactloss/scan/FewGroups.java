package org.exactloss.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps groups as long as they are few enough for the driver to have all of them. Mutable. */
final class FewGroups implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_BYTES = 1 << 20;

  private final ArrayList<GroupRecord> groups = new ArrayList<>();
  private int bytes;
  private boolean tooMany;

  void add(GroupRecord group) {
    bytes += group.bytes();
    groups.add(group);
    forgetIfTooMany(bytes > MOST_BYTES);
  }

  void addAll(FewGroups others) {
    others.groups.forEach(this::add);
    forgetIfTooMany(others.tooMany);
  }

  private void forgetIfTooMany(boolean found) {
    tooMany |= found;
    if (tooMany) {
      groups.clear();
      bytes = 0;
    }
  }

  /** All that were added; empty if they are too many. */
  Optional<List<GroupRecord>> all() {
    return tooMany ? Optional.empty() : Optional.of(List.copyOf(groups));
  }
}
