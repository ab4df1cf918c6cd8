package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skopeo, a client we did not write, pushes to LocalEcr, copies within it, and pulls from it. */
class SkopeoIT extends RulesFixture {
  @TempDir private Path directory;

  SkopeoIT() {
    super(LocalEcr.builder().refuseTls());
  }

  @BeforeEach
  void requireSkopeo() {
    Programs.require("skopeo");
  }

  @Test
  void pushesAnOciIndexWithAttestations() throws Exception {
    var image = TestImages.twoPlatforms("web", Attestations.WITH_SUBJECT);
    image.pushTo(new OciLayoutSink(directory), "v1");

    copy("oci:" + directory + ":v1", remote(LEGACY, "v1"));

    assertThat(ecr.store().tags(LEGACY)).containsEntry("v1", image.digest());
    assertThat(ecr.store().digests(LEGACY)).hasSize(5);
  }

  @Test
  void mountsTheLayersItSawInAnotherRepository() throws Exception {
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named("third"));
    var image = TestImages.twoPlatforms("web", Attestations.PLAIN);
    ecr.push(LEGACY, image, "v1");

    copy(remote(LEGACY, "v1"), remote(TARGET, "web-v1"));
    copy(remote(LEGACY, "v1"), remote("third", "v1"));

    assertThat(ecr.store().tags("third")).containsEntry("v1", image.digest());
    assertThat(ecr.audit().count("POST mount", 201)).isEqualTo(6);
  }

  @Test
  void copiesFromOneRepositoryToTheOtherThroughItself() throws Exception {
    var image = TestImages.dockerImage("web", 1000, 200_000);
    ecr.push(LEGACY, image, "v1");

    copy(remote(LEGACY, "v1"), remote(TARGET, "web-v1"));

    assertThat(ecr.store().tags(TARGET)).containsEntry("web-v1", image.digest());
    assertThat(ecr.audit().blobBytesDownloaded()).isGreaterThan(201_000);
  }

  @Test
  void pullsTheExactBytes() throws Exception {
    var image = TestImages.image("web", 3_000_000);
    ecr.push(LEGACY, image, "v1");

    copy(remote(LEGACY, "v1"), "dir:" + directory);

    var layer = image.blobs().getLast();
    assertThat(directory.resolve("manifest.json")).hasContent(image.root().text());
    assertThat(Files.size(directory.resolve(layer.digest().replace("sha256:", ""))))
        .isEqualTo(layer.size());
  }

  @Test
  void listsTagsPageByPage() throws Exception {
    var tags = new ArrayList<String>();
    for (var i = 10; i < 35; i++) {
      tags.add("v" + i);
    }
    ecr.push(LEGACY, TestImages.image("web", 100), tags.toArray(String[]::new));

    var printed =
        Programs.run(
            "skopeo", "list-tags", "--tls-verify=false", "--creds", credentials(), remote(LEGACY));

    assertThat(printed).contains(tags);
    assertThat(ecr.audit().count("GET tags")).isEqualTo(3);
  }

  @Test
  void deletesByDigest() throws Exception {
    ecr.push(LEGACY, TestImages.image("web", 100), "v1");

    Programs.run(
        "skopeo", "delete", "--tls-verify=false", "--creds", credentials(), remote(LEGACY, "v1"));

    assertThat(ecr.store().digests(LEGACY)).isEmpty();
  }

  private void copy(String from, String to) throws Exception {
    var command = new ArrayList<>(List.of("skopeo", "--insecure-policy", "copy", "--all"));
    command.add("--preserve-digests");
    command.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false"));
    if (from.startsWith("docker:")) {
      command.addAll(List.of("--src-creds", credentials()));
    }
    if (to.startsWith("docker:")) {
      command.addAll(List.of("--dest-creds", credentials()));
    }
    command.addAll(List.of(from, to));
    Programs.run(command.toArray(String[]::new));
  }

  private String credentials() {
    return new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8);
  }

  private String remote(String repository, String tag) {
    return remote(repository) + ":" + tag;
  }

  private String remote(String repository) {
    return "docker://%s/%s".formatted(ecr.endpoint().getAuthority(), repository);
  }
}
