package org.exactloss.job;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.report.ProgramVersion;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.SavedTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.CoveredFile;
import org.exactloss.store.ExistingOutput;
import org.exactloss.store.StateFile;
import org.exactloss.store.StateHeader;

/** The file of {@code --state}. */
final class StateOutput {
  private final AtomicOutput output;

  private StateOutput(AtomicOutput output) {
    this.output = output;
  }

  /**
   * Checks that the state can be written, if one is asked for.
   *
   * @throws EvaluationException if its place cannot be used
   */
  static Optional<StateOutput> prepare(EvaluationSpec spec, Configuration hadoop) {
    ExistingOutput existing =
        spec.tables().overwrite() ? ExistingOutput.REPLACE : ExistingOutput.REFUSE;
    return spec.states()
        .state()
        .map(uri -> AtomicOutput.prepare(uri, existing, spec.inputPaths(), hadoop))
        .map(StateOutput::new);
  }

  /**
   * Writes what a scan has found.
   *
   * @param request what was asked
   * @param files what was read
   * @param lastCheck runs before the state appears; if it throws, it does not
   * @throws EvaluationException if that fails; nothing is left behind then
   */
  void write(
      SortedMap<String, List<String>> request,
      List<CoveredFile> files,
      LossScan scan,
      TaskResult result,
      Optional<Iterator<SavedTally.Group>> groups,
      Runnable lastCheck) {
    StateHeader header =
        new StateHeader(
            ProgramVersion.current(),
            request,
            scan.names(),
            SavedStates.groupings(scan.hasGroups() ? scan.groupings() : List.of()),
            files,
            SavedTally.toBytes(result));
    StateFile.write(output, header, SavedStates.groups(groups), lastCheck);
  }

  /** Writes the sum of states. */
  void write(StateMerge merge) {
    merge.write(output);
  }
}
