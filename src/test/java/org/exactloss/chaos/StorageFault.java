package org.exactloss.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What can happen to the files that executors exchange. */
enum StorageFault implements Fault {
  /** Every shuffle file that appears in a second and a half. */
  SHUFFLE_DELETED {
    @Override
    public double latest() {
      return 0.6;
    }

    @Override
    public void strike(Scene scene) throws IOException, InterruptedException {
      long end = Long.MAX_VALUE;
      while (scene.job().isAlive() && System.currentTimeMillis() < end) {
        if (deleteShuffleFiles(scene) && end == Long.MAX_VALUE) {
          end = System.currentTimeMillis() + 1500;
        }
        scene.pause(20);
      }
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      long failed =
          scene
              .job()
              .events()
              .count(
                  "TaskEnd",
                  e -> e.path("Task End Reason").path("Reason").asText().equals("FetchFailed"));
      return failed > 0 ? failed + " fetches failed" : "";
    }
  },

  /** Only where the campaign may mount a small file system for one worker. */
  DISK_FULL {
    /** An executor whose disk is full before it begins gets no tasks. */
    @Override
    public double earliest() {
      return 0.15;
    }

    /** Later no task writes files any more. */
    @Override
    public double latest() {
      return 0.3;
    }

    @Override
    public void strike(Scene scene) throws IOException {
      fill(scene.cluster().localFolder(SMALL_DISK).resolve(FILLER));
    }

    @Override
    public void mend(Cluster cluster) throws IOException, InterruptedException {
      Files.deleteIfExists(cluster.localFolder(SMALL_DISK).resolve(FILLER));
      cluster.mend();
    }

    @Override
    public String proof(Scene scene, long time) throws IOException {
      long failed =
          scene
              .job()
              .events()
              .count("TaskEnd", e -> e.path("Task End Reason").toString().contains("No space"));
      return failed > 0 ? failed + " tasks found the disk full" : "";
    }
  };

  /** The worker whose local folder is on a small file system. */
  static final int SMALL_DISK = 0;

  private static final String FILLER = "filler";
  private static final int CHUNK = 1 << 16;

  @Override
  public boolean suits(Shape shape) {
    return shape.shuffles();
  }

  @Override
  public List<String> settings() {
    // With the pause before a new attempt the same disk is not met four times at once.
    return this == DISK_FULL
        ? List.of(
            "spark.excludeOnFailure.enabled=true",
            "spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor=1")
        : List.of();
  }

  /** Deletes those of this job; those of an earlier one may not have been removed yet. */
  private static boolean deleteShuffleFiles(Scene scene) throws IOException {
    boolean any = false;
    for (int worker = 0; worker < Cluster.WORKERS; worker++) {
      for (Path file : shuffleFiles(scene.cluster().localFolder(worker), scene.job().started())) {
        any |= Files.deleteIfExists(file);
      }
    }
    return any;
  }

  private static List<Path> shuffleFiles(Path folder, long since) throws IOException {
    try (Stream<Path> files =
        Files.find(
            folder,
            6,
            (file, attributes) -> {
              String name = file.getFileName().toString();
              return name.startsWith("shuffle_")
                  && name.endsWith(".data")
                  && attributes.lastModifiedTime().toMillis() >= since;
            })) {
      return files.toList();
    } catch (java.io.UncheckedIOException e) {
      // A folder that was listed is no longer there.
      return List.of();
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }
}
