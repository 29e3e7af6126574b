package org.exactloss.architecture.violations.scan;

import org.exactloss.architecture.violations.job.ImportsCli;

/** Breaks the floor of its package. */
public record ImportsJob(ImportsCli forbidden) {}
