package org.exactloss.architecture.violations.unknown;

/** Lives in a package that the house does not have. */
public record InNoKnownPackage(int value) {}
