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

  private static LifecycleRule rule(
      String status, List<String> patterns, String countType, long count) {
    return new LifecycleRule(1, status, patterns, false, countType, count, false);
  }

  @Test
  void whatAnEarlierRuleSelectsCountsAndDoesNotGo() {
    var earlier = rule("tagged", List.of("backend-v1"), "imageCountMoreThan", 9);
    var rule = rule("tagged", List.of("backend-*"), "imageCountMoreThan", 1);

    assertThat(rule.removed(all, List.of(earlier))).containsExactly(both);
  }

  @Test
  void aCountKeepsTheYoungest() {
    var rule = rule("tagged", List.of("backend-*"), "imageCountMoreThan", 2);

    assertThat(rule.removed(all, List.of())).containsExactly(old);
  }

  @Test
  void anAgeReachesEveryImage() {
    var rule = rule("tagged", List.of("backend-*"), "sinceImagePushed", 30);

    assertThat(rule.removed(all, List.of())).containsExactly(young, both, old);
  }

  @Test
  void anImageNeedsATagForEveryPattern() {
    var rule = rule("tagged", List.of("backend-*", "web-*"), "sinceImagePushed", 1);

    assertThat(rule.selected(all)).containsExactly(both);
  }

  @Test
  void knowsTaggedUntaggedAndAny() {
    assertThat(rule("untagged", List.of(), "", 0).selected(all)).containsExactly(untagged);
    assertThat(rule("any", List.of(), "", 0).selected(all)).hasSize(4);
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
    assertThat(rules).noneMatch(rule -> rule.ofArchive() || rule.archives());
  }
}
