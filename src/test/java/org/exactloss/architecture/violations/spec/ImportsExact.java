package org.exactloss.architecture.violations.spec;

import org.exactloss.architecture.violations.exact.ImportsState;

/** Breaks the floor of its package. */
public record ImportsExact(ImportsState forbidden) {}
