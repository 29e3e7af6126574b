package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What can happen to processes. */
enum ProcessFault implements Fault {
  EXECUTOR_KILLED {
    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      Signal.KILL.send(scene.anyExecutor());
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      return removed(scene, 1);
    }
  },

  /** A worker with its executors; it comes back after two seconds. */
  WORKER_KILLED {
    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      scene.executors(Cluster.WORKERS);
      int worker = scene.random().nextInt(Cluster.WORKERS);
      scene.cluster().killWorker(worker);
      scene.pause(2000);
      scene.cluster().restart(worker);
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      return removed(scene, 1);
    }
  },

  DRIVER_KILLED {
    @Override
    public boolean endsDriver() {
      return true;
    }

    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      Signal.KILL.send(scene.job().pid());
      scene.job().ends(10);
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      boolean killed = !scene.job().isAlive() && scene.job().exitCode() == 137;
      return killed ? "exit code 137" : "";
    }
  },

  /** A task that fails with its executors, two to five times; the fourth time ends the job. */
  EXECUTORS_KILLED_AGAIN_AND_AGAIN {
    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      int rounds = 2 + scene.random().nextInt(4);
      for (int round = 0; round < rounds && scene.job().isAlive(); round++) {
        for (long executor : scene.executors(Cluster.WORKERS)) {
          Signal.KILL.send(executor);
        }
        scene.pause(3500);
      }
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      return removed(scene, 2);
    }
  },

  /** One that does not answer for a while; past the timeout it is replaced, and may come back. */
  EXECUTOR_STOPPED {
    @Override
    public List<String> settings() {
      return List.of("spark.network.timeout=6s");
    }

    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      stop(scene, 2000 + scene.random().nextInt(12_000));
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      return ranAt(scene, time, "stopped while a job ran");
    }
  },

  /** One slow node, and tasks that are started a second time elsewhere. */
  SPECULATION {
    @Override
    public List<String> settings() {
      return List.of(
          "spark.speculation=true",
          "spark.speculation.interval=50ms",
          "spark.speculation.efficiency.enabled=false",
          "spark.speculation.multiplier=1.1",
          "spark.speculation.quantile=0.3",
          "spark.speculation.minTaskRuntime=50ms",
          "spark.network.timeout=60s");
    }

    /** An executor that has no tasks yet would not be missed. */
    @Override
    public double earliest() {
      return 0.25;
    }

    /** Copies are only started where a part of the tasks is done and some are not. */
    @Override
    public double latest() {
      return 0.6;
    }

    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      stop(scene, 15_000);
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      long copies =
          scene
              .job()
              .events()
              .count("TaskStart", e -> e.path("Task Info").path("Speculative").asBoolean());
      return copies > 0 ? copies + " speculative tasks" : "";
    }
  },

  DECOMMISSION {
    @Override
    public List<String> settings() {
      return List.of(
          "spark.decommission.enabled=true",
          "spark.storage.decommission.enabled=true",
          "spark.storage.decommission.rddBlocks.enabled=true",
          "spark.storage.decommission.shuffleBlocks.enabled=true");
    }

    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      // An executor that starts has no ear for the signal yet, which would end it.
      scene.executors(Cluster.WORKERS);
      Signal.PWR.send(scene.anyExecutor());
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      String application = scene.job().events().application().orElseThrow();
      try (Stream<Path> logs = Files.walk(scene.cluster().workFolder().resolve(application))) {
        for (Path log : logs.filter(file -> file.endsWith("stderr")).toList()) {
          if (Files.readString(log).contains("ecommission")) {
            return ranAt(scene, time, "an executor logged its decommissioning");
          }
        }
      }
      return "";
    }
  };

  private static void stop(Scene scene, int milliseconds) throws IOException, InterruptedException {
    long executor = scene.anyExecutor();
    Signal.STOP.send(executor);
    try {
      scene.pause(milliseconds);
    } finally {
      Signal.CONT.send(executor);
    }
  }

  private static String removed(Scene scene, int atLeast) throws IOException {
    long lost = scene.job().events().count("ExecutorRemoved", event -> true);
    return lost >= atLeast ? lost + " executors lost" : "";
  }

  private static String ranAt(Scene scene, long time, String what) throws IOException {
    return time < scene.job().events().lastEnd() ? what : "";
  }
}
