package org.exactloss.spec;

import java.util.Optional;

/**
 * Where exact states are kept.
 *
 * @param state a file for the state of everything that was evaluated
 * @param checkpoint a folder for the states of finished groups of input files
 */
public record StateOutputs(Optional<String> state, Optional<String> checkpoint) {
  /** No states are kept. */
  public static final StateOutputs NONE = new StateOutputs(Optional.empty(), Optional.empty());

  /** A state in one file. */
  public static StateOutputs ofState(String uri) {
    return new StateOutputs(Optional.of(uri), Optional.empty());
  }

  /** Whether a state is kept anywhere. */
  public boolean any() {
    return state.isPresent() || checkpoint.isPresent();
  }

  /** The option that keeps states, for messages. */
  public String option() {
    return state.isPresent() ? "--state" : "--checkpoint";
  }

  void refuseWith(String other, String why) {
    if (any()) {
      throw EvaluationException.usage(
          "Cannot use " + option() + " with " + other + ": " + why + "; leave one of the two out");
    }
  }
}
