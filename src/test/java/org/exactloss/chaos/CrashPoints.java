package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.exactloss.chaos.FaultPlan.Behaviour;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.ExistingOutput;

/**
 * Publishes outputs on a file system of which the k-th operation fails or ends the program, for
 * every k until a run ends without reaching it. What bears the output's name afterwards must be the
 * whole new output, or what was there before. The exit code is 1 if it is anything else.
 *
 * <p>Run it with {@code scripts/chaos crashes}.
 */
public final class CrashPoints {
  /** What is there when the run begins. */
  enum Mode {
    NEW,
    OVERWRITE,
    /** What a crash in the middle has left. */
    RERUN;

    ExistingOutput existing() {
      return this == OVERWRITE ? ExistingOutput.REPLACE : ExistingOutput.REFUSE;
    }
  }

  /** What bears the name afterwards. */
  enum Content {
    NOTHING,
    OLD,
    NEW,
    MIXED
  }

  /** An output. */
  interface Publication {
    /** Writes the new content, or the old one. */
    void publish(Content content, ExistingOutput existing) throws IOException;

    /** What bears the name. */
    Content found() throws IOException;

    /** Whether the whole old output lies hidden beside its name. */
    boolean oldIsKept() throws IOException;
  }

  private static final int MIDDLE = 5;

  private final String name;
  private final Publication publication;
  private final Path folder;
  private final Map<String, Integer> tally = new TreeMap<>();
  private int points;
  private int bad;

  CrashPoints(String name, Publication publication, Path folder) {
    this.name = name;
    this.publication = publication;
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Project.emptyFolder("crashes");
    int bad = 0;
    try (FaultyTable table = FaultyTable.in(folder)) {
      for (CrashPoints points :
          List.of(
              new CrashPoints("file", new FaultyOutput(folder), folder),
              new CrashPoints("table", table, folder))) {
        bad += points.run();
        System.out.println(points);
      }
    }
    System.exit(bad == 0 ? 0 : 1);
  }

  private int run() throws IOException {
    for (Mode mode : Mode.values()) {
      for (Behaviour behaviour : Behaviour.values()) {
        int k = 1;
        while (tryPoint(mode, behaviour, k)) {
          k++;
        }
      }
    }
    return bad;
  }

  /** Whether the k-th operation was reached. */
  private boolean tryPoint(Mode mode, Behaviour behaviour, int k) throws IOException {
    prepare(mode);
    FaultPlan.begin(k, behaviour);
    boolean done = publish(mode);
    boolean reached = FaultPlan.reached();
    FaultPlan.end();
    judge(mode, behaviour, k, done);
    if (reached) {
      points++;
      judgeNext(mode, k);
    }
    return reached;
  }

  private void prepare(Mode mode) throws IOException {
    FaultPlan.end();
    Project.delete(folder);
    Files.createDirectories(folder);
    switch (mode) {
      case NEW -> {}
      case OVERWRITE -> publication.publish(Content.OLD, ExistingOutput.REFUSE);
      case RERUN -> {
        FaultPlan.begin(MIDDLE, Behaviour.HALTS);
        publish(mode);
        FaultPlan.end();
      }
    }
  }

  /** Whether it said that it succeeded. */
  private boolean publish(Mode mode) throws IOException {
    try {
      publication.publish(Content.NEW, mode.existing());
      return true;
    } catch (EvaluationException e) {
      return false;
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared, where it cannot write.
      if (ExceptionUtils.getStackTrace(e).contains(FaultPlan.MESSAGE)) {
        return false;
      }
      throw e;
    }
  }

  private void judge(Mode mode, Behaviour behaviour, int k, boolean done) throws IOException {
    Content found = publication.found();
    boolean kept = found == Content.NOTHING && publication.oldIsKept();
    boolean before = found == (mode == Mode.OVERWRITE ? Content.OLD : Content.NOTHING);
    String what;
    if (found == Content.NEW) {
      what = done ? "new, and said so" : "new, reported as failed";
    } else if (done) {
      what = "LOST: said to be published";
    } else if (before) {
      what = "as before";
    } else if (mode == Mode.OVERWRITE && kept) {
      what = "the old one whole under a hidden name";
    } else {
      what = "MIXED";
    }
    if (what.equals("MIXED") || what.startsWith("LOST")) {
      bad++;
      System.out.printf("%s %s %s %d: %s, found %s%n", name, mode, behaviour, k, what, found);
    }
    tally.merge(mode + ": " + what, 1, Integer::sum);
  }

  /** The same command once more, without a fault. */
  private void judgeNext(Mode mode, int k) throws IOException {
    Content before = publication.found();
    boolean done = publish(mode);
    boolean refusedRightly = before == Content.NEW && mode != Mode.OVERWRITE;
    if (publication.found() != Content.NEW || done == refusedRightly) {
      bad++;
      System.out.printf("%s %s %d: the command given again left %s%n", name, mode, k, before);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%s: %d crash points, %d bad%n".formatted(name, points, bad));
    tally.forEach((what, count) -> text.append("  %-60s%6d%n".formatted(what, count)));
    return text.toString();
  }
}
