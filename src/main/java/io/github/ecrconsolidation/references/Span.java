package io.github.ecrconsolidation.references;

/** From one character offset to another, the end excluded. */
record Span(int start, int end) {}
