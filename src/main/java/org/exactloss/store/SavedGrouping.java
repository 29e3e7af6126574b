package org.exactloss.store;

import java.util.List;

/**
 * A set of slices in a state.
 *
 * @param names of the expressions
 * @param types of their values, as SQL names them
 */
public record SavedGrouping(List<String> names, List<String> types) {
  public SavedGrouping {
    names = List.copyOf(names);
    types = List.copyOf(types);
  }
}
