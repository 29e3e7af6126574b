package org.exactloss.scan.pages;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column that is wanted of a file.
 *
 * @param name the name of a column at the top of the schema
 * @param values how its values are stored
 */
public record StoredColumn(String name, Values values) implements Serializable {

  /** The types of values that are read from pages. */
  public enum Values {
    DOUBLE(PrimitiveTypeName.DOUBLE, Double.BYTES),
    FLOAT(PrimitiveTypeName.FLOAT, Float.BYTES),
    INT(PrimitiveTypeName.INT32, Integer.BYTES),
    LONG(PrimitiveTypeName.INT64, Long.BYTES),
    /** Bytes in UTF-8, as many as each value says. */
    TEXT(PrimitiveTypeName.BINARY, 0);

    final PrimitiveTypeName stored;

    /** Bytes of a plain value; 0 where values differ. */
    final int width;

    Values(PrimitiveTypeName stored, int width) {
      this.stored = stored;
      this.width = width;
    }

    private boolean isMeantBy(PrimitiveType type) {
      LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
      if (this == TEXT) {
        return type.getPrimitiveTypeName() == stored
            && meaning instanceof StringLogicalTypeAnnotation;
      }
      boolean itself =
          meaning == null
              || (meaning instanceof IntLogicalTypeAnnotation integer
                  && integer.isSigned()
                  && integer.getBitWidth() == 8 * width);
      return type.getPrimitiveTypeName() == stored && itself;
    }
  }

  /** Why this column of a file with that schema cannot be read from pages; empty if it can. */
  Optional<String> refusal(MessageType schema) {
    List<Type> alike =
        schema.getFields().stream()
            .filter(field -> field.getName().equalsIgnoreCase(name))
            .toList();
    if (alike.size() != 1 || !alike.get(0).getName().equals(name)) {
      return Optional.of("it has not exactly one column of the name " + name);
    }
    Type field = alike.get(0);
    return field.isPrimitive()
            && !field.isRepetition(Type.Repetition.REPEATED)
            && values.isMeantBy(field.asPrimitiveType())
        ? Optional.empty()
        : Optional.of("its column " + name + " is stored as " + field);
  }
}
