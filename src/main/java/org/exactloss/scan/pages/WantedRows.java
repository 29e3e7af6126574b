package org.exactloss.scan.pages;

import java.util.Optional;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.schema.MessageType;

/** What is known of the rows that are wanted of files; others may be passed over, or may not. */
public interface WantedRows {
  /** Nothing is known. */
  WantedRows ALL = (schema, floating) -> Optional.empty();

  /**
   * What all wanted rows of a file satisfy; empty if it can hold any of them anywhere.
   *
   * @param floating whether it may be about floating-point numbers
   */
  Optional<FilterPredicate> condition(MessageType schema, boolean floating);
}
