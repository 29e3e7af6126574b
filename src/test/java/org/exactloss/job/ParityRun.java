package org.exactloss.job;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.exactloss.spec.ValuePolicy.FAIL;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.golden.GoldenFile;
import org.exactloss.golden.TensorCase;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;

/**
 * One evaluation of many tensors that lie in one table, each of them a model of its own.
 *
 * @param weight the weights' expression; empty where there are none
 */
record ParityRun(String prediction, String target, String weight, Divisor divisor) {
  /** What is masked takes no part, nor do the rows of other tensors, which are null. */
  private static final ValuePolicies SKIP_MASKED = new ValuePolicies(SKIP, FAIL, SKIP, FAIL);

  private static final String IGNORED = "-100";

  /** What a row holds. */
  enum Layout {
    NUMBERS,
    ARRAYS
  }

  /** The run that takes such a tensor from rows of numbers, or of arrays. */
  private static ParityRun of(TensorCase tensor, Layout layout) {
    String weight = "";
    if (tensor.weight().isPresent()) {
      weight = layout == Layout.ARRAYS && tensor.weighsRows() ? "row_weight" : "w";
    }
    return new ParityRun("p", "t", weight, tensor.divisor());
  }

  /** The tensors that can be evaluated at once, by their runs. */
  static Map<ParityRun, List<TensorCase>> of(List<TensorCase> tensors, Layout layout) {
    return tensors.stream()
        .collect(groupingBy(tensor -> of(tensor, layout), LinkedHashMap::new, toList()));
  }

  /** The name of the tensor's model. */
  static String model(TensorCase tensor) {
    return "c" + tensor.id();
  }

  /** What is asked; callers may ask for more. */
  EvaluationSpecBuilder spec(List<TensorCase> tensors) {
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .target(target)
            .divideBy(divisor)
            .policies(SKIP_MASKED)
            .ignoreTarget(IGNORED);
    if (!weight.isEmpty()) {
      spec.weight(weight);
    }
    for (TensorCase tensor : tensors) {
      spec.prediction(
          "IF(id = %d, %s, NULL) AS %s".formatted(tensor.id(), prediction, model(tensor)));
    }
    return spec;
  }

  /** Evaluates the tensors and compares their losses. */
  void check(Dataset<Row> data, List<TensorCase> tensors) {
    check(data, tensors, spec(tensors).build());
  }

  /** Likewise, as specified. */
  static void check(Dataset<Row> data, List<TensorCase> tensors, EvaluationSpec spec) {
    List<ModelResult> results = new Evaluator(LocalSpark.session()).evaluate(data, spec).results();
    assertThat(results).hasSameSizeAs(tensors);
    for (int i = 0; i < tensors.size(); i++) {
      check(results.get(i), tensors.get(i));
    }
  }

  private static void check(ModelResult result, TensorCase tensor) {
    assertThat(result.refusals()).as(tensor.name()).isEmpty();
    assertThat(result.used()).as(tensor.name()).isEqualTo(tensor.exact().get("used").longValue());
    double sum = bits(result.metrics().sum(), tensor, "sum");
    double mean = bits(result.metrics().mean(), tensor, "mean");
    bits(result.metrics().weightSum(), tensor, "weightSum");
    bits(result.metrics().rmse(), tensor, "rmse");
    assertThat(result.metrics().digest())
        .as("digest of %s", tensor)
        .isEqualTo(tensor.exact().get("digest").asText());
    int terms = (int) result.used();
    tensor.format().assertNearSum(theirs(tensor, "sum"), sum, terms, "sum of " + tensor);
    tensor.format().assertNearMean(theirs(tensor, "mean"), mean, terms, "mean of " + tensor);
  }

  private static double theirs(TensorCase tensor, String metric) {
    return GoldenFile.number(tensor.theirs().required(metric));
  }

  private static double bits(OptionalDouble actual, TensorCase tensor, String metric) {
    return GoldenFile.assertBits(actual, tensor.exact(), metric, tensor.name());
  }
}
