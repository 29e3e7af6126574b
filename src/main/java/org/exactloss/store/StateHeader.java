package org.exactloss.store;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a state says of itself, and what was found of all rows.
 *
 * @param program the version of the program that wrote it
 * @param request what was asked, by the options' names
 * @param models their names
 * @param groupings the sets of slices
 * @param files the input files that it covers, in their order
 * @param total what was found of all rows, not to be changed
 */
public record StateHeader(
    String program,
    SortedMap<String, List<String>> request,
    List<String> models,
    List<SavedGrouping> groupings,
    List<CoveredFile> files,
    byte[] total) {
  public StateHeader {
    request = Collections.unmodifiableSortedMap(new TreeMap<>(request));
    models = List.copyOf(models);
    groupings = List.copyOf(groupings);
    files = files.stream().sorted(CoveredFile.ORDER).toList();
  }
}
