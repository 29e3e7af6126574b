package org.exactloss.spec;

import java.util.List;

/**
 * Targets that live in a second data set.
 *
 * @param targets the second data set
 * @param key the columns, of the same names in both data sets, that identify a row
 * @param skipUnmatched whether rows without a partner are left out and counted instead of refused
 */
public record JoinSpec(InputSpec targets, List<String> key, boolean skipUnmatched) {
  public JoinSpec {
    key = List.copyOf(key);
    if (key.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot join predictions and targets: no key is given; name its columns with --key");
    }
    for (int i = 0; i < key.size(); i++) {
      if (key.subList(0, i).stream().anyMatch(key.get(i)::equalsIgnoreCase)) {
        throw EvaluationException.usage(
            "Cannot join predictions and targets: --key names the column "
                + key.get(i)
                + " twice; name each column once");
      }
    }
  }
}
