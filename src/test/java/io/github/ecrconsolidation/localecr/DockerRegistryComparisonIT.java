package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests to LocalEcr and to the CNCF distribution registry 2.8: our reading of {@code
 * /v2/} is not the only witness of it. Every answer is the same except those named here.
 */
class DockerRegistryComparisonIT extends RulesFixture {
  /** Where ECR refuses what distribution allows. */
  private static final Map<String, String> STRICTER =
      Map.of(
          "upload to a new repository", "404, not 202",
          "mount of an unreferenced blob", "202, not 201",
          "DELETE of a child", "405, not 202");

  /** Where ECR answers the same thing in another way. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          // openai/tart#273, CR#2831
          "first chunk", "201, not 202",
          "second chunk", "201, not 202",
          // kaniko#607
          "chunk at a stale location", "416, not 404",
          // Rule 12.
          "GET of a blob", "307, not 200",
          // ECR's code is BLOB_UPLOAD_UNKNOWN (cosign#5030); its status is inferred from that.
          "image without its layers", "404, not 400",
          // oras#690
          "no manifest", "405, not 400");

  /** Distribution 2.8 does not page tags. */
  private static final Map<String, String> NEWER = Map.of("first page of tags", "200, not 200");

  @TempDir private Path directory;

  @BeforeEach
  void requireDockerRegistry() {
    Programs.require("docker-registry");
    ecr.store().blobMounting(true);
  }

  @Test
  void answersLikeDistributionExceptWhereEcrDoesNot() throws Exception {
    Map<String, RegistryScript.Answer> expected;
    try (var registry = new DockerRegistry(directory);
        var other = new RegistryHttp(registry.endpoint(), "")) {
      expected = new RegistryScript(other).run();
    }
    var actual = new RegistryScript(http).run();

    assertThat(actual.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(40);
    var differences = new TreeMap<String, String>();
    expected.forEach((step, answer) -> {
      var ours = actual.getOrDefault(step, answer);
      if (!ours.equals(answer)) {
        differences.put(step, "%d, not %d".formatted(ours.status(), answer.status()));
      }
    });
    var known = new TreeMap<>(STRICTER);
    known.putAll(DIFFERENT);
    known.putAll(NEWER);
    assertThat(differences).isEqualTo(known);
  }
}
