package org.exactloss.benchmark;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The most memory of this JVM that was in use at one time while something ran: objects that are
 * alive, found by collecting garbage again and again, and buffers outside the heap.
 */
final class MemoryWatch {
  private static final long LEAST_PAUSE_NANOS = 50_000_000;

  /** Pauses grow with the time, or else a long job would do little but collect garbage. */
  private static final int PAUSES = 200;

  private static final double MEGABYTE = 1 << 20;

  private volatile boolean done;
  private long heap;
  private long direct;

  private MemoryWatch() {}

  /**
   * The most bytes in use.
   *
   * @param heap of objects that are alive
   * @param direct of buffers outside the heap
   */
  record Peak(long heap, long direct) {
    double heapMegabytes() {
      return heap / MEGABYTE;
    }

    double directMegabytes() {
      return direct / MEGABYTE;
    }
  }

  /** Runs something, which takes longer for being watched. */
  static Peak during(Runnable work) {
    MemoryWatch watch = new MemoryWatch();
    Thread thread = new Thread(watch::look, "memory watch");
    thread.start();
    try {
      work.run();
    } finally {
      watch.done = true;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Peak(watch.heap, watch.direct);
  }

  private void look() {
    long start = System.nanoTime();
    do {
      System.gc();
      heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      direct = Math.max(direct, directBytes());
      try {
        TimeUnit.NANOSECONDS.sleep(
            Math.max(LEAST_PAUSE_NANOS, (System.nanoTime() - start) / PAUSES));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    } while (!done);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
