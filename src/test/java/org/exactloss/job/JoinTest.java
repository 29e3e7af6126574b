package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions and targets in two data sets. */
class JoinTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final boolean SKIP = true;
  private static final boolean FAIL = false;

  @TempDir Path folder;

  private InputSpec file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.writeString(path, content);
    return InputSpec.ofPaths(path.toString());
  }

  private EvaluationSpecBuilder spec(
      String predictions, String targets, boolean unmatched, String... key) throws IOException {
    return EvaluationSpec.builder()
        .input(file("predictions.csv", predictions))
        .join(new JoinSpec(file("targets.csv", targets), List.of(key), unmatched))
        .prediction("p")
        .target("t");
  }

  private static EvaluationReport evaluate(EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(spec.build());
  }

  @Test
  void partnersAreFoundByKey() throws IOException {
    EvaluationReport report =
        evaluate(spec("id,p\na,1\nb,2\nc,4\n", "t,id\n7,c\n1,a\n4,b\n", FAIL, "id"));
    assertThat(report.results().get(0).metrics().sum().getAsDouble()).isEqualTo(13);
    assertThat(report.join()).contains(new JoinCounts(3, 0, 0));
    assertThat(report.results().get(0).rows()).isEqualTo(3);
  }

  @Test
  void theDigestIsThatOfOneDataSet() throws IOException {
    StringBuilder predictions = new StringBuilder("k,l,p,q\n");
    StringBuilder targets = new StringBuilder("l,k,t,w\n");
    StringBuilder both = new StringBuilder("p,q,t,w\n");
    for (int i = 0; i < 2000; i++) {
      String p = Double.toString(i * 0.37);
      String q = Double.toString(i * 0.1);
      String t = Double.toString(Math.sqrt(i));
      predictions.append(i % 50).append(",").append(i / 50).append(",").append(p).append(",");
      predictions.append(q).append("\n");
      int w = 1 + i % 3;
      targets.append(i / 50).append(",").append(i % 50).append(",").append(t).append(",");
      targets.append(w).append("\n");
      both.append(p).append(",").append(q).append(",").append(t).append(",").append(w).append("\n");
    }
    List<ModelResult> joined =
        evaluate(
                spec(predictions.toString(), targets.toString(), FAIL, "k", "l")
                    .prediction("q")
                    .weight("w"))
            .results();
    EvaluationSpecBuilder single =
        EvaluationSpec.builder().input(file("both.csv", both.toString()));
    single.prediction("p").prediction("q").target("t").weight("w");
    assertThat(joined)
        .extracting(ModelResult::metrics)
        .isEqualTo(evaluate(single).results().stream().map(ModelResult::metrics).toList());
  }

  @Test
  void unmatchedRowsAndNullKeysAreCounted() throws IOException {
    String predictions = "id,p\na,1\nb,2\nx,3\n,4\n,5\n";
    String targets = "id,t\na,1\nb,4\ny,1\nz,1\n,9\n";
    EvaluationReport refused = evaluate(spec(predictions, targets, FAIL, "id"));
    assertThat(refused.results().get(0).refusals())
        .containsExactly(
            "Cannot join by key id: 3 predictions have no target and 3 targets have no prediction;"
                + " use --on-unmatched skip to leave them out, or mend the keys");
    EvaluationReport skipped = evaluate(spec(predictions, targets, SKIP, "id"));
    assertThat(skipped.join()).contains(new JoinCounts(2, 3, 3));
    assertThat(skipped.results().get(0).metrics().sum().getAsDouble()).isEqualTo(4);
  }

  @Test
  void duplicateKeysAlwaysRefuse() throws IOException {
    String unique = "id,t\na,1\nb,4\n";
    EvaluationReport report = evaluate(spec("id,p\nb,1\nb,2\na,3\na,3\na,3\n", unique, SKIP, "id"));
    assertThat(report.results().get(0).refusals())
        .containsExactly(
            "Cannot join by key id: 2 keys stand more than once among the predictions and 0 among"
                + " the targets, such as a; remove the duplicates, or name more columns with --key");
    EvaluationReport targets =
        evaluate(spec("id,p\na,1\n", "id,t\na,1\na,1\nq,1\nq,1\n", SKIP, "id"));
    assertThat(targets.results().get(0).refusals().get(0)).contains("2 among the targets");
  }

  @Test
  void eachExpressionSeesItsSide() throws IOException {
    String predictions = "id,p,x,t\na,1,10,77\nb,2,20,88\n";
    String targets = "id,t,y\na,1,2\nb,4,3\n";
    EvaluationReport report =
        evaluate(
            spec(predictions, targets, FAIL, "id")
                .where("x > '10'")
                .weight("CAST(x AS INT) + CAST(y AS INT)"));
    assertThat(report.results()).hasSize(1);
    // The condition leaves only b among the predictions, so a has no partner.
    assertThat(report.join()).contains(new JoinCounts(1, 0, 1));
    EvaluationReport weighted =
        evaluate(spec(predictions, targets, SKIP, "id").weight("CAST(x AS INT) + CAST(y AS INT)"));
    assertThat(weighted.results().get(0).metrics().weightSum().getAsDouble()).isEqualTo(35);
    assertThat(weighted.results().get(0).metrics().sum().getAsDouble()).isEqualTo(92);
    assertThatThrownBy(() -> evaluate(spec(predictions, targets, SKIP, "id").weight("t")))
        .hasMessage(
            "Cannot use --weight t: both the predictions and the targets have a column t; rename"
                + " one of them");
    assertThatThrownBy(() -> evaluate(spec(predictions, targets, SKIP, "id").weight("yy")))
        .hasMessageContaining("there is no column yy; did you mean y");
    assertThatThrownBy(() -> evaluate(spec(predictions, targets, SKIP, "ID2")))
        .hasMessageStartingWith("Cannot join by key ID2: there is no such column among the pred");
  }

  @Test
  void malformedRecordsOfEitherSideAreCounted() throws IOException {
    EvaluationSpecBuilder spec =
        spec("id,p\na,1\nb\nc,3\n", "id,t\na,2\nc,5,6\n", SKIP, "id")
            .policies(
                new ValuePolicies(
                    ValuePolicy.FAIL, ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL));
    EvaluationReport report = evaluate(spec);
    assertThat(report.results().get(0).excluded()).isEqualTo(Map.of("malformedRecord", 2L));
    assertThat(report.join()).contains(new JoinCounts(1, 1, 0));
    assertThat(report.results().get(0).used()).isEqualTo(1);
  }

  @Test
  void keysOfOtherTypes() throws IOException {
    String parquet = folder.resolve("t.parquet").toString();
    SPARK.sql("SELECT 7 AS id, 1.0D AS t UNION ALL SELECT 8, 2.0D").write().parquet(parquet);
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .input(file("p.csv", "id,p\n7,4\n8,2\n"))
            .join(new JoinSpec(InputSpec.ofPaths(parquet), List.of("id"), FAIL))
            .prediction("p")
            .target("t");
    assertThat(evaluate(spec).results().get(0).metrics().sum().getAsDouble()).isEqualTo(9);
    String doubles = folder.resolve("d.parquet").toString();
    SPARK.sql("SELECT 7.0D AS id, 1.0D AS t").write().parquet(doubles);
    spec.join(new JoinSpec(InputSpec.ofPaths(doubles), List.of("id"), FAIL));
    assertThatThrownBy(() -> evaluate(spec))
        .hasMessage(
            "Cannot join by key id: it is STRING among the predictions and DOUBLE among the"
                + " targets; store it with one type on both sides")
        .extracting("kind")
        .isEqualTo(EvaluationException.Kind.DATA);
  }
}
