package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decimals of every precision from 1 to 38 and every scale from 0 to the precision. */
class DecimalTypesTest {
  private static final int MAX_PRECISION = 38;

  /** Of wider tables Spark reads no column batches. */
  private static final int MAX_COLUMNS = 90;

  private static final List<BigDecimal> TARGETS =
      Stream.of("0.0000001", "-12345678901.2345678", "9999999999999.9999999")
          .map(BigDecimal::new)
          .toList();

  @TempDir static Path folder;

  static List<List<NumberType>> groups() {
    List<NumberType> types = new ArrayList<>();
    for (int precision = 1; precision <= MAX_PRECISION; precision++) {
      for (int scale = 0; scale <= precision; scale++) {
        types.add(NumberType.decimal(precision, scale));
      }
    }
    assertThat(types).hasSize(779);
    return IntStream.range(0, (types.size() + MAX_COLUMNS - 1) / MAX_COLUMNS)
        .mapToObj(i -> i * MAX_COLUMNS)
        .map(from -> types.subList(from, Math.min(from + MAX_COLUMNS, types.size())))
        .toList();
  }

  /** The largest, the smallest and the finest value of each type beside one target type. */
  @ParameterizedTest
  @MethodSource("groups")
  void everyPrecisionAndScale(List<NumberType> types) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < TARGETS.size(); i++) {
      int edge = i;
      Stream<Object> predictions = types.stream().map(type -> type.edges().get(edge));
      rows.add(Stream.concat(Stream.of(TARGETS.get(i)), predictions).toArray());
    }
    String columns =
        types.stream().map(type -> type.name() + " " + type.ddl()).collect(Collectors.joining(","));
    Table table = Table.of("target DECIMAL(20,7), " + columns, rows);
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("target");
    types.forEach(type -> spec.prediction(type.name()));

    check(new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build()), types);
    spec.input(InputSpec.ofPaths(table.parquet(folder, types.get(0).name())));
    spec.reader(ReaderOption.COLUMNS);
    check(new Evaluator(LocalSpark.session()).evaluate(spec.build()), types);
  }

  private static void check(EvaluationReport report, List<NumberType> types) {
    for (int i = 0; i < types.size(); i++) {
      LossOracle oracle = new LossOracle(ValuePolicies.FAIL);
      for (int row = 0; row < TARGETS.size(); row++) {
        oracle.add(types.get(i).edges().get(row), TARGETS.get(row));
      }
      oracle.check(report.results().get(i), types.get(i).ddl());
    }
  }

  /** The widest terms that any types can give: their units are 10^-38 and 10^-38. */
  @Test
  void doublesAtTheirLimitsBesideTheFinestDecimals() {
    BigDecimal finest = new BigDecimal(BigInteger.ONE, 38);
    Object[][] rows = {
      {Double.MAX_VALUE, finest, finest.movePointRight(38).subtract(finest), Double.MAX_VALUE},
      {-Double.MAX_VALUE, finest.negate(), finest, Double.MIN_VALUE},
      {Double.MIN_VALUE, finest, finest, Double.MIN_VALUE},
      {Double.MIN_VALUE, BigDecimal.ZERO.setScale(38), finest, Double.MIN_VALUE},
    };
    Table table = Table.of("p DOUBLE, t DECIMAL(38,38), w DECIMAL(38,38), v DOUBLE", rows);
    for (String weight : List.of("w", "v")) {
      LossOracle oracle = new LossOracle(ValuePolicies.FAIL);
      for (int i = 0; i < rows.length; i++) {
        oracle.add(rows[i][0], rows[i][1], table.value(i, weight));
      }
      EvaluationSpec spec =
          EvaluationSpec.builder().prediction("p").target("t").weight(weight).build();
      EvaluationReport report = new Evaluator(LocalSpark.session()).evaluate(table.data(), spec);
      oracle.check(report.results().get(0), "weight " + weight);
    }
  }
}
