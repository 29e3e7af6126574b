package org.exactloss.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Evaluates damaged files: small ones cut at every offset, and with single bits flipped, in a
 * process of bounded memory, each in bounded time. Each must be refused, or give the right answer;
 * only in a format without checksums may it be another one. The exit code is 1 if it is not so.
 *
 * <p>Run it with {@code scripts/chaos damage}.
 */
@Command(
    name = "scripts/chaos damage",
    description = "Evaluates files that are cut at every offset, or have a bit flipped.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DamageCampaign implements Callable<Integer> {
  private static final String MEMORY = "700m";
  private static final long SECONDS_OF_START = 120;
  private static final long SECONDS_OF_FILE = 30;
  private static final int SHOWN = 5;

  @Option(names = "--flips", description = "Files of each format with a bit flipped.")
  private int flips = 100;

  @Option(names = "--seed", description = "Which bits.")
  private long seed = 1;

  @Option(names = "--format", description = "Only these formats: ${COMPLETION-CANDIDATES}.")
  private List<DamageFormat> formats = DamageFormat.OF_SPARK;

  private int bad;

  /** What became of a file. */
  private enum Answer {
    RIGHT,
    REFUSED,
    OTHER,
    FAULT,
    /** No answer in time, or the end of the process. */
    HUNG
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new DamageCampaign()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Project.endWhatIsStarted();
    Path folder = Project.emptyFolder("damage");
    int all = 0;
    for (DamageFormat format : formats) {
      Map<Answer, Integer> tally = evaluate(format, folder);
      int files = tally.values().stream().mapToInt(count -> count).sum();
      all += files;
      System.out.printf("%-10s %5d files: %s%n", format, files, tally);
    }
    System.out.printf("%d damaged files, %d bad%n", all, bad);
    return bad == 0 && all > 0 ? 0 : 1;
  }

  private Map<Answer, Integer> evaluate(DamageFormat format, Path folder) throws Exception {
    Map<Answer, Integer> tally = new EnumMap<>(Answer.class);
    int files = 1;
    int next = 0;
    while (next < files) {
      Process reader = start(format, folder, next);
      BufferedReader lines = reader.inputReader(StandardCharsets.UTF_8);
      try {
        files = Integer.parseInt(line(lines, SECONDS_OF_START).replace("files ", ""));
        for (; next < files; next++) {
          String line = line(lines, SECONDS_OF_FILE);
          Answer answer = line.isEmpty() ? Answer.HUNG : Answer.valueOf(line.split(" ")[1]);
          tally.merge(answer, 1, Integer::sum);
          judge(format, next, answer, line);
          if (answer == Answer.HUNG) {
            next++;
            break;
          }
        }
      } finally {
        reader.destroyForcibly().waitFor();
      }
    }
    return tally;
  }

  private Process start(DamageFormat format, Path folder, int first) throws IOException {
    List<String> words = Project.testCommand(MEMORY, DamagedReader.class.getName());
    words.addAll(List.of(format.name(), folder.toString()));
    words.addAll(List.of(Integer.toString(flips), Long.toString(seed), Integer.toString(first)));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The next line; empty if there is none within the time. */
  private static String line(BufferedReader lines, long seconds)
      throws InterruptedException, ExecutionException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return String.valueOf(lines.readLine());
              } catch (IOException e) {
                // The process was ended meanwhile.
                return "null";
              }
            });
    try {
      String read = line.get(seconds, TimeUnit.SECONDS);
      return read.equals("null") ? "" : read;
    } catch (TimeoutException e) {
      return "";
    }
  }

  private void judge(DamageFormat format, int number, Answer answer, String line) {
    boolean wrong =
        switch (answer) {
          case RIGHT, REFUSED -> false;
          case OTHER -> format.hasChecksums();
          case FAULT, HUNG -> true;
        };
    if (wrong) {
      bad++;
      if (bad <= SHOWN) {
        System.out.printf("%s %d: %s %s%n", format, number, answer, line);
      }
    }
  }
}
