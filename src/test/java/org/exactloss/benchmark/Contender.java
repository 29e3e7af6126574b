package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** One way to the mean squared error, with the times that its runs took. */
final class Contender {
  private final String name;
  private final int repetitions;
  private final double tolerance;
  private final DoubleSupplier meanSquaredError;
  private final List<Double> seconds = new ArrayList<>();

  /**
   * @param tolerance largest relative error that is let pass; 0 asks for equal bits
   */
  Contender(String name, int repetitions, double tolerance, DoubleSupplier meanSquaredError) {
    this.name = name;
    this.repetitions = repetitions;
    this.tolerance = tolerance;
    this.meanSquaredError = meanSquaredError;
  }

  String name() {
    return name;
  }

  int repetitions() {
    return repetitions;
  }

  /** Runs without taking the time. */
  void warmUp(double truth) {
    check(meanSquaredError.getAsDouble(), truth);
  }

  /** Runs, takes the time and checks the answer. */
  void run(double truth) {
    long start = System.nanoTime();
    double answer = meanSquaredError.getAsDouble();
    seconds.add((System.nanoTime() - start) * 1e-9);
    check(answer, truth);
  }

  private void check(double answer, double truth) {
    boolean right =
        tolerance == 0
            ? Double.doubleToRawLongBits(answer) == Double.doubleToRawLongBits(truth)
            : Math.abs(answer - truth) <= tolerance * Math.abs(truth);
    if (!right) {
      throw new IllegalStateException(
          "%s answered %s where the truth is %s (tolerance %s)"
              .formatted(name, answer, truth, tolerance));
    }
  }

  double best() {
    return sorted().get(0);
  }

  double median() {
    List<Double> sorted = sorted();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private List<Double> sorted() {
    return seconds.stream().sorted().toList();
  }
}
