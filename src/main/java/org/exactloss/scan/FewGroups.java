package org.exactloss.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps groups as long as they are few enough for the driver to have all of them. Mutable. */
final class FewGroups implements Serializable {
  /** The most memory of all groups. */
  static final int MOST_BYTES = 1 << 20;

  private static final long serialVersionUID = 1L;

  private final int mostBytes;
  private final ArrayList<GroupRecord> groups = new ArrayList<>();
  private int bytes;
  private boolean tooMany;

  /**
   * None yet.
   *
   * @param mostBytes memory that all that are kept may take
   */
  FewGroups(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * For one of so many parts: if the parts are alike, all of them have few groups or none; if not,
   * one part may have several times its share.
   */
  static FewGroups ofPart(int parts) {
    return new FewGroups(bytesOfPart(parts));
  }

  /** The most memory of the groups of one of so many parts. */
  static int bytesOfPart(int parts) {
    return (int) Math.min(MOST_BYTES, 4L * MOST_BYTES / Math.max(1, parts));
  }

  void add(GroupRecord group) {
    bytes += group.bytes();
    groups.add(group);
    forgetIfTooMany(bytes > mostBytes);
  }

  /** Adds those of others, with this object's limit for all of them. */
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
