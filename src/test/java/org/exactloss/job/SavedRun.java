package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.JsonReport;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.StateOutputs;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.ExistingOutput;
import org.exactloss.testing.LocalSpark;

/** Evaluations that keep their state, and sums of such states. */
final class SavedRun {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ObjectMapper JSON = new ObjectMapper();

  private SavedRun() {}

  /** Evaluates files and keeps the state. */
  static EvaluationReport evaluate(EvaluationSpecBuilder asked, Path state, String... inputs) {
    return new Evaluator(SPARK)
        .evaluate(
            asked
                .input(InputSpec.ofPaths(inputs))
                .states(StateOutputs.ofState(state.toString()))
                .build());
  }

  /** Evaluates files in groups that are kept. */
  static EvaluationReport checkpointed(EvaluationSpecBuilder asked, Path folder, String... inputs) {
    return new Evaluator(SPARK)
        .evaluate(
            asked
                .input(InputSpec.ofPaths(inputs))
                .states(new StateOutputs(Optional.empty(), Optional.of(folder.toString())))
                .build());
  }

  static StateMerge merge(List<Path> added, Path... subtracted) {
    return new StateMerge(
        added.stream().map(Path::toString).toList(),
        List.of(subtracted).stream().map(Path::toString).toList(),
        new Configuration());
  }

  /** Writes the sum as a state. */
  static Path write(StateMerge merge, Path state) {
    merge.write(
        AtomicOutput.prepare(
            state.toString(), ExistingOutput.REFUSE, List.of(), new Configuration()));
    return state;
  }

  /** Demands that two reports differ in nothing but their provenance. */
  static void requireSame(EvaluationReport actual, EvaluationReport expected) {
    ObjectNode own = json(actual);
    ObjectNode other = json(expected);
    assertThat(own.get("results")).hasSameSizeAs(other.get("results"));
    for (int i = 0; i < other.get("results").size(); i++) {
      assertThat(own.get("results").get(i)).isEqualTo(other.get("results").get(i));
    }
    assertThat(own.without("results").toString()).isEqualTo(other.without("results").toString());
  }

  private static ObjectNode json(EvaluationReport report) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(JsonReport.of(report));
      assertThat(json.remove("provenance")).isNotNull();
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
