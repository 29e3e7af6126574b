package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One run: a job, a fault at a moment, and what became of it. All follows from the seed. */
final class Trial {
  /** A run that takes longer has hung. */
  private static final long SECONDS = 180;

  private static final long POLL_MILLISECONDS = 20;
  private static final Path KEPT = Project.FOLDER.resolve("kept");

  /** The first tasks only find out the columns; the files are listed in the meantime. */
  private static final double PLANNED = 0.15;

  /** A part of a task. */
  private static final int LONGEST_DELAY_MILLISECONDS = 300;

  private final Cluster cluster;
  private final CampaignData data;
  private final Expectation expected;
  private final long seed;
  private final Shape shape;
  private final Fault fault;
  private final Random random;
  private final boolean checkpoint;
  private final int steps;
  private final int moment;
  private final int delay;

  Trial(
      Cluster cluster,
      CampaignData data,
      Expectation expected,
      long seed,
      Shape shape,
      Fault fault) {
    this.cluster = cluster;
    this.data = data;
    this.expected = expected;
    this.seed = seed;
    this.shape = shape;
    this.fault = fault;
    random = random(seed);
    checkpoint = fault.endsDriver() && shape.resumes();
    steps = checkpoint ? CampaignData.FILES : expected.tasks();
    double first = Math.max(fault.earliest(), fault.changesInput() ? PLANNED : 0);
    moment = (int) (steps * random.nextDouble(first, fault.latest()));
    delay = random.nextInt(LONGEST_DELAY_MILLISECONDS);
  }

  /** Neighbouring seeds of Java's own generator begin with almost the same numbers. */
  static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  LedgerEntry run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CampaignData input = fault.changesInput() ? damagedCopy() : data;
    Project.delete(KEPT);
    Found found;
    try (Job job = start(input, "trial")) {
      Scene scene = new Scene(cluster, job, input, random);
      long time = strike(scene);
      found = fault.endsDriver() ? afterRestart(scene, time) : afterEnd(scene, time);
    }
    fault.mend(cluster);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new LedgerEntry(
        seed,
        shape,
        fault.name(),
        moment + "/" + steps,
        found.outcome,
        found.proof,
        seconds,
        found.detail);
  }

  /** What a run showed. */
  private record Found(Outcome outcome, String proof, String detail) {}

  private Job start(CampaignData input, String folder) throws IOException {
    List<String> further = new ArrayList<>();
    if (checkpoint) {
      further.addAll(List.of("--checkpoint", KEPT.toString()));
    }
    return Job.start(cluster, shape, input, folder, fault.settings(), further);
  }

  private CampaignData damagedCopy() throws IOException {
    Project.delete(Project.FOLDER.resolve("damaged-input"));
    return data.copy(Project.FOLDER.resolve("damaged-input"));
  }

  /** When the fault struck, in milliseconds since 1970; far away if the job ended before. */
  private long strike(Scene scene) throws IOException, InterruptedException {
    long end = System.currentTimeMillis() + SECONDS * 1000;
    while (!scene.job().events().isAtWork() || finished(scene.job()) < moment) {
      if (!scene.job().isAlive() || System.currentTimeMillis() > end) {
        return Long.MAX_VALUE;
      }
      Thread.sleep(POLL_MILLISECONDS);
    }
    scene.pause(delay);
    long time = System.currentTimeMillis();
    if (!scene.job().isAlive()) {
      return Long.MAX_VALUE;
    }
    fault.strike(scene);
    return time;
  }

  private int finished(Job job) throws IOException {
    return checkpoint ? keptGroups() : job.events().endedTasks();
  }

  private static int keptGroups() throws IOException {
    if (!Files.isDirectory(KEPT)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(KEPT)) {
      return (int) files.filter(file -> file.getFileName().toString().startsWith("group-")).count();
    }
  }

  private Found afterEnd(Scene scene, long time) throws IOException, InterruptedException {
    Job job = scene.job();
    if (!job.ends(SECONDS)) {
      return new Found(Outcome.HUNG, "", "no end in " + SECONDS + " seconds");
    }
    String proof = time == Long.MAX_VALUE ? "" : fault.proof(scene, time);
    Outcome outcome = outcome(job);
    if (outcome == Outcome.RIGHT && fault.changesInput() && !proof.isEmpty()) {
      return new Found(Outcome.WRONG, proof, "the changed input was not noticed");
    }
    return new Found(outcome, proof, detail(job));
  }

  private Found afterRestart(Scene scene, long time) throws IOException, InterruptedException {
    Job killed = scene.job();
    if (!killed.ends(SECONDS)) {
      return new Found(Outcome.HUNG, "", "no end in " + SECONDS + " seconds");
    }
    String proof = time == Long.MAX_VALUE ? "" : fault.proof(scene, time);
    if (!killed.leftNothing()) {
      boolean whole = killed.results().equals(expected.results());
      return new Found(
          whole ? Outcome.RIGHT : Outcome.WRONG, proof, "published before it was killed");
    }
    int kept = checkpoint ? keptGroups() : 0;
    try (Job again = start(scene.data(), "again")) {
      if (!again.ends(SECONDS)) {
        return new Found(Outcome.HUNG, proof, "no end of the second run");
      }
      long missing = expected.rowsRead() / steps * (steps - kept);
      if (checkpoint && again.events().rowsRead() != missing) {
        return new Found(
            Outcome.WRONG,
            proof,
            "%d of %d groups were kept, and %d rows were read again"
                .formatted(kept, steps, again.events().rowsRead()));
      }
      return new Found(outcome(again), proof, "again: " + detail(again) + reused(again));
    }
  }

  private Outcome outcome(Job job) throws IOException {
    if (job.exitCode() == 0) {
      return job.results().equals(expected.results()) ? Outcome.RIGHT : Outcome.WRONG;
    }
    boolean said = job.exitCode() >= 2 && job.exitCode() <= 4 && !message(job).isEmpty();
    return said && job.leftNothing() ? Outcome.REFUSED : Outcome.WRONG;
  }

  private static String detail(Job job) throws IOException {
    return "exit code " + job.exitCode() + (job.exitCode() == 0 ? "" : ": " + message(job));
  }

  private static String reused(Job job) throws IOException {
    return job.messages()
        .lines()
        .filter(line -> line.contains("Checkpoint: reused"))
        .findFirst()
        .map(line -> "; " + line.substring(line.indexOf("Checkpoint")) + ", read only the rest")
        .orElse("");
  }

  /** The refusal on standard error; empty if there is none. */
  private static String message(Job job) throws IOException {
    return job.messages().lines().filter(line -> line.startsWith("Cannot ")).findFirst().orElse("");
  }
}
