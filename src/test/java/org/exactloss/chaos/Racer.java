package org.exactloss.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.ExistingOutput;

/**
 * One process of a race. It reads a path and a time in milliseconds since 1970 from each line of
 * standard input, publishes an output there at that time, and answers {@code won} or why not.
 */
final class Racer {
  private static final int LINES = 2000;

  private Racer() {}

  public static void main(String[] args) throws IOException {
    Configuration hadoop = new Configuration();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t");
      System.out.println(race(words[0], Long.parseLong(words[1]), content(args[0]), hadoop));
    }
  }

  /** What the racer of this name publishes. */
  static byte[] content(String racer) {
    return (racer + "\n").repeat(LINES).getBytes(StandardCharsets.UTF_8);
  }

  private static String race(String path, long time, byte[] content, Configuration hadoop) {
    try {
      AtomicOutput output = AtomicOutput.prepare(path, ExistingOutput.REFUSE, List.of(), hadoop);
      while (System.currentTimeMillis() < time) {
        LockSupport.parkNanos(10_000);
      }
      output.write(out -> out.write(content));
      return "won";
    } catch (EvaluationException e) {
      return e.getMessage();
    }
  }
}
