package org.exactloss.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;

/** Says what it means where Spark gives a job up because executors end again and again. */
final class LostExecutors {
  private static final Pattern TASK =
      Pattern.compile(
          "Task \\d+ in stage [\\d.]+ failed (\\d+) times, most recent failure: .*ExecutorLostFailure"
              + " \\((executor \\S+) exited.*?\\) Reason: ([^\\n]*)");

  private static final Pattern STAGE =
      Pattern.compile(
          "has failed the maximum allowable number of times: (\\d+)\\."
              + " Most recent failure reason:\\s*([^\\n]*)");

  private LostExecutors() {}

  /**
   * The exception to throw, if that is what happened.
   *
   * @param doing what cannot be done, such as {@code evaluate}
   * @param chain a failure of Spark and its causes
   */
  static Optional<EvaluationException> failure(String doing, List<Throwable> chain) {
    for (Throwable cause : chain) {
      String message = String.valueOf(cause.getMessage());
      Matcher task = TASK.matcher(message);
      if (task.find()) {
        String why =
            "executors ended %s times while they worked on one task, the last one %s (%s)"
                .formatted(task.group(1), task.group(2), task.group(3));
        return Optional.of(failure(doing, why, chain));
      }
      Matcher stage = STAGE.matcher(message);
      if (stage.find()) {
        String why =
            "parts that executors had made were lost %s times (%s)"
                .formatted(stage.group(1), stage.group(2));
        return Optional.of(failure(doing, why, chain));
      }
    }
    return Optional.empty();
  }

  private static EvaluationException failure(String doing, String why, List<Throwable> chain) {
    String remedy =
        "see in the logs of the executors why they ended (137 is a kill, often for want of memory),"
            + " and give the command again, with more --executor-memory if it was that";
    return new EvaluationException(
        Kind.STORAGE, "Cannot " + doing + ": " + why + "; " + remedy, chain.get(0));
  }
}
