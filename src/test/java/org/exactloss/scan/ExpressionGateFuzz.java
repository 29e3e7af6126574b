package org.exactloss.scan;

import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationException;
import org.exactloss.testing.LocalSpark;

/** Any text as an expression: a value of the row that every evaluation gives again, or refused. */
public final class ExpressionGateFuzz {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Dataset<Row> DATA =
      SPARK.sql("SELECT 1.5D AS p, 2L AS n, 'a' AS s, array(1.0D) AS list").limit(1);
  private static final ExpressionGate GATE = new ExpressionGate(SPARK);

  private ExpressionGateFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      GATE.value(DATA, "--prediction", text);
      Dataset<Row> selected = DATA.selectExpr(text);
      if (SparkInternals.selected(selected).stream().anyMatch(it -> !it.deterministic())) {
        throw new AssertionError("let through: " + text);
      }
    } catch (EvaluationException e) {
      if (e.kind() != EvaluationException.Kind.USAGE) {
        throw new AssertionError("refused as " + e.kind(), e);
      }
    }
  }
}
