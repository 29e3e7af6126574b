package org.exactloss.architecture.violations.job;

import org.exactloss.architecture.violations.cli.Main;

/** Breaks the floor of its package. */
public record ImportsCli(Main forbidden) {}
