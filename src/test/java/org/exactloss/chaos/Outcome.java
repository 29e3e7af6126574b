package org.exactloss.chaos;

import java.util.Locale;

/** How a run ended. */
enum Outcome {
  /** With the bits of the run without a fault. */
  RIGHT,
  /** With a message and without an output. */
  REFUSED,
  /** With other bits, a part of an output, or an end that is no refusal. */
  WRONG,
  /** Not in time. */
  HUNG;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
