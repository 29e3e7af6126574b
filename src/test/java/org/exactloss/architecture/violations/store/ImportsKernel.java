package org.exactloss.architecture.violations.store;

import org.exactloss.architecture.violations.kernel.ImportsSpec;

/** Breaks the floor of its package. */
public record ImportsKernel(ImportsSpec forbidden) {}
