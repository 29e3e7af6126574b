package org.exactloss.chaos;

import java.io.IOException;

/** Signals to processes that the campaign has started, by their ids. */
enum Signal {
  KILL,
  STOP,
  CONT,
  /** A failing power supply, which Spark takes as the order to decommission an executor. */
  PWR;

  /** Sends it; whether the process was there. */
  boolean send(long process) throws IOException, InterruptedException {
    return new ProcessBuilder("kill", "-" + name(), Long.toString(process))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
