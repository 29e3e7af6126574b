package org.exactloss.architecture.violations.spec;

import com.fasterxml.jackson.databind.JsonNode;

/** Needs more than the JDK. */
public record UsesJackson(JsonNode node) {}
