package org.exactloss.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs jobs on a real standalone cluster while something goes wrong. Each must end with the bits of
 * the run without a fault, or with a refusal, in bounded time. The exit code is 1 if one did not,
 * or if more than one in twenty faults missed.
 *
 * <p>Run it with {@code scripts/chaos cluster}.
 */
@Command(
    name = "scripts/chaos cluster",
    description = "Runs jobs on a real standalone cluster while something goes wrong.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ClusterCampaign implements Callable<Integer> {
  private static final double HIT = 0.95;

  @Option(names = "--runs", description = "How many runs, the kinds of faults taking turns.")
  private int runs = 72;

  @Option(names = "--seed", description = "The seed of the first run; each run adds 1.")
  private long seed = 1;

  @Option(names = "--ledger", description = "A file to which a line is added for each run.")
  private Path ledger = Project.FOLDER.resolve("ledger.csv");

  @Option(names = "--only", description = "Only this kind of fault, such as executor_killed.")
  private String only;

  private final Map<Shape, Expectation> expectations = new EnumMap<>(Shape.class);

  public static void main(String[] args) {
    System.exit(new CommandLine(new ClusterCampaign()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project.endWhatIsStarted();
    boolean smallDisk = SmallDisk.isPossible();
    List<Fault> faults = faults(smallDisk);
    CampaignData data = CampaignData.make();
    List<LedgerEntry> entries = new ArrayList<>();
    try (Cluster cluster = Cluster.start(smallDisk)) {
      for (Shape shape : Shape.values()) {
        expectations.put(shape, Expectation.of(cluster, shape, data));
        System.out.printf("%s without a fault: %d tasks%n", shape, expectations.get(shape).tasks());
      }
      for (int run = 0; run < runs; run++) {
        LedgerEntry entry = trial(cluster, data, faults, seed + run).run();
        entries.add(entry);
        note(entry);
      }
    }
    Summary summary = new Summary(entries);
    System.out.println(summary);
    return summary.good(HIT) ? 0 : 1;
  }

  private List<Fault> faults(boolean smallDisk) {
    List<Fault> all =
        new ArrayList<>(
            Stream.<Fault[]>of(ProcessFault.values(), StorageFault.values(), InputFault.values())
                .flatMap(Arrays::stream)
                .toList());
    if (!smallDisk) {
      all.remove(StorageFault.DISK_FULL);
      System.out.println("DISK_FULL is not possible here: only root can mount a small disk.");
    }
    if (only != null) {
      all.removeIf(fault -> !fault.name().equalsIgnoreCase(only));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No kind of fault of the name " + only);
    }
    return all;
  }

  private Trial trial(Cluster cluster, CampaignData data, List<Fault> faults, long runSeed) {
    Fault fault = faults.get((int) Math.floorMod(runSeed, (long) faults.size()));
    List<Shape> shapes = Arrays.stream(Shape.values()).filter(fault::suits).toList();
    Shape shape = shapes.get(Trial.random(~runSeed).nextInt(shapes.size()));
    return new Trial(cluster, data, expectations.get(shape), runSeed, shape, fault);
  }

  private void note(LedgerEntry entry) throws IOException {
    Optional<Path> folder = Optional.ofNullable(ledger.toAbsolutePath().getParent());
    Files.createDirectories(folder.orElseThrow());
    boolean begun = Files.exists(ledger);
    try (PrintWriter out =
        new PrintWriter(
            Files.newBufferedWriter(
                ledger, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      if (!begun) {
        out.println(LedgerEntry.HEADER);
      }
      out.println(entry.line());
    }
    System.out.println(entry.line());
  }
}
