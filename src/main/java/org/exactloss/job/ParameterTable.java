package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.exactloss.scan.ParameterScan;
import org.exactloss.scan.ParameterTally;
import org.exactloss.scan.ParameterTally.ColumnTally;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.InputSpec;
import org.exactloss.state.ParameterNorms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters in a table's numeric columns. Columns of text are names and are passed over. CSV
 * knows no types: there a column is numeric where every cell is a number. In lines of JSON a text
 * such as {@code "NaN"} is no name but a parameter that no number can be given for.
 */
final class ParameterTable {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterTable.class);

  private final SparkSession spark;
  private final String uri;

  ParameterTable(SparkSession spark, String uri) {
    this.spark = spark;
    this.uri = uri;
  }

  /**
   * Reads the whole table in one Spark job.
   *
   * @throws EvaluationException if it cannot be read, has no numeric column, or if a parameter is
   *     null, NaN, infinite or no number
   */
  ParameterNorms read(int treeDepth) {
    InputReader.Opened table = new InputReader(spark).open(InputSpec.ofPaths(uri));
    String format = table.origin().format();
    boolean untyped = format.equals("csv");
    ParameterScan.Text text =
        untyped || format.equals("json") ? ParameterScan.Text.READ : ParameterScan.Text.PASS_OVER;
    ParameterTally tally;
    List<String> passedOver;
    try {
      ParameterScan scan = ParameterScan.plan(uri, table.source(), text);
      passedOver = new ArrayList<>(scan.passedOver());
      tally = scan.run(treeDepth);
    } catch (Exception e) {
      throw SparkFailures.translate("read the parameters " + uri, e);
    }
    if (tally.malformedRecords() > 0) {
      throw refusal(number(tally.malformedRecords()) + " records are malformed", "mend the file");
    }
    ParameterNorms norms = ParameterNorms.NONE;
    for (ColumnTally column : tally.columns()) {
      if (column.text() && !holdsParameters(column, untyped)) {
        passedOver.add(column.name());
      } else {
        requireNumbers(column);
        norms = norms.plus(column.norms());
      }
    }
    if (norms.count() == 0) {
      throw refusal("it has no number", "name a table that has some");
    }
    LOG.info(
        "Parameters: {} numbers of {}{}",
        number(norms.count()),
        uri,
        passedOver.isEmpty() ? "" : "; passed over the columns " + String.join(", ", passedOver));
    return norms;
  }

  private static boolean holdsParameters(ColumnTally text, boolean untyped) {
    return text.nan() + text.infinite() > 0 || (untyped && text.norms().count() > 0);
  }

  private void requireNumbers(ColumnTally column) {
    List<String> found = new ArrayList<>();
    add(found, column.nulls(), "null");
    add(found, column.nan(), "NaN");
    add(found, column.infinite(), "infinite");
    add(found, column.malformed(), "no number");
    if (!found.isEmpty()) {
      throw refusal(
          "of the values in its column " + column.name() + " " + String.join(", ", found),
          "mend them, or leave the column out");
    }
  }

  private static void add(List<String> found, long count, String what) {
    if (count > 0) {
      found.add(number(count) + (count == 1 ? " is " : " are ") + what);
    }
  }

  private EvaluationException refusal(String why, String remedy) {
    return EvaluationException.data(
        "Cannot compute a penalty from " + uri + ": " + why + "; " + remedy);
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
