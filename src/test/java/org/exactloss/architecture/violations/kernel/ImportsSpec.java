package org.exactloss.architecture.violations.kernel;

import org.exactloss.architecture.violations.spec.UsesJackson;

/** Breaks the floor of its package. */
public record ImportsSpec(UsesJackson forbidden) {}
