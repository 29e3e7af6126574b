package org.exactloss.architecture.violations.job;

import picocli.CommandLine;

/** Knows the command line below its floor. */
public record UsesPicocli(CommandLine commandLine) {}
