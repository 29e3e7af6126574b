package org.exactloss.architecture.violations.metric;

import org.exactloss.architecture.violations.report.UsesSpark;

/** Breaks the floor of its package. */
public record ImportsReport(UsesSpark forbidden) {}
