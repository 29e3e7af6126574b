package org.exactloss.job;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/** The values that make a group, in the forms in which reports hold them. */
final class GroupValues {
  private static final int MICROSECOND_DIGITS = 6;

  /** As Spark writes times. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, MICROSECOND_DIGITS, true)
          .toFormatter();

  private GroupValues() {}

  /**
   * What a report can hold: null, a Boolean, Long, Double or BigDecimal, or text.
   *
   * @param value as Spark's rows hold it
   * @param zone the session's, in which times are written
   */
  static Object plain(Object value, ZoneId zone) {
    if (value == null || value instanceof Boolean || value instanceof BigDecimal) {
      return value;
    } else if (value instanceof Float number) {
      return Double.valueOf(number.toString()); // the decimal that people know it by
    } else if (value instanceof Double) {
      return value;
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value instanceof Timestamp time) {
      return TIME.format(time.toInstant().atZone(zone));
    } else if (value instanceof Instant time) {
      return TIME.format(time.atZone(zone));
    } else if (value instanceof LocalDateTime time) {
      return TIME.format(time);
    } else if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    return value.toString();
  }

  /** The same for all values of a group. */
  static List<Object> plain(List<Object> values, ZoneId zone) {
    List<Object> plain = new ArrayList<>();
    values.forEach(value -> plain.add(plain(value, zone)));
    return plain;
  }
}
