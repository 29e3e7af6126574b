package org.exactloss.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.exactloss.report.ProgramVersion;
import org.exactloss.scan.SavedTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.CoveredFile;
import org.exactloss.store.StateFile;
import org.exactloss.store.StateHeader;

/**
 * The sum of states of one request, less others that are parts of them. Its slices are added while
 * they are read, so that memory does not grow with them.
 */
final class StateSum {
  /** So many files with slices are read at a time. */
  static final int MOST_WITH_SLICES = 500;

  private final List<StateFile> added;
  private final List<StateFile> subtracted;
  private final TaskResult total;
  private final StateHeader header;

  private StateSum(
      List<StateFile> added,
      List<StateFile> subtracted,
      TaskResult total,
      List<CoveredFile> files) {
    this.added = added;
    this.subtracted = subtracted;
    this.total = total;
    StateHeader first = added.get(0).header();
    header =
        new StateHeader(
            ProgramVersion.current(),
            first.request(),
            first.models(),
            first.groupings(),
            files,
            SavedTally.toBytes(total));
  }

  /**
   * Adds everything up but the slices.
   *
   * @param added at least one
   * @throws EvaluationException of kind USAGE if the states are of different requests, cover a file
   *     twice, or one that is subtracted is no part of the others; of kind DATA if a count or a sum
   *     would be negative, or nothing is left
   */
  static StateSum of(List<StateFile> added, List<StateFile> subtracted) {
    List<StateFile> all = Stream.concat(added.stream(), subtracted.stream()).toList();
    StateFile first = added.get(0);
    all.forEach(file -> requireSameRequest(first, file));
    if (!first.header().groupings().isEmpty() && all.size() > MOST_WITH_SLICES) {
      throw EvaluationException.usage(
          "Cannot merge "
              + all.size()
              + " states with slices: at most "
              + MOST_WITH_SLICES
              + " are read at a time; merge some of them with --state, and then their states");
    }
    List<CoveredFile> files = new Coverage().of(added, subtracted);
    TaskResult total = TaskResult.empty(first.header().models().size());
    added.forEach(file -> add(total, SavedStates.total(file), file));
    subtracted.forEach(file -> subtract(total, SavedStates.total(file), file));
    return new StateSum(List.copyOf(added), List.copyOf(subtracted), total, files);
  }

  /** Adds what was found. */
  static void add(TaskResult to, TaskResult part, StateFile file) {
    try {
      to.add(part);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw file.damaged("what was found", e);
    }
  }

  /** Takes away what was found. */
  static void subtract(TaskResult from, TaskResult part, StateFile file) {
    try {
      from.subtract(part);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new EvaluationException(
          EvaluationException.Kind.DATA,
          "Cannot subtract the state "
              + file.uri()
              + ": "
              + e.getMessage()
              + "; add the states that are to remain instead",
          e);
    }
  }

  private static void requireSameRequest(StateFile first, StateFile other) {
    List<String> differences = differences(first.header(), other.header());
    if (!differences.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot merge the states "
              + first.uri()
              + " and "
              + other.uri()
              + ": they are of different requests ("
              + String.join("; ", differences)
              + "); merge states that were made with the same options");
    }
  }

  /** What was asked otherwise, for people. */
  static List<String> differences(StateHeader one, StateHeader other) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(one.request().keySet());
    names.addAll(other.request().keySet());
    for (String name : names) {
      addDifference(differences, name, one.request().get(name), other.request().get(name));
    }
    addDifference(differences, "models", one.models(), other.models());
    addDifference(
        differences,
        "slices",
        one.groupings().stream().map(Object::toString).toList(),
        other.groupings().stream().map(Object::toString).toList());
    return differences;
  }

  private static void addDifference(
      List<String> differences, String name, List<String> one, List<String> other) {
    if (one == null || !one.equals(other)) {
      differences.add(name + ": " + shown(one) + " and " + shown(other));
    }
  }

  private static String shown(List<String> values) {
    return values == null ? "nothing" : String.join(", ", values);
  }

  /** The input files that are left. */
  private static final class Coverage {
    private final Map<String, List<CoveredFile>> covered = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();

    List<CoveredFile> of(List<StateFile> added, List<StateFile> subtracted) {
      for (StateFile state : added) {
        state.header().files().forEach(file -> add(state, file));
      }
      for (StateFile state : subtracted) {
        state.header().files().forEach(file -> remove(state, file));
      }
      List<CoveredFile> left = new ArrayList<>();
      covered.values().forEach(left::addAll);
      if (left.isEmpty()) {
        throw EvaluationException.data(
            "Cannot merge the states: nothing is left, as every input file that they cover is"
                + " subtracted; subtract fewer");
      }
      covered.forEach(this::requireOnce);
      return left;
    }

    private void add(StateFile state, CoveredFile file) {
      covered.computeIfAbsent(file.path(), path -> new ArrayList<>()).add(file);
      states.merge(file.path(), state.uri(), (one, other) -> one + " and " + other);
    }

    private void remove(StateFile state, CoveredFile file) {
      List<CoveredFile> same = covered.computeIfAbsent(file.path(), path -> new ArrayList<>());
      if (same.remove(file)) {
        return;
      }
      boolean changed = !same.isEmpty();
      throw EvaluationException.usage(
          "Cannot subtract the state "
              + state.uri()
              + ": it covers "
              + file.path()
              + ", which "
              + (changed ? "the added states cover with another content" : "no added state covers")
              + "; subtract states that are contained in those added");
    }

    private void requireOnce(String path, List<CoveredFile> files) {
      if (files.size() > 1) {
        throw EvaluationException.usage(
            "Cannot merge the states "
                + states.get(path)
                + ": both cover "
                + path
                + ", whose rows would count twice; name each part of the data once");
      }
    }
  }

  /** What it says of itself, as a state. */
  StateHeader header() {
    return header;
  }

  /** What was found of all rows. */
  TaskResult total() {
    return total;
  }

  /** Reads and adds the slices, from the first one on; to be closed. */
  SummedGroups groups() {
    return SummedGroups.open(added, subtracted);
  }
}
