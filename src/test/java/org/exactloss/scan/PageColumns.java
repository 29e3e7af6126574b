package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.state.LossStates;
import org.exactloss.state.Moment;
import org.exactloss.testing.Table;

/** A column of each type with each kind of nulls, beside a target and a weight. */
final class PageColumns {
  private static final DataType[] TYPES = {
    DataTypes.DoubleType,
    DataTypes.FloatType,
    DataTypes.IntegerType,
    DataTypes.LongType,
    DataTypes.StringType
  };

  /** How often a value is null, of a hundred; REQUIRED columns cannot have nulls. */
  private enum Nulls {
    REQUIRED(0),
    NONE(0),
    FEW(2),
    RUNS(50),
    ALL(100);

    private final int percent;

    Nulls(int percent) {
      this.percent = percent;
    }

    boolean isNull(SplittableRandom random, int row) {
      return this == RUNS ? row / 300 % 2 == 1 : random.nextInt(100) < percent;
    }
  }

  private PageColumns() {}

  /**
   * Rows of all columns.
   *
   * @param distinct how many values there are of each type
   */
  static Table table(long seed, int rows, int distinct) {
    SplittableRandom random = new SplittableRandom(seed);
    StructType schema =
        new StructType().add("t", DataTypes.DoubleType, true).add("w", DataTypes.FloatType, false);
    for (DataType type : TYPES) {
      for (Nulls nulls : Nulls.values()) {
        schema = schema.add(name(type, nulls), type, nulls != Nulls.REQUIRED);
      }
    }
    Object[][] pools = new Object[TYPES.length][distinct];
    for (int type = 0; type < TYPES.length; type++) {
      for (int i = 0; i < distinct; i++) {
        pools[type][i] = value(TYPES[type], random);
      }
    }
    List<Row> table = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Object> values = new ArrayList<>();
      values.add(Nulls.FEW.isNull(random, row) ? null : pools[0][random.nextInt(distinct)]);
      values.add(0.5f + random.nextInt(distinct));
      for (int type = 0; type < TYPES.length; type++) {
        for (Nulls nulls : Nulls.values()) {
          boolean isNull = nulls.isNull(random, row);
          values.add(isNull ? null : pools[type][random.nextInt(distinct)]);
        }
      }
      table.add(RowFactory.create(values.toArray()));
    }
    return new Table(schema, table);
  }

  private static String name(DataType type, Nulls nulls) {
    return (type.typeName() + "_" + nulls).toLowerCase(java.util.Locale.ROOT);
  }

  private static Object value(DataType type, SplittableRandom random) {
    if (type.equals(DataTypes.DoubleType)) {
      return switch (random.nextInt(40)) {
        case 0 -> Double.NaN;
        case 1 -> Double.POSITIVE_INFINITY;
        case 2 -> -0.0;
        default -> 1e3 * (random.nextDouble() - 0.5);
      };
    } else if (type.equals(DataTypes.FloatType)) {
      return random.nextInt(40) == 0 ? Float.NaN : (float) (1e3 * (random.nextDouble() - 0.5));
    } else if (type.equals(DataTypes.IntegerType)) {
      return random.nextInt() >> random.nextInt(32);
    } else if (type.equals(DataTypes.StringType)) {
      return switch (random.nextInt(20)) {
        case 0 -> "";
        case 1 -> "Zürich, Łódź";
        default -> Double.toString(1e3 * random.nextDouble());
      };
    }
    return random.nextLong() >> random.nextInt(64);
  }

  /** A scan of one column as the prediction, with slices by each of the others. */
  static LossScan slices(Dataset<Row> data, ReaderOption reader, Set<Moment> moments) {
    List<List<String>> slices = new ArrayList<>();
    for (String name : data.columns()) {
      if (!name.equals("t") && !name.equals("w") && !name.equals("double_none")) {
        slices.add(List.of(name));
      }
    }
    slices.add(List.of("string_few", "integer_required", "long_runs"));
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths("data"))
            .prediction("double_none")
            .target("t")
            .weight("w")
            .reader(reader)
            .analysis(new AnalysisSpec(slices, Set.of(), Comparison.NONE, List.of(), 1))
            .build();
    return LossScan.plan(SourceData.of(data), spec, moments);
  }

  /** The states of all models, in their order, as bytes. */
  static byte[] states(LossScan scan) {
    return LossStates.toBytes(scan.run(2).models().stream().map(model -> model.state()).toList());
  }

  /** A scan of all columns but target and weight as predictions. */
  static LossScan scan(Dataset<Row> data, ReaderOption reader) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("t").weight("w").reader(reader);
    spec.input(InputSpec.ofPaths("data"));
    for (String name : data.columns()) {
      if (!name.equals("t") && !name.equals("w")) {
        spec.prediction(name);
      }
    }
    return LossScan.plan(SourceData.of(data), spec.build(), Set.of());
  }
}
