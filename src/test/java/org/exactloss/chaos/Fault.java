package org.exactloss.chaos;

import java.io.IOException;
import java.util.List;

/** A kind of fault. */
interface Fault {
  /** Its name in the ledger. */
  String name();

  /** Whether a job of this shape can suffer from it. */
  default boolean suits(Shape shape) {
    return true;
  }

  /** Settings of Spark that belong to it. */
  default List<String> settings() {
    return List.of();
  }

  /** The first moment for it, as a part of the tasks of the job. */
  default double earliest() {
    return 0;
  }

  /** The last moment for it, as a part of the tasks of the job. */
  default double latest() {
    return 0.75;
  }

  /** Whether it changes the input, so that only a refusal is right. */
  default boolean changesInput() {
    return false;
  }

  /** Whether it ends the driver, so that the command is given again. */
  default boolean endsDriver() {
    return false;
  }

  /** Lets it happen, now, and waits until it is over. */
  void strike(Scene scene) throws IOException, InterruptedException;

  /** Puts back what the cluster needs for the next job. */
  default void mend(Cluster cluster) throws IOException, InterruptedException {
    cluster.mend();
  }

  /**
   * What shows, after the end, that the job suffered from it; empty if nothing does.
   *
   * @param time when it struck, in milliseconds since 1970
   */
  String proof(Scene scene, long time) throws IOException;
}
