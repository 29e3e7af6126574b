package org.exactloss.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A condition that rows have to satisfy, which Spark compiles where the rows are. */
final class RowCondition implements RowFilter {
  private static final long serialVersionUID = 1;

  private final Expression condition;

  /** The columns of the scan. */
  private final Seq<Attribute> columns;

  /** Those of the session, by which Spark compiles, and reads texts as dates and times. */
  private final Map<String, String> settings;

  private RowCondition(Expression condition, Seq<Attribute> columns, Map<String, String> settings) {
    this.condition = condition;
    this.columns = columns;
    this.settings = settings;
  }

  /** The condition of a filter above a scan. */
  static RowCondition of(FilterExec filter, FileSourceScanExec scan) {
    return new RowCondition(
        inTurn(ordered(filter)),
        scan.output(),
        new HashMap<>(CollectionConverters.asJava(filter.conf().getAllConfs())));
  }

  /**
   * The parts of the condition in the order in which Spark's compiled plans look at them: a part
   * that fails, such as a division by zero, is not to be reached in other rows than theirs.
   */
  private static List<Expression> ordered(FilterExec filter) {
    List<Expression> others = new ArrayList<>();
    List<IsNotNull> notNull = new ArrayList<>();
    for (Expression part : parts(filter.condition())) {
      if (part instanceof IsNotNull test && filter.isNullIntolerant(test.child())) {
        notNull.add(test);
      } else {
        others.add(part);
      }
    }
    List<Expression> ordered = new ArrayList<>();
    for (Expression part : others) {
      for (IsNotNull test : List.copyOf(notNull)) {
        if (part.references().exists(test.child()::semanticEquals)) {
          ordered.add(test);
          notNull.remove(test);
        }
      }
      ordered.add(part);
    }
    ordered.addAll(notNull);
    return ordered;
  }

  private static List<Expression> parts(Expression condition) {
    if (!(condition instanceof And and)) {
      return List.of(condition);
    }
    List<Expression> parts = new ArrayList<>(parts(and.left()));
    parts.addAll(parts(and.right()));
    return parts;
  }

  /** Spark's AND looks at its right side also where the left one is null, and a filter does not. */
  private static Expression inTurn(List<Expression> parts) {
    Expression all = parts.get(parts.size() - 1);
    for (int i = parts.size() - 2; i >= 0; i--) {
      all = new If(parts.get(i), all, Literal.create(false, DataTypes.BooleanType));
    }
    return all;
  }

  @Override
  public int[] ordinals() {
    return IntStream.range(0, columns.size())
        .filter(ordinal -> condition.references().contains(columns.apply(ordinal)))
        .toArray();
  }

  @Override
  public RowChunks of(RowChunks rows, int partition) {
    SQLConf own = new SQLConf();
    settings.forEach(own::setConfString);
    BasePredicate predicate =
        SQLConf.withExistingConf(own, () -> Predicate.create(condition, columns));
    predicate.initialize(partition);
    return new FilteredChunks(rows, predicate::eval);
  }
}
