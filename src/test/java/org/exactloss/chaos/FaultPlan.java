package org.exactloss.chaos;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Which operation of the faulty file system goes wrong, and how. Counted over all threads. */
final class FaultPlan {
  /** What happens at the operation. */
  enum Behaviour {
    /** It fails and has no effect. */
    FAILS,
    /** It has its effect, and is reported as failed. */
    FAILS_AFTER,
    /** The program ends before it: it and all later ones have no effect. */
    HALTS,
    /** The program ends after it: all later ones have no effect. */
    HALTS_AFTER
  }

  /** One operation. */
  interface Operation<T> {
    T run() throws IOException;
  }

  /** How the messages of injected faults begin. */
  static final String MESSAGE = "injected fault";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static volatile int place = Integer.MAX_VALUE;
  private static volatile Behaviour behaviour = Behaviour.FAILS;

  private FaultPlan() {}

  /** From now on operations are counted from 1, and the one of this number goes wrong. */
  static void begin(int number, Behaviour how) {
    place = number;
    behaviour = how;
    COUNT.set(0);
  }

  /** From now on nothing goes wrong. */
  static void end() {
    begin(Integer.MAX_VALUE, Behaviour.FAILS);
  }

  /** Whether the operation of the plan has been reached. */
  static boolean reached() {
    return COUNT.get() >= place;
  }

  static <T> T count(String name, Operation<T> operation) throws IOException {
    int number = COUNT.incrementAndGet();
    boolean ended =
        number > place && (behaviour == Behaviour.HALTS || behaviour == Behaviour.HALTS_AFTER);
    if (number != place && !ended) {
      return operation.run();
    }
    if (!ended && (behaviour == Behaviour.FAILS_AFTER || behaviour == Behaviour.HALTS_AFTER)) {
      operation.run();
    }
    throw new IOException(MESSAGE + " at operation " + number + ", " + name);
  }
}
