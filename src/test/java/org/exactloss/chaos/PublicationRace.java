package org.exactloss.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes that publish one output at the same moment: one wins, each other one is told, and the
 * output is the winner's, whole. The exit code is 1 if it ever is not so.
 *
 * <p>Run it with {@code scripts/chaos races [PROCESSES ROUNDS]}.
 */
public final class PublicationRace {
  private static final long PREPARATION_MILLISECONDS = 150;

  private final List<Process> racers = new ArrayList<>();
  private final List<PrintWriter> starts = new ArrayList<>();
  private final List<BufferedReader> answers = new ArrayList<>();

  private PublicationRace() {}

  public static void main(String[] args) throws IOException {
    int processes = args.length > 0 ? Integer.parseInt(args[0]) : 8;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    Project.endWhatIsStarted();
    Path folder = Project.emptyFolder("races");
    PublicationRace race = new PublicationRace();
    int bad = 0;
    int late = 0;
    try {
      race.start(processes);
      for (int round = 0; round < rounds; round++) {
        List<String> answers = race.round(folder.resolve("output-" + round));
        String fault = fault(answers, folder.resolve("output-" + round));
        late += (int) answers.stream().filter(answer -> answer.contains("has appeared")).count();
        if (!fault.isEmpty()) {
          bad++;
          System.out.println("round " + round + ": " + fault + " " + answers);
        }
      }
    } finally {
      race.racers.forEach(Process::destroyForcibly);
    }
    bad += leftovers(folder, rounds);
    System.out.printf(
        "%d processes, %d rounds, %d bad; %d losers met the winner only at the last step%n",
        processes, rounds, bad, late);
    // Where all losers are refused before they write, nothing has raced.
    System.exit(bad == 0 && late > 0 ? 0 : 1);
  }

  private void start(int processes) throws IOException {
    for (int number = 0; number < processes; number++) {
      List<String> words = Project.testCommand("128m", Racer.class.getName());
      words.add("racer-" + number);
      Process racer =
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      racers.add(racer);
      starts.add(new PrintWriter(racer.outputWriter(StandardCharsets.UTF_8), true));
      answers.add(racer.inputReader(StandardCharsets.UTF_8));
    }
    // The first answer comes after a JVM's start.
    round(Project.emptyFolder("first-race").resolve("output"));
  }

  private List<String> round(Path output) throws IOException {
    long time = System.currentTimeMillis() + PREPARATION_MILLISECONDS;
    starts.forEach(start -> start.println(output + "\t" + time));
    List<String> all = new ArrayList<>();
    for (BufferedReader answer : answers) {
      all.add(String.valueOf(answer.readLine()));
    }
    return all;
  }

  /** What is wrong with a round; empty if nothing is. */
  private static String fault(List<String> answers, Path output) throws IOException {
    long winners = answers.stream().filter("won"::equals).count();
    if (winners != 1) {
      return winners + " winners";
    }
    byte[] whole = Racer.content("racer-" + answers.indexOf("won"));
    if (!Arrays.equals(Files.readAllBytes(output), whole)) {
      return "the output is not the winner's";
    }
    boolean told =
        answers.stream()
            .filter(answer -> !answer.equals("won"))
            .allMatch(
                answer ->
                    answer.startsWith("Cannot write to " + output + ": it ")
                        && answer.endsWith("--overwrite"));
    return told ? "" : "a loser was not told";
  }

  private static int leftovers(Path folder, int rounds) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long more = files.count() - rounds;
      if (more != 0) {
        System.out.println(more + " files too many in " + folder);
      }
      return more == 0 ? 0 : 1;
    }
  }
}
