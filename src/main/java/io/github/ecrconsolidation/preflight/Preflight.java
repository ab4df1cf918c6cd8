package io.github.ecrconsolidation.preflight;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks what mirroring depends on: settings of the account and of the repositories, the names in
 * force, the room that is left; and what the consolidated side lacks of the legacy side. It calls
 * nothing and changes nothing.
 */
public final class Preflight {
  private final TagMapping mapping;

  public Preflight(TagMapping mapping) {
    this.mapping = mapping;
  }

  /** All findings, in an order that is always the same. */
  public List<PreflightFinding> check(PreflightInput input) {
    return Stream.of(
            AccountCheck.mounting(input).stream(),
            EncryptionCheck.check(input).stream(),
            new MutabilityCheck(input, mapping).check().stream(),
            Stream.of(RoomCheck.check(input)),
            new PrefixCheck(mapping).check(input.legacyNames()).stream(),
            AccountCheck.pullTime(input).stream(),
            input.settings().stream().flatMap(settings -> settings(input, settings)))
        .flatMap(findings -> findings)
        .toList();
  }

  private Stream<PreflightFinding> settings(PreflightInput input, Settings settings) {
    var rules = new RegistryRuleCheck(input);
    return Stream.of(
            NamespaceCheck.check(input, settings.resourceTags(), mapping.namespace()).stream(),
            ProofCheck.check(input, settings.resourceTags()).stream(),
            UnreadPolicies.check(settings).stream(),
            new PullAccessCheck(input, settings).check().stream(),
            new PullDenialCheck(input, settings).check().stream(),
            new LifecycleCheck(input, settings, mapping).check().stream(),
            rules.replication(settings.replication()).stream(),
            rules.scanning(settings.scanning()).stream(),
            ScanOnPushCheck.check(input, settings.scanning()).stream(),
            AccountCheck.describesById(settings.describesAnyStatusById()).stream())
        .flatMap(findings -> findings);
  }
}
