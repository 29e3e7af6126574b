package org.exactloss.job;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.WorstReport;
import org.exactloss.scan.LargeError;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;

/** The elements with the largest errors, for reports. */
final class LargestErrors {
  private LargestErrors() {}

  /**
   * Those of each model that is not refused.
   *
   * @param result of the scan
   * @param results of all models
   * @param zone the session's, in which times are written
   */
  static List<WorstReport> of(
      LossScan scan, TaskResult result, List<ModelResult> results, ZoneId zone) {
    List<WorstReport> worst = new ArrayList<>();
    for (int model = 0; model < scan.names().size(); model++) {
      String name = scan.names().get(model);
      boolean refused =
          results.stream().anyMatch(its -> its.prediction().equals(name) && its.refused());
      if (!refused) {
        List<LargeError> errors = scan.largestErrors(result, model);
        worst.add(
            new WorstReport(name, errors.stream().map(error -> element(error, zone)).toList()));
      }
    }
    return worst;
  }

  private static WorstReport.Element element(LargeError error, ZoneId zone) {
    Map<String, Object> kept = new LinkedHashMap<>();
    error.kept().forEach((name, value) -> kept.put(name, GroupValues.plain(value, zone)));
    return new WorstReport.Element(
        error.error(), error.prediction(), error.target(), error.weight(), error.index(), kept);
  }
}
