package org.exactloss.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plain threads that take one file after the other, without Spark. */
final class ParallelFiles {
  /** What is done with a file. */
  @FunctionalInterface
  interface Work<R> {
    R on(Path file) throws Exception;
  }

  private ParallelFiles() {}

  static <R> List<R> map(List<Path> files, int threads, Work<R> work) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<R>> calls = new ArrayList<>();
      files.forEach(file -> calls.add(() -> work.on(file)));
      List<R> results = new ArrayList<>();
      for (Future<R> future : executor.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }
}
