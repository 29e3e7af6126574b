package org.exactloss.job;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Provenance;
import org.exactloss.scan.SavedTally;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.CoveredFile;
import org.exactloss.store.SavedGroup;
import org.exactloss.store.StateFile;

/**
 * Adds and subtracts saved states, without Spark: the results are those of a scan of the input
 * files that are left, bit for bit.
 *
 * <pre>{@code
 * EvaluationReport month =
 *     new StateMerge(days, List.of(), new Configuration()).report();
 * }</pre>
 */
public final class StateMerge {
  private static final String READER = "states: no rows are read";
  private static final String NONE = "none";

  private final StateSum sum;
  private final EvaluationSpec spec;
  private final List<Provenance.Input> origins;
  private final Instant start = Instant.now();

  /**
   * Opens the states.
   *
   * @param added their URIs, at least one
   * @param subtracted likewise; each is a part of those added
   * @param hadoop knows the file systems
   * @throws EvaluationException of kind STORAGE if a state cannot be read, of kind USAGE if they do
   *     not go together, of kind DATA if nothing would be left or a count would be negative
   */
  public StateMerge(List<String> added, List<String> subtracted, Configuration hadoop) {
    List<StateFile> plus = added.stream().map(uri -> StateFile.open(uri, hadoop)).toList();
    List<StateFile> minus = subtracted.stream().map(uri -> StateFile.open(uri, hadoop)).toList();
    sum = StateSum.of(plus, minus);
    spec = spec(plus.get(0));
    origins =
        Stream.concat(
                plus.stream().map(file -> origin(file, "state")),
                minus.stream().map(file -> origin(file, "subtracted state")))
            .toList();
  }

  private static EvaluationSpec spec(StateFile file) {
    try {
      return StateRequest.spec(file.header().request());
    } catch (RuntimeException e) {
      // Whatever no command line could have asked for.
      throw file.damaged("what was asked", e);
    }
  }

  /** The sum of states that are open, finished as a specification says. */
  StateMerge(List<StateFile> added, EvaluationSpec spec) {
    sum = StateSum.of(added, List.of());
    this.spec = spec;
    origins = List.of();
  }

  private static Provenance.Input origin(StateFile state, String what) {
    List<CoveredFile> files = state.header().files();
    long newest = files.stream().mapToLong(CoveredFile::modified).max().orElse(0);
    return new Provenance.Input(
        state.uri(),
        what,
        files.size(),
        files.stream().mapToLong(CoveredFile::length).sum(),
        Instant.ofEpochMilli(newest).toString());
  }

  /** The results of all rows and of all slices. */
  public EvaluationReport report() {
    return report(new ReportBuilder(spec, origins, List.of(), Map.of(), NONE, start), READER, NONE);
  }

  /**
   * The same with another provenance, and with what became of the specification's gates.
   *
   * @param reader for people, who read the rows
   * @param kernels that ran
   */
  EvaluationReport report(ReportBuilder builder, String reader, String kernels) {
    EvaluationReport report = builder.build(sum.header().models(), reader, kernels, sum.total());
    if (report.allRefused()) {
      return report;
    }
    GateTally tally =
        GateTally.none(spec.analysis().gates()).plus(report.results(), report.batches());
    if (!sum.header().groupings().isEmpty()) {
      MergedSlices slices = MergedSlices.of(sum, spec, report.results());
      report = report.withSlicings(slices.reports());
      for (GateTally gates : slices.gates()) {
        tally = tally.plus(gates);
      }
    }
    return report.withGates(tally.results());
  }

  /**
   * Writes the sum as a state.
   *
   * @throws EvaluationException if that fails; nothing is left behind then
   */
  public void write(AtomicOutput output) {
    try (SummedGroups groups = sum.groups()) {
      StateFile.write(output, sum.header(), saved(groups), () -> {});
    }
  }

  private static Iterator<SavedGroup> saved(SummedGroups groups) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public SavedGroup next() {
        SummedGroups.Group group = groups.next();
        return new SavedGroup(group.grouping(), group.key(), SavedTally.toBytes(group.result()));
      }
    };
  }
}
