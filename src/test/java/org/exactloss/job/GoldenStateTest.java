package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.Metric;
import org.exactloss.store.SavedGroup;
import org.exactloss.store.StateFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state of version 1 that another program has written stays readable, and is written again. */
class GoldenStateTest {
  private static final Path GOLDEN = Path.of("src/test/resources/state/state-file-v1.state");
  private static final Path TRUTH = Path.of("src/test/resources/state/state-file-v1.json");

  @TempDir Path folder;

  @Test
  void itsResultsAreTheTrueOnes() throws IOException {
    JsonNode truth = new ObjectMapper().readTree(TRUTH.toFile());
    EvaluationReport report = SavedRun.merge(List.of(GOLDEN)).report();
    check(report.results().get(0), truth.get("all"));
    SlicingReport slices = report.slicings().get(0);
    assertThat(slices.slices()).isEqualTo(3);
    for (JsonNode expected : truth.get("slices")) {
      Object value = expected.get("slice").isNull() ? null : expected.get("slice").asText();
      List<SlicingReport.Slice> found =
          slices.most().stream()
              .filter(slice -> Objects.equals(slice.values().get(0), value))
              .toList();
      assertThat(found).hasSize(1);
      check(found.get(0).results().get(0), expected);
    }
  }

  private static void check(ModelResult result, JsonNode expected) {
    assertThat(result.rows()).isEqualTo(expected.get("rows").asLong());
    assertThat(result.used()).isEqualTo(expected.get("used").asLong());
    for (Metric metric : List.of(Metric.SUM, Metric.MEAN, Metric.MAE)) {
      assertThat(result.value(metric))
          .isEqualTo(MetricValue.of(Double.parseDouble(expected.get(metric.label()).asText())));
    }
  }

  @Test
  void itIsWrittenAgainAsItIs() {
    Path again = SavedRun.write(SavedRun.merge(List.of(GOLDEN)), folder.resolve("again.state"));
    StateFile golden = StateFile.open(GOLDEN.toString(), new Configuration());
    StateFile copy = StateFile.open(again.toString(), new Configuration());
    assertThat(copy.header())
        .usingRecursiveComparison()
        .ignoringFields("program")
        .isEqualTo(golden.header());
    assertThat(groups(copy)).usingRecursiveComparison().isEqualTo(groups(golden));
    assertThat(groups(golden)).hasSize(3);
  }

  private static List<SavedGroup> groups(StateFile file) {
    List<SavedGroup> all = new ArrayList<>();
    try (StateFile.Groups groups = file.groups()) {
      groups.forEachRemaining(all::add);
    }
    return all;
  }
}
