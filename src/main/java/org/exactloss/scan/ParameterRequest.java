package org.exactloss.scan;

import java.util.List;

/**
 * What a task has to know to add up parameters. The columns of a row are those of the parameters,
 * and whether the record is malformed if records can be.
 */
record ParameterRequest(List<String> names, List<NumericType> types, boolean malformedRecords)
    implements RowTask.Factory {
  @Override
  public RowTask start(int partition) {
    return new ParameterEvaluator(this);
  }
}
