package org.exactloss.cli;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.builder.api.AppenderRefComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.spark.SparkContext;

/** What the driver logs, on standard error. */
final class Logging {
  private static final String OURS = "org.exactloss";
  private static final String CONSOLE = "stderr";
  private static final String SHORT = "%p: %encode{%m}{CRLF}%n%ex{none}";
  private static final String FULL = "%d{HH:mm:ss.SSS} %p %c{1} [%t]: %encode{%m}{CRLF}%n%ex";

  /** What these log as errors comes again as an exception, of which the user gets one message. */
  private static final List<String> REPEATING =
      List.of(
          "org.apache.spark.SparkContext",
          "org.apache.spark.executor",
          "org.apache.spark.scheduler.TaskSetManager",
          "org.apache.spark.scheduler.TaskResultGetter",
          "org.apache.spark.util.Utils",
          "org.apache.spark.sql.execution",
          "org.apache.hadoop.hive",
          "org.apache.hadoop.fs",
          "DataNucleus");

  /** Says that a job waits for resources, which can last for ever, and that executors are lost. */
  private static final String SCHEDULER = "org.apache.spark.scheduler.TaskSchedulerImpl";

  /** How much is logged. */
  enum Amount {
    /** Errors only. */
    QUIET(Level.ERROR),
    /** What this program says of its choices, and what Spark says of waiting. */
    NORMAL(Level.INFO),
    /** Everything of Spark's too, with stack traces. */
    FULL(Level.DEBUG);

    private final Level ours;

    Amount(Level ours) {
      this.ours = ours;
    }
  }

  private Logging() {}

  /**
   * Replaces the configuration that Spark has found or made, and makes standard error safe.
   *
   * @param secrets values that are masked in all that is written there from now on
   */
  static void configure(Amount amount, List<String> secrets) {
    SafeLines lines = SafeLines.on(System.err);
    lines.mask(secrets);
    System.setErr(lines.stream());
    configure(amount);
  }

  private static void configure(Amount amount) {
    boolean full = amount == Amount.FULL;
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setConfigurationName(OURS).setStatusLevel(Level.OFF);
    builder.add(
        builder
            .newAppender(CONSOLE, "Console")
            .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
            .addAttribute("follow", true)
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", full ? FULL : SHORT)
                    .addAttribute("alwaysWriteExceptions", full)));
    // Spark takes one appender and a root logger at ERROR for log4j's own default, and replaces it.
    builder.add(
        builder
            .newRootLogger(full ? Level.INFO : Level.WARN)
            .add(reference(builder, full ? Level.INFO : Level.ERROR)));
    addLogger(builder, OURS, amount.ours);
    if (!full) {
      REPEATING.forEach(name -> addLogger(builder, name, Level.OFF));
      addLogger(builder, SCHEDULER, amount == Amount.NORMAL ? Level.WARN : Level.ERROR);
    }
    context().reconfigure(builder.build());
  }

  private static void addLogger(
      ConfigurationBuilder<BuiltConfiguration> builder, String name, Level level) {
    builder.add(
        builder
            .newLogger(name, level)
            .addAttribute("additivity", false)
            .add(reference(builder, level)));
  }

  private static AppenderRefComponentBuilder reference(
      ConfigurationBuilder<BuiltConfiguration> builder, Level level) {
    return builder.newAppenderRef(CONSOLE).addAttribute("level", level);
  }

  /** Ends all logging: what fails because it was cancelled is no news. */
  static void silence() {
    LoggerContext context = context();
    context.getConfiguration().getLoggers().values().forEach(it -> it.setLevel(Level.OFF));
    context.updateLoggers();
  }

  /**
   * Says no more of waiting and of executors, because Spark is about to stop: tasks of a job that
   * has failed may still run then, and the scheduler logs as an error that it cannot take how they
   * ended ("Exception in statusUpdate").
   */
  static void silenceScheduler() {
    LoggerContext context = context();
    LoggerConfig scheduler = context.getConfiguration().getLoggers().get(SCHEDULER);
    if (scheduler != null) {
      scheduler.setLevel(Level.OFF);
      context.updateLoggers();
    }
  }

  /** That of Spark's class loader, which is a parent of ours under spark-submit. */
  private static LoggerContext context() {
    return LoggerContext.getContext(SparkContext.class.getClassLoader(), false, null);
  }
}
