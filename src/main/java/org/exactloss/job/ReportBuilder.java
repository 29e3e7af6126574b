package org.exactloss.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.ProgramVersion;
import org.exactloss.report.Provenance;
import org.exactloss.scan.JoinTally;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/** Finishes the totals: the only place where something is rounded. */
final class ReportBuilder {
  private final EvaluationSpec spec;
  private final List<Provenance.Input> inputs;
  private final String sparkVersion;
  private final Instant start;

  ReportBuilder(
      EvaluationSpec spec, List<Provenance.Input> inputs, String sparkVersion, Instant start) {
    this.spec = spec;
    this.inputs = inputs;
    this.sparkVersion = sparkVersion;
    this.start = start;
  }

  /**
   * The report of a scan.
   *
   * @throws EvaluationException if there was no row at all
   */
  EvaluationReport build(LossScan scan, TaskResult result) {
    JoinTally join = result.join();
    Refusals refusals = new Refusals(spec);
    List<EvaluationReport.ModelResult> models = new ArrayList<>();
    for (int i = 0; i < scan.names().size(); i++) {
      LossState state = result.states().get(i);
      state.addRows(join.malformedRecords());
      state.exclude(Exclusion.MALFORMED_RECORD, join.malformedRecords());
      models.add(model(scan.names().get(i), state, refusals.of(scan.names().get(i), state, join)));
    }
    requireRows(models.get(0).rows(), join);
    Optional<EvaluationReport.JoinCounts> counts =
        spec.join()
            .map(
                given ->
                    new EvaluationReport.JoinCounts(
                        join.matched(), join.unmatchedPredictions(), join.unmatchedTargets()));
    return new EvaluationReport(
        spec.reduction(),
        models,
        Optional.empty(),
        counts,
        provenance(scan, result, models.get(0).rows()));
  }

  private EvaluationReport.ModelResult model(String name, LossState state, List<String> refusals) {
    Map<String, Long> excluded = new LinkedHashMap<>();
    for (Exclusion reason : Exclusion.values()) {
      if (state.excluded(reason) > 0) {
        excluded.put(reason.label(), state.excluded(reason));
      }
    }
    LossMetrics metrics = LossMetrics.of(state, spec.divisor());
    return new EvaluationReport.ModelResult(
        name,
        OptionalInt.empty(),
        state.rows(),
        state.elements(),
        state.used(),
        excluded,
        refusals,
        metrics,
        loss(metrics),
        OptionalDouble.empty());
  }

  private OptionalDouble loss(LossMetrics metrics) {
    return switch (spec.reduction()) {
      case MEAN -> metrics.mean();
      case SUM -> metrics.sum();
      case NONE -> OptionalDouble.empty();
    };
  }

  private void requireRows(long rows, JoinTally join) {
    long unmatched = join.unmatchedPredictions() + join.unmatchedTargets();
    long duplicate = join.duplicatePredictionKeys() + join.duplicateTargetKeys();
    if (rows > 0 || unmatched > 0 || duplicate > 0) {
      return;
    }
    throw spec.where()
        .map(
            condition ->
                EvaluationException.data(
                    "Cannot evaluate: no row satisfies --where "
                        + condition
                        + "; change the condition"))
        .orElseGet(
            () ->
                EvaluationException.storage(
                    "Cannot evaluate: the input has no rows ("
                        + String.join(", ", inputs.stream().map(Provenance.Input::name).toList())
                        + "); name a data set that has some"));
  }

  private Provenance provenance(LossScan scan, TaskResult result, long rows) {
    return new Provenance(
        inputs,
        SpecOptions.of(spec),
        scan.reader(),
        String.join("; ", result.kernels()),
        sparkVersion,
        Runtime.version().toString(),
        ProgramVersion.current(),
        start,
        Duration.between(start, Instant.now()),
        rows);
  }
}
