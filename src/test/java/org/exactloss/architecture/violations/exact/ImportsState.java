package org.exactloss.architecture.violations.exact;

import org.exactloss.architecture.violations.state.ImportsMetric;

/** Breaks the floor of its package. */
public record ImportsState(ImportsMetric forbidden) {}
