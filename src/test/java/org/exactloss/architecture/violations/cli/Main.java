package org.exactloss.architecture.violations.cli;

/** Breaks nothing; others must not import it. */
public record Main(int exitCode) {}
