package org.exactloss.scan.pages;

import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.filter2.dictionarylevel.DictionaryFilter;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.LogicalInverseRewriter;
import org.apache.parquet.filter2.statisticslevel.StatisticsFilter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/**
 * Tells which row groups hold no wanted row, by their statistics and by the dictionaries that all
 * of their values come from. Bloom filters, which nothing verifies, are not asked.
 */
final class GroupFilter {
  private final Optional<FilterPredicate> ofStatistics;
  private final Optional<FilterPredicate> ofDictionaries;

  private GroupFilter(
      Optional<FilterPredicate> ofStatistics, Optional<FilterPredicate> ofDictionaries) {
    this.ofStatistics = ofStatistics;
    this.ofDictionaries = ofDictionaries;
  }

  /** The filter of a file. */
  static GroupFilter of(WantedRows wanted, FileMetaData file) {
    boolean floating = Writer.of(file.getCreatedBy()).mindsNan();
    // In a dictionary −0 is another value than 0.
    return new GroupFilter(condition(wanted, file, floating), condition(wanted, file, false));
  }

  private static Optional<FilterPredicate> condition(
      WantedRows wanted, FileMetaData file, boolean floating) {
    return wanted.condition(file.getSchema(), floating).map(LogicalInverseRewriter::rewrite);
  }

  /**
   * Whether a row group may hold wanted rows.
   *
   * @param dictionaries those of the group
   */
  boolean mayHoldRows(BlockMetaData group, DictionaryPageReadStore dictionaries) {
    List<ColumnChunkMetaData> chunks = group.getColumns();
    boolean none =
        ofStatistics.filter(condition -> StatisticsFilter.canDrop(condition, chunks)).isPresent()
            || ofDictionaries
                .filter(condition -> DictionaryFilter.canDrop(condition, chunks, dictionaries))
                .isPresent();
    return !none;
  }
}
