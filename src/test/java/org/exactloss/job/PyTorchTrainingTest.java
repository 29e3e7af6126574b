package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.NumberFormat;
import org.exactloss.golden.TensorCase;
import org.exactloss.golden.TensorRows;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.spec.PredictionModel;
import org.exactloss.spec.Reduction;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a training loop does around the loss: batches, penalties, and the model itself, by PyTorch,
 * by exact fractions and by the program.
 */
class PyTorchTrainingTest {
  private static final GoldenFile FILE = GoldenFile.named("pytorch-v1.json");

  /** Additions and products of a penalty's parameters, of which there are 16, and λ in float32. */
  private static final int OF_A_PENALTY = 64;

  @TempDir Path folder;

  static Stream<JsonNode> batches() {
    return FILE.cases("batches");
  }

  static Stream<JsonNode> penalties() {
    return FILE.cases("penalties");
  }

  static Stream<JsonNode> linearModels() {
    return FILE.cases("linearModels");
  }

  private static EvaluationReport evaluate(Table table, EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(2), spec.target("t").build());
  }

  @ParameterizedTest
  @MethodSource("batches")
  void lossesOfBatches(JsonNode golden) {
    TensorCase tensor = TensorCase.of(0, golden, "torch");
    Table table =
        tensor.depth() == 0
            ? TensorRows.numbers(List.of(tensor))
            : TensorRows.arrays(List.of(tensor));
    EvaluationReport report =
        evaluate(
            table,
            EvaluationSpec.builder()
                .prediction("p")
                .batches(BatchSpec.ofSize(golden.get("batchSize").longValue(), List.of("i"))));
    BatchReport batches = report.batches().orElseThrow();
    List<Double> losses =
        batches.first().stream().map(batch -> batch.results().get(0).loss().getAsDouble()).toList();
    JsonNode exact = tensor.exact();
    assertThat(losses).isEqualTo(GoldenFile.numbers(exact.get("losses")));
    GoldenFile.assertBits(batches.means().get(0).loss(), exact, "batchMean", tensor.name());
    GoldenFile.assertBits(report.results().get(0).loss(), exact, "mean", tensor.name());
    int terms = tensor.prediction().size();
    List<Double> theirs = GoldenFile.numbers(tensor.theirs().get("losses"));
    for (int i = 0; i < losses.size(); i++) {
      tensor.format().assertNearMean(theirs.get(i), losses.get(i), terms, tensor.name());
    }
    tensor
        .format()
        .assertNearMean(
            GoldenFile.number(tensor.theirs().get("batchMean")),
            batches.means().get(0).loss().getAsDouble(),
            terms,
            tensor.name());
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void lossesWithPenalties(JsonNode golden) throws IOException {
    TensorCase tensor = TensorCase.of(0, golden, "torch");
    PenaltySpec penalty =
        new PenaltySpec(
            GoldenFile.number(golden.get("l1")),
            GoldenFile.number(golden.get("l2")),
            List.of(new PenaltySpec.Parameters(java.util.Optional.empty(), parameters(golden))));
    Reduction reduction =
        golden.get("reduction").asText().equals("sum") ? Reduction.SUM : Reduction.MEAN;
    ModelResult result =
        evaluate(
                TensorRows.numbers(List.of(tensor)),
                EvaluationSpec.builder().prediction("p").reduction(reduction).penalty(penalty))
            .results()
            .get(0);
    compare(tensor, result.penalty(), "penalty");
    compare(tensor, result.loss(), "loss");
  }

  private static void compare(TensorCase tensor, OptionalDouble actual, String metric) {
    double ours = GoldenFile.assertBits(actual, tensor.exact(), metric, tensor.name());
    double theirs = GoldenFile.number(tensor.theirs().get(metric));
    tensor.format().assertNear(theirs, ours, OF_A_PENALTY, metric + " of " + tensor);
  }

  /** Writes the parameters as a state_dict's tensors are written as lists. */
  private String parameters(JsonNode golden) throws IOException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    golden
        .get("parameters")
        .fields()
        .forEachRemaining(
            entry ->
                parameters.put(
                    entry.getKey(),
                    nested(
                        GoldenFile.numbers(entry.getValue()),
                        golden.get("shapes").get(entry.getKey()))));
    return json("parameters.json", parameters);
  }

  private static Object nested(List<Double> values, JsonNode shape) {
    if (shape.isEmpty()) {
      return values.get(0);
    } else if (shape.size() == 1) {
      return values;
    }
    return rows(values, shape.get(1).intValue());
  }

  private static List<List<Double>> rows(List<Double> values, int width) {
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i += width) {
      rows.add(values.subList(i, i + width));
    }
    return rows;
  }

  private String json(String name, Object value) throws IOException {
    Path file = folder.resolve(name);
    return Files.writeString(file, new ObjectMapper().writeValueAsString(value)).toString();
  }

  @ParameterizedTest
  @MethodSource("linearModels")
  void lossesOfLinearModels(JsonNode golden) throws IOException {
    int inputs = golden.get("inputs").intValue();
    int outputs = GoldenFile.shape(golden).get(1);
    NumberFormat format = NumberFormat.of(golden);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("weights", rows(GoldenFile.numbers(golden.get("weights")), inputs));
    if (!golden.get("bias").isNull()) {
      model.put("bias", GoldenFile.numbers(golden.get("bias")));
    }
    model.put("dtype", golden.get("dtype").asText());
    List<List<Double>> features = rows(GoldenFile.numbers(golden.get("features")), inputs);
    List<List<Double>> targets = rows(GoldenFile.numbers(golden.get("target")), outputs);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      List<Object> target = stored(format, targets.get(i));
      // One output is a number here, where PyTorch keeps a dimension of size one.
      rows.add(Table.row(stored(format, features.get(i)), outputs == 1 ? target.get(0) : target));
    }
    String type = outputs == 1 ? format.ddl() : "ARRAY<" + format.ddl() + ">";
    ModelResult result =
        evaluate(
                Table.of("x ARRAY<" + format.ddl() + ">, t " + type, rows),
                EvaluationSpec.builder()
                    .model(
                        new PredictionModel(
                            PredictionModel.Kind.LINEAR, json("linear.json", model), List.of("x"))))
            .results()
            .get(0);
    JsonNode exact = golden.get("exact");
    for (String metric : List.of("sum", "mean", "rmse")) {
      OptionalDouble actual =
          switch (metric) {
            case "sum" -> result.metrics().sum();
            case "mean" -> result.metrics().mean();
            default -> result.metrics().rmse();
          };
      GoldenFile.assertBits(actual, exact, metric, golden.get("name").asText());
    }
    assertThat(result.metrics().digest()).isEqualTo(exact.get("digest").asText());
    compareWithPyTorch(golden, format, result.metrics().mean().getAsDouble());
  }

  private static List<Object> stored(NumberFormat format, List<Double> values) {
    return values.stream().map(format::stored).toList();
  }

  /** A product of n factors is within γ(n + 1)·(Σ|wx| + |b|) of the exact one, in any order. */
  private static void compareWithPyTorch(JsonNode golden, NumberFormat format, double ours) {
    List<Double> exact = GoldenFile.numbers(golden.get("exact").get("prediction"));
    List<Double> magnitudes = GoldenFile.numbers(golden.get("exact").get("termsMagnitude"));
    List<Double> theirs = GoldenFile.numbers(golden.get("torch").get("prediction"));
    List<Double> targets = GoldenFile.numbers(golden.get("target"));
    double bound = 0;
    for (int i = 0; i < exact.size(); i++) {
      double error = format.gamma(golden.get("inputs").intValue() + 3) * magnitudes.get(i);
      assertThat(Math.abs(theirs.get(i) - exact.get(i))).isLessThanOrEqualTo(error);
      bound += 2 * Math.abs(exact.get(i) - targets.get(i)) * error + error * error;
    }
    double rounding = format.gamma(2 * exact.size() + 8);
    assertThat(Math.abs(GoldenFile.number(golden.get("torch").get("mean")) - ours))
        .isLessThanOrEqualTo((1 + rounding) * bound / exact.size() + rounding * ours);
  }
}
