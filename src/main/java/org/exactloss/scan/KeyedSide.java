package org.exactloss.scan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.exactloss.scan.JoinKey.Part;

/**
 * The rows of one side of a join on their way to those of the other side. Before the values they
 * have an order, in which rows of equal keys stand together, a role, and the key itself, where the
 * order does not tell it.
 */
final class KeyedSide {
  static final String ORDER = SourceData.INTERNAL_PREFIX + "order";
  static final String ROLE = SourceData.INTERNAL_PREFIX + "role";
  static final String KEY = SourceData.INTERNAL_PREFIX + "parts";
  static final int ORDER_PLACE = 0;
  static final int ROLE_PLACE = 1;
  static final int KEY_PLACE = 2;

  /** What a row is. */
  enum Role {
    PREDICTION,
    TARGET,
    /** A part of its key is null. */
    PREDICTION_WITHOUT_KEY,
    TARGET_WITHOUT_KEY,
    /** A malformed record of either side, whose key means nothing. */
    MALFORMED;

    private static final List<Role> ALL = List.of(values());

    private Column literal() {
      return lit((byte) ordinal());
    }
  }

  private KeyedSide() {}

  /** The columns before the values. */
  static List<Column> columns(SourceData source, JoinKey key, Role withKey, Role withoutKey) {
    List<Column> parts = key.parts().stream().map(Part::comparable).toList();
    Column malformed = coalesce(source.malformedRecord().orElse(lit(false)), lit(false));
    Column noKey = parts.stream().map(Column::isNull).reduce(lit(false), Column::or);
    List<Column> columns = new ArrayList<>();
    columns.add(order(key, parts).as(ORDER));
    columns.add(
        when(malformed, Role.MALFORMED.literal())
            .when(noKey, withoutKey.literal())
            .otherwise(withKey.literal())
            .as(ROLE));
    if (!key.isNumber()) {
      Column[] named =
          key.parts().stream()
              .map(part -> part.comparable().as(part(key, part)))
              .toArray(Column[]::new);
      columns.add(functions.struct(named).as(KEY));
    }
    return columns;
  }

  private static Column order(JoinKey key, List<Column> parts) {
    return key.isNumber()
        ? coalesce(parts.get(0).cast("bigint"), lit(0L))
        : functions.xxhash64(parts.toArray(Column[]::new));
  }

  /** The name of a part within the key. */
  static String part(JoinKey key, Part part) {
    return "part" + key.parts().indexOf(part);
  }

  static Role role(InternalRow row) {
    return Role.ALL.get(row.getByte(ROLE_PLACE));
  }

  /** Whether a row can have a partner. */
  static boolean hasKey(InternalRow row) {
    return row.getByte(ROLE_PLACE) <= Role.TARGET.ordinal();
  }
}
