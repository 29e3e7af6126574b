package org.exactloss.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.exactloss.exact.ExactRational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Pictures;
import org.exactloss.report.ProgramVersion;
import org.exactloss.report.Provenance;
import org.exactloss.scan.JoinTally;
import org.exactloss.scan.ModelStates;
import org.exactloss.scan.ModelTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.state.PictureState;

/** Finishes the totals: the only place where something is rounded. */
final class ReportBuilder {
  private final EvaluationSpec spec;
  private final List<Provenance.Input> inputs;
  private final List<Provenance.Input> parameters;
  private final Map<String, ExactRational> penalties;
  private final String sparkVersion;
  private final Instant start;

  /**
   * @param inputs the data sets
   * @param parameters where the penalties' parameters are
   * @param penalties by the models' names; empty if none was asked for
   */
  ReportBuilder(
      EvaluationSpec spec,
      List<Provenance.Input> inputs,
      List<Provenance.Input> parameters,
      Map<String, ExactRational> penalties,
      String sparkVersion,
      Instant start) {
    this.spec = spec;
    this.inputs = inputs;
    this.parameters = parameters;
    this.penalties = penalties;
    this.sparkVersion = sparkVersion;
    this.start = start;
  }

  /**
   * The report of what was found.
   *
   * @param names of the models
   * @param reader for people, who read the rows
   * @param kernels that ran
   * @throws EvaluationException if there was no row at all
   */
  EvaluationReport build(List<String> names, String reader, String kernels, TaskResult result) {
    JoinTally join = result.join();
    Refusals refusals = new Refusals(spec);
    ModelResults results = new ModelResults(spec, penalties);
    List<EvaluationReport.ModelResult> models = new ArrayList<>();
    List<Pictures> pictures = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ModelTally tally = result.models().get(i);
      tally.addMalformedRecords(join.malformedRecords());
      String name = names.get(i);
      List<EvaluationReport.ModelResult> own =
          results.of(name, tally, refusals.of(name, tally, join));
      models.addAll(own);
      if (spec.analysis().pictures()) {
        pictures.addAll(pictures(tally, own));
      }
    }
    requireRows(result.models().get(0).state().rows(), join);
    Optional<EvaluationReport.JoinCounts> counts =
        spec.join()
            .map(
                given ->
                    new EvaluationReport.JoinCounts(
                        join.matched(), join.unmatchedPredictions(), join.unmatchedTargets()));
    return new EvaluationReport(
        spec.reduction(),
        models,
        pictures,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        counts,
        provenance(reader, kernels, result.models().get(0).state().rows()));
  }

  /** The pictures of a model's results. */
  private static List<Pictures> pictures(
      ModelTally tally, List<EvaluationReport.ModelResult> results) {
    List<ModelStates> states =
        results.get(0).output().isPresent() ? tally.outputs().states() : List.of(tally.states());
    return states.stream()
        .map(each -> PictureResults.of(each.pictures().orElseGet(PictureState::new)))
        .toList();
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

  private Provenance provenance(String reader, String kernels, long rows) {
    return new Provenance(
        Stream.concat(inputs.stream(), parameters.stream()).toList(),
        SpecOptions.of(spec),
        reader,
        kernels,
        sparkVersion,
        Runtime.version().toString(),
        ProgramVersion.current(),
        start,
        Duration.between(start, Instant.now()),
        rows);
  }
}
