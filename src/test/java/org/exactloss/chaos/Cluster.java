package org.exactloss.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone cluster on 127.0.0.1: a Master and three Workers of one core, each a process of its
 * own, on ports that the system chooses.
 */
final class Cluster implements AutoCloseable {
  static final int WORKERS = 3;
  private static final long START_SECONDS = 90;
  private static final long POLL_MILLISECONDS = 100;

  /** Two names, as Spark starts no copy of a task on the host of the first attempt. */
  private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

  private static final Pattern ADDRESS = Pattern.compile("at (spark://127\\.0\\.0\\.1:[1-9]\\d*)");
  private static final String REGISTERED = "Registering worker";

  private final Path folder;
  private final Optional<SmallDisk> disk;
  private final Process master;
  private final String url;
  private final List<Process> workers = new ArrayList<>();

  private Cluster(Path folder, boolean smallDisk) throws IOException, InterruptedException {
    this.folder = folder;
    Path first = Files.createDirectories(localFolder(StorageFault.SMALL_DISK));
    disk = smallDisk ? Optional.of(SmallDisk.on(first)) : Optional.empty();
    master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            folder,
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    try {
      url = awaitAddress();
      for (int number = 0; number < WORKERS; number++) {
        workers.add(startWorker(number));
      }
      await(() -> registered() >= WORKERS, "the workers did not register");
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts it.
   *
   * @param smallDisk whether one worker's local folder is a small file system
   */
  static Cluster start(boolean smallDisk) throws IOException, InterruptedException {
    return new Cluster(Files.createTempDirectory(Project.folder(), "cluster"), smallDisk);
  }

  String url() {
    return url;
  }

  /** Where the executors of a worker keep blocks and shuffle files. */
  Path localFolder(int worker) {
    return folder.resolve("local-" + worker);
  }

  /** Where the executors' logs are. */
  Path workFolder() {
    return folder.resolve("work");
  }

  long workerProcess(int worker) {
    return workers.get(worker).pid();
  }

  /** The executors of an application that live, those of a worker, by their process ids. */
  List<Long> executors(int worker, String application) {
    return workers
        .get(worker)
        .toHandle()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .filter(process -> commandLine(process).contains(application))
        .toList();
  }

  /** The executors of an application that live. */
  List<Long> executors(String application) {
    List<Long> all = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      all.addAll(executors(worker, application));
    }
    return all;
  }

  /** Kills a worker and its executors at once. */
  void killWorker(int worker) throws IOException, InterruptedException {
    List<ProcessHandle> children = workers.get(worker).toHandle().children().toList();
    Signal.KILL.send(workers.get(worker).pid());
    for (ProcessHandle child : children) {
      Signal.KILL.send(child.pid());
    }
    workers.get(worker).waitFor();
  }

  /** Starts again what has ended, and waits until it is known to the master. */
  void mend() throws IOException, InterruptedException {
    if (!master.isAlive()) {
      throw new IllegalStateException("The master has ended; its log is in " + folder);
    }
    int missing = 0;
    long known = registered();
    for (int number = 0; number < WORKERS; number++) {
      if (!workers.get(number).isAlive()) {
        workers.set(number, startWorker(number));
        missing++;
      }
    }
    long wanted = known + missing;
    await(() -> registered() >= wanted, "a worker did not come back");
  }

  /** Starts a worker that was killed, and does not wait for it. */
  void restart(int worker) throws IOException {
    workers.set(worker, startWorker(worker));
  }

  private Process startWorker(int number) throws IOException {
    Files.createDirectories(localFolder(number));
    return start(
        "worker-" + number,
        "org.apache.spark.deploy.worker.Worker",
        localFolder(number),
        List.of(
            "--host",
            HOSTS.get(number % HOSTS.size()),
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            url));
  }

  private Process start(String name, String type, Path local, List<String> arguments)
      throws IOException {
    List<String> words = Project.sparkCommand("256m", type);
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", Project.SPARK.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_WORKER_DIR", workFolder().toString());
    builder.environment().put("SPARK_LOCAL_DIRS", local.toString());
    return builder.start();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private String awaitAddress() throws IOException, InterruptedException {
    await(() -> ADDRESS.matcher(masterLog()).find(), "the master gave no address");
    Matcher address = ADDRESS.matcher(masterLog());
    if (!address.find()) {
      throw new IllegalStateException("The master's log has lost its address");
    }
    return address.group(1);
  }

  private long registered() throws IOException {
    return masterLog().lines().filter(line -> line.contains(REGISTERED)).count();
  }

  private String masterLog() throws IOException {
    return Files.readString(log("master"));
  }

  /** What may come true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition, String otherwise)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Cannot use the cluster: " + otherwise + "; see " + folder);
      }
      Thread.sleep(POLL_MILLISECONDS);
    }
  }

  private static String commandLine(long process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // The process has ended while its file was read.
      return "";
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Process worker : workers) {
      for (ProcessHandle child : worker.toHandle().children().toList()) {
        Signal.KILL.send(child.pid());
      }
      worker.destroyForcibly().waitFor();
    }
    master.destroyForcibly().waitFor();
    removeFiles();
  }

  /** Frees the disk and the folder, once the processes have ended. */
  private void removeFiles() throws IOException, InterruptedException {
    if (disk.isPresent()) {
      disk.get().close();
    }
    Project.delete(folder);
  }
}
