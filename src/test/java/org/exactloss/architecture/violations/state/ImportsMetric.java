package org.exactloss.architecture.violations.state;

import org.exactloss.architecture.violations.metric.Prints;

/** Breaks the floor of its package. */
public record ImportsMetric(Prints forbidden) {}
