package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** One way to the squared errors, with the times that its runs took. */
final class Contender {
  private final String name;
  private final int repetitions;
  private final double tolerance;
  private final Runnable work;
  private final DoubleSupplier meanSquaredError;
  private final List<Double> seconds = new ArrayList<>();

  private Contender(
      String name,
      int repetitions,
      double tolerance,
      Runnable work,
      DoubleSupplier meanSquaredError) {
    this.name = name;
    this.repetitions = repetitions;
    this.tolerance = tolerance;
    this.work = work;
    this.meanSquaredError = meanSquaredError;
  }

  /**
   * A contender whose answer is a number.
   *
   * @param tolerance largest relative error that is let pass; 0 asks for equal bits
   */
  static Contender of(
      String name, int repetitions, double tolerance, DoubleSupplier meanSquaredError) {
    double[] answer = new double[1];
    return new Contender(
        name,
        repetitions,
        tolerance,
        () -> answer[0] = meanSquaredError.getAsDouble(),
        () -> answer[0]);
  }

  /**
   * A contender that writes a table.
   *
   * @param write what is timed
   * @param readBack the mean squared error of what was written, not timed
   */
  static Contender writing(
      String name, int repetitions, double tolerance, Runnable write, DoubleSupplier readBack) {
    return new Contender(name, repetitions, tolerance, write, readBack);
  }

  String name() {
    return name;
  }

  int repetitions() {
    return repetitions;
  }

  /** Runs without taking the time. */
  void warmUp(double truth) {
    work.run();
    check(meanSquaredError.getAsDouble(), truth);
  }

  /** Runs, takes the time and checks the answer. */
  void run(double truth) {
    long start = System.nanoTime();
    work.run();
    seconds.add((System.nanoTime() - start) * 1e-9);
    check(meanSquaredError.getAsDouble(), truth);
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
