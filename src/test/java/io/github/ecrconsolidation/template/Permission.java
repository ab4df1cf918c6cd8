package io.github.ecrconsolidation.template;

/** An action on a resource: one that was carried out, or a pattern of a policy that covers many. */
public record Permission(String action, String resource) {}
