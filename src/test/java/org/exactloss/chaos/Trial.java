package org.exactloss.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** One run: a job, a fault at a moment, and what became of it. All follows from the seed. */
final class Trial {
  /** A run that takes longer has hung. */
  private static final long SECONDS = 180;

  private static final long START_SECONDS = 90;
  private static final long POLL_MILLISECONDS = 20;
  private static final String KEPT = "kept";

  private final Cluster cluster;
  private final CampaignData data;
  private final Expectation expected;
  private final long seed;
  private final Shape shape;
  private final Fault fault;
  private final Random random;
  private final long delay;
  private final boolean checkpoint;

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
    // The files are listed before the first half of the work is done, and again at the end.
    double part = random.nextDouble() * fault.latest();
    delay = Math.round(expected.window() * (fault.changesInput() ? 0.35 + part * 0.6 : part));
    checkpoint = fault.endsDriver() && shape.resumes() && random.nextBoolean();
  }

  /** Neighbouring seeds of Java's own generator begin with almost the same numbers. */
  static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  LedgerEntry run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CampaignData input = fault.changesInput() ? damagedCopy() : data;
    Project.delete(Project.FOLDER.resolve(KEPT));
    Found found;
    try (Job job = start(input, "trial")) {
      Scene scene = new Scene(cluster, job, input, random);
      long time = strike(scene);
      found = fault.endsDriver() ? afterRestart(scene, time) : afterEnd(scene, time);
    }
    fault.mend(cluster);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new LedgerEntry(
        seed, shape, fault.name(), delay, found.outcome, found.proof, seconds, found.detail);
  }

  /** What a run showed. */
  private record Found(Outcome outcome, String proof, String detail) {}

  private Job start(CampaignData input, String folder) throws IOException {
    List<String> further = new ArrayList<>();
    if (checkpoint) {
      further.addAll(List.of("--checkpoint", Project.FOLDER.resolve(KEPT).toString()));
    }
    return Job.start(cluster, shape, input, folder, fault.settings(), further);
  }

  private CampaignData damagedCopy() throws IOException {
    Project.delete(Project.FOLDER.resolve("damaged-input"));
    return data.copy(Project.FOLDER.resolve("damaged-input"));
  }

  /** When the fault struck, in milliseconds since 1970; far away if the job ended before. */
  private long strike(Scene scene) throws IOException, InterruptedException {
    long end = System.currentTimeMillis() + START_SECONDS * 1000;
    while (!scene.job().events().isAtWork()) {
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
    try (Job again = start(scene.data(), "again")) {
      if (!again.ends(SECONDS)) {
        return new Found(Outcome.HUNG, proof, "no end of the second run");
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
        .map(line -> "; " + line.substring(line.indexOf("Checkpoint")))
        .orElse("");
  }

  /** The refusal on standard error; empty if there is none. */
  private static String message(Job job) throws IOException {
    return job.messages().lines().filter(line -> line.startsWith("Cannot ")).findFirst().orElse("");
  }
}
