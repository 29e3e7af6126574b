package org.exactloss.report.page;

import java.util.List;

/**
 * What the template shows, from top to bottom.
 *
 * @param alarm how many gates fired; empty where none did
 * @param course empty for a single report
 * @param batches empty where none were asked for
 */
record PageView(
    String styleHash,
    String scriptHash,
    Headline headline,
    String alarm,
    List<Course> course,
    Accounting accounting,
    Comparison comparison,
    List<SliceSection> slices,
    List<ErrorChart> errors,
    List<PlaneChart> planes,
    List<ProfileChart> profiles,
    List<WorstElements> worst,
    List<GateSection> gates,
    List<BatchSection> batches,
    Origin origin) {

  boolean hasSlices() {
    return !slices.isEmpty();
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  boolean hasPlanes() {
    return !planes.isEmpty();
  }

  boolean hasProfiles() {
    return !profiles.isEmpty();
  }

  boolean hasWorst() {
    return !worst.isEmpty();
  }

  boolean hasGates() {
    return !gates.isEmpty();
  }
}
