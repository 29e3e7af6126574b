package org.exactloss.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.ProgramVersion;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.SavedTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gates;
import org.exactloss.spec.Redaction;
import org.exactloss.store.CheckpointFolder;
import org.exactloss.store.CoveredFile;
import org.exactloss.store.StateFile;
import org.exactloss.store.StateHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One evaluation in groups of input files: the state of each finished group is kept, and the same
 * evaluation reads only the groups that are not. The first file of the checkpoint is the plan: a
 * state of no rows that says what is asked and which files there are.
 */
final class CheckpointRun {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointRun.class);
  private static final String PLAN = "plan.state";

  private final SparkSession spark;
  private final Sources sources;
  private final EvaluationSpec spec;
  private final Tables tables;
  private final Optional<StateOutput> state;
  private final CheckpointFolder folder;
  private final ScanRun runner;
  private final Instant start = Instant.now();

  CheckpointRun(
      SparkSession spark,
      Sources sources,
      Tables tables,
      Optional<StateOutput> state,
      CheckpointFolder folder,
      ScanRun runner) {
    this.spark = spark;
    this.sources = sources;
    this.tables = tables;
    this.state = state;
    this.folder = folder;
    this.runner = runner;
    spec = sources.spec();
  }

  /**
   * Makes the folder of the checkpoint, if one is asked for.
   *
   * @throws EvaluationException if it cannot be used
   */
  static Optional<CheckpointFolder> prepare(SparkSession spark, EvaluationSpec spec) {
    return spec.states()
        .checkpoint()
        .map(
            uri ->
                CheckpointFolder.prepare(
                    uri, spec.inputPaths(), spark.sparkContext().hadoopConfiguration()));
  }

  /**
   * Reads the groups that are missing, and adds all of them.
   *
   * @throws EvaluationException of kind USAGE if the checkpoint was made with other options, of
   *     kind STORAGE if its input has changed since; see {@link EvaluationRun#run} for others
   */
  EvaluationReport run() {
    LossScan planned = ScanRun.plan(sources);
    LOG.info("Reader: {}", planned.reader());
    LOG.info("Kernel: {}", planned.kernel());
    tables.requireStorable(planned);
    Gates.requireModels(spec.analysis().gates(), planned.names());
    InputGuard guard = InputGuard.watch(spark, sources);
    Plan plan = new Plan(planned, StateRequest.of(spark, sources));
    List<CoveredFile> covered = guard.covered();
    requireSamePlan(plan.header(covered, TaskResult.empty(planned.names().size())));
    List<ListedFiles> groups = FileGroups.of(sources.files().get(0));
    requireMergeable(planned, groups.size());
    TreeSet<String> kernels = new TreeSet<>();
    List<StateFile> states = states(plan, groups, byPath(covered), kernels);
    guard.requireUnchanged();
    return finish(planned, states, String.join("; ", kernels));
  }

  /** All groups are added at the end; what cannot be then is said before the first is read. */
  private static void requireMergeable(LossScan planned, int groups) {
    if (planned.hasGroups() && groups > StateSum.MOST_WITH_SLICES) {
      throw EvaluationException.usage(
          "Cannot use --checkpoint with --slice: the input is "
              + groups
              + " groups of files, one for each folder that --input names, and the slices of at most "
              + StateSum.MOST_WITH_SLICES
              + " are added; name the folder above them, or leave one of the two out");
    }
  }

  /** What all groups have in common. */
  private record Plan(LossScan scan, SortedMap<String, List<String>> request) {
    StateHeader header(List<CoveredFile> files, TaskResult result) {
      return new StateHeader(
          ProgramVersion.current(),
          request,
          scan.names(),
          SavedStates.groupings(scan.hasGroups() ? scan.groupings() : List.of()),
          files,
          SavedTally.toBytes(result));
    }
  }

  private static Map<String, CoveredFile> byPath(List<CoveredFile> files) {
    Map<String, CoveredFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    return byPath;
  }

  private void requireSamePlan(StateHeader now) {
    if (!folder.has(PLAN)) {
      StateFile.write(folder.output(PLAN), now, Collections.emptyIterator(), () -> {});
      return;
    }
    StateHeader before = folder.open(PLAN).header();
    List<String> differences = StateSum.differences(before, now);
    if (!differences.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot go on from the checkpoint "
              + folder.uri()
              + ": it was made with other options ("
              + String.join("; ", differences)
              + "); give the same options, or name another folder with --checkpoint");
    }
    requireSameFiles(before.files(), now.files());
  }

  private void requireSameFiles(List<CoveredFile> before, List<CoveredFile> now) {
    Map<String, CoveredFile> left = byPath(now);
    for (CoveredFile file : before) {
      CoveredFile same = left.remove(file.path());
      if (!file.equals(same)) {
        throw changed(file.path(), same == null ? "deleted" : "changed");
      }
    }
    left.keySet().stream()
        .sorted()
        .findFirst()
        .ifPresent(
            path -> {
              throw changed(path, "added");
            });
  }

  private EvaluationException changed(String path, String how) {
    return EvaluationException.storage(
        "Cannot go on from the checkpoint "
            + folder.uri()
            + ": the input file "
            + path
            + " was "
            + how
            + " since it was made; restore the input, or name another folder with --checkpoint");
  }

  private List<StateFile> states(
      Plan plan,
      List<ListedFiles> groups,
      Map<String, CoveredFile> covered,
      TreeSet<String> kernels) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      names.add("group-%03d-of-%03d.state".formatted(i + 1, groups.size()));
    }
    long kept = names.stream().filter(folder::has).count();
    LOG.info("Checkpoint: reused {} of {} groups", kept, groups.size());
    List<StateFile> states = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<CoveredFile> files =
          groups.get(i).files().stream()
              .map(file -> covered.get(Redaction.path(file.getPath().toString())))
              .sorted(CoveredFile.ORDER)
              .toList();
      if (!folder.has(names.get(i))) {
        kernels.addAll(evaluate(plan, groups.get(i), files, names.get(i)));
      }
      StateFile state = folder.open(names.get(i));
      requireGroup(state, plan.header(files, TaskResult.empty(0)));
      states.add(state);
    }
    return states;
  }

  private void requireGroup(StateFile state, StateHeader expected) {
    boolean same =
        StateSum.differences(state.header(), expected).isEmpty()
            && state.header().files().equals(expected.files());
    if (!same) {
      throw EvaluationException.storage(
          "Cannot go on from the checkpoint "
              + folder.uri()
              + ": its file "
              + state.uri()
              + " is of another evaluation; remove the folder, or name another with --checkpoint");
    }
  }

  /** Evaluates a group, and gives the kernels that ran. */
  private TreeSet<String> evaluate(
      Plan plan, ListedFiles group, List<CoveredFile> files, String name) {
    ScanRun.Scanned scanned =
        runner.run(ScanRun.plan(sources.part(spark, group, sources.columns())));
    if (spec.where().isEmpty()) {
      long rows = scanned.result().models().get(0).state().rows();
      FileFooters.requireRows(files, rows, group.paths());
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    runner.inJobGroup(
        "ExactLoss: state",
        () ->
            ScanRun.translating(
                () -> {
                  StateFile.write(
                      folder.output(name),
                      plan.header(files, scanned.result()),
                      SavedStates.groups(scanned.groups().map(groups -> groups.saved(spark))),
                      () -> group.requireUnchanged(hadoop));
                  return name;
                }));
    return new TreeSet<>(scanned.result().kernels());
  }

  private EvaluationReport finish(LossScan planned, List<StateFile> states, String kernels) {
    StateMerge merge = new StateMerge(states, spec);
    ReportBuilder builder =
        new ReportBuilder(spec, sources.origins(), List.of(), Map.of(), spark.version(), start);
    EvaluationReport report =
        merge.report(builder, planned.reader(), kernels.isEmpty() ? "none" : kernels);
    if (!report.allRefused()) {
      tables
          .results()
          .ifPresent(table -> table.write(report, table.layout(planned), List.of(), () -> {}));
      state.ifPresent(output -> output.write(merge));
    }
    return report;
  }
}
