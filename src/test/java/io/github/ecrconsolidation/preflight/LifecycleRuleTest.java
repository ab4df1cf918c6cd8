package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifecycleRuleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Image old = image(1, "backend-v1");
  private final Image both = image(2, "backend-v2", "web-v2");
  private final Image untagged = image(3);
  private final Image young = image(4, "backend-v4");
  private final List<Image> all = List.of(young, untagged, old, both);

  private static Image image(int minute, String... tags) {
    return Images.image(
        Digest.of(("image " + minute).getBytes(StandardCharsets.UTF_8)),
        Arrays.stream(tags).map(Tag::new).collect(Collectors.toSet()),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Image.Status.ACTIVE,
        START.plus(Duration.ofMinutes(minute)));
  }

  @Test
  void aCountKeepsTheYoungest() {
    var rule = new LifecycleRule(1, "tagged", List.of("backend-*"), "imageCountMoreThan", 2);

    assertThat(rule.removed(all)).containsExactly(old);
  }

  @Test
  void anAgeReachesEveryImage() {
    var rule = new LifecycleRule(1, "tagged", List.of("backend-*"), "sinceImagePushed", 30);

    assertThat(rule.removed(all)).containsExactly(young, both, old);
  }

  @Test
  void anImageNeedsATagForEveryPattern() {
    var rule = new LifecycleRule(1, "tagged", List.of("backend-*", "web-*"), "sinceImagePushed", 1);

    assertThat(rule.selected(all)).containsExactly(both);
  }

  @Test
  void knowsTaggedUntaggedAndAny() {
    assertThat(new LifecycleRule(1, "untagged", List.of(), "", 0).selected(all))
        .containsExactly(untagged);
    assertThat(new LifecycleRule(1, "any", List.of(), "", 0).selected(all)).hasSize(4);
  }

  @Test
  void readsThePolicyInTheOrderOfPriorities() {
    var rules =
        LifecycleRule.of(
            """
            {"rules":[
              {"rulePriority":2,"selection":{"tagStatus":"tagged","tagPrefixList":["v"],
               "countType":"imageCountMoreThan","countNumber":7}},
              {"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["web-*"],
               "countType":"imageCountMoreThan","countNumber":5}}]}\
            """);

    assertThat(rules).extracting(LifecycleRule::priority).containsExactly(1L, 2L);
    assertThat(rules.getFirst().servicePrefix()).contains(new TagPrefix("web"));
    assertThat(rules.getLast().patterns()).containsExactly("v*");
    assertThat(rules.getLast().servicePrefix()).isEmpty();
  }
}
