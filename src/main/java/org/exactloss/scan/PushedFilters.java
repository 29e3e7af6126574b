package org.exactloss.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.util.RebaseDateTime.RebaseSpec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFilters;
import org.apache.spark.sql.internal.LegacyBehaviorPolicy;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.exactloss.scan.pages.WantedRows;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * What Spark would tell its own Parquet reader of the rows that are wanted.
 *
 * @param filters which all of them satisfy
 * @param exact the columns of types that are no floating-point numbers
 */
record PushedFilters(
    List<Filter> filters,
    Set<String> exact,
    boolean startsOfTexts,
    int mostAlternatives,
    boolean caseSensitive)
    implements WantedRows, Serializable {
  private static final Set<DataType> EXACT =
      Set.of(DataTypes.IntegerType, DataTypes.LongType, DataTypes.StringType);

  /** What Spark tells of the rows of a scan. */
  static PushedFilters of(FileSourceScanExec scan) {
    SQLConf settings = scan.conf();
    List<Filter> filters =
        settings.parquetFilterPushDown()
            ? new ArrayList<>(CollectionConverters.asJava(scan.pushedDownFilters()))
            : List.of();
    Set<String> exact =
        Stream.of(scan.requiredSchema().fields())
            .filter(field -> EXACT.contains(field.dataType()))
            .map(StructField::name)
            .collect(Collectors.toSet());
    return new PushedFilters(
        filters,
        exact,
        settings.parquetFilterPushDownStringPredicate(),
        settings.parquetFilterPushDownInFilterThreshold(),
        settings.caseSensitiveAnalysis());
  }

  @Override
  public Optional<FilterPredicate> condition(MessageType schema, boolean floating) {
    // Dates and times, of which the last argument is, are not read from pages.
    ParquetFilters translation =
        new ParquetFilters(
            schema,
            false,
            false,
            false,
            startsOfTexts,
            mostAlternatives,
            caseSensitive,
            new RebaseSpec(LegacyBehaviorPolicy.CORRECTED(), scala.Option.empty()));
    return filters.stream()
        .filter(each -> floating || exact.containsAll(List.of(each.references())))
        .flatMap(each -> OptionConverters.toJava(translation.createFilter(each)).stream())
        .reduce(FilterApi::and);
  }
}
