package io.github.ecrconsolidation.localecr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the kinds of images found in real registries. The same arguments give the same bytes; other
 * names give other layers.
 */
public final class TestImages {
  private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String FOREIGN_LAYER =
      "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
  private static final String HELM_CONFIG = "application/vnd.cncf.helm.config.v1+json";
  private static final String HELM_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
  private static final String COSIGN_LAYER = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String IN_TOTO = "application/vnd.in-toto+json";
  private static final String ATTESTATION = "application/vnd.docker.attestation.manifest.v1+json";
  private static final TestBlob EMPTY_CONFIG = TestBlob.of("{}");
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private TestImages() {}

  /** How buildx writes attestations: children of the index, in newer versions with a subject. */
  public enum Attestations {
    PLAIN,
    WITH_SUBJECT
  }

  /** One OCI image with layers of these sizes; at least one. */
  public static TestImage image(String name, long... layerSizes) {
    return image(name, "amd64", layerSizes);
  }

  private static TestImage image(String name, String architecture, long... layerSizes) {
    return build(
        ManifestType.OCI_MANIFEST,
        OCI_CONFIG,
        config(name, architecture),
        layers(name, OCI_LAYER, layerSizes));
  }

  /** An image with the config and layers of {@code image}, and a manifest of its own. */
  public static TestImage sameLayers(TestImage image, String name) {
    var manifest = image.manifests().getLast();
    var text =
        manifest.text().replaceFirst("\\{", "{\"annotations\":{\"name\":\"%s\"},".formatted(name));
    return new TestImage(image.blobs(), List.of(new TestManifest(text, manifest.type())));
  }

  /** An image in Docker's own format, v2 schema 2. */
  public static TestImage dockerImage(String name, long... layerSizes) {
    return build(
        ManifestType.DOCKER_MANIFEST,
        DOCKER_CONFIG,
        config(name, "amd64"),
        layers(name, DOCKER_LAYER, layerSizes));
  }

  /** A signed Docker schema 1 image; its digest is not that of its bytes. */
  public static TestImage dockerSchema1(String name) {
    var layer = TestBlob.random(name, 100);
    var signedPart =
        "{\"schemaVersion\":1,\"name\":\"%s\",\"fsLayers\":[{\"blobSum\":\"%s\"}]"
            .formatted(name, layer.digest());
    var header =
        new Output().with("formatLength", signedPart.length()).with("formatTail", encoded("}"));
    var signature = new Output().with("protected", encoded(header.toJson())).toJson();
    var text = signedPart + ",\"signatures\":[" + signature + "]}";
    return new TestImage(
        List.of(layer), List.of(new TestManifest(text, ManifestType.DOCKER_SCHEMA_1_SIGNED)));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A Windows image: its base layer is a foreign one that its client did not push. */
  public static TestImage withForeignLayer(String name) {
    return windows(
        name, FOREIGN_LAYER, List.of("https://layers.example.com/base.tar.gz"), List.of());
  }

  /**
   * The same image, pushed by a client that pushes foreign layers too (moby#34216,
   * containerd#5887).
   */
  public static TestImage withPushedForeignLayer(String name) {
    return windows(
        name,
        FOREIGN_LAYER,
        List.of("https://layers.example.com/base.tar.gz"),
        List.of(new Layer(FOREIGN_LAYER, base(name))));
  }

  /** An image whose base layer has {@code urls} without a URL, which makes it a layer as any. */
  public static TestImage withEmptyUrls(String name) {
    return windows(name, DOCKER_LAYER, List.of(), List.of(new Layer(DOCKER_LAYER, base(name))));
  }

  private static TestImage windows(
      String name, String baseType, List<String> urls, List<Layer> pushed) {
    var base = descriptor(baseType, base(name)).with("urls", urls);
    var own = layers(name, DOCKER_LAYER, 100);
    var config = config(name, "amd64");
    var all = Stream.concat(Stream.of(base), own.stream().map(Layer::descriptor)).toList();
    var manifest =
        manifest(ManifestType.DOCKER_MANIFEST)
            .with("config", descriptor(DOCKER_CONFIG, config))
            .with("layers", all);
    return image(
        config,
        Stream.concat(pushed.stream(), own.stream()).toList(),
        ManifestType.DOCKER_MANIFEST,
        manifest);
  }

  private static TestBlob base(String name) {
    return TestBlob.random(name + " base", 100);
  }

  /** An OCI index of these images, in this order. */
  public static TestImage index(TestImage... images) {
    var children = Arrays.stream(images).map(image -> image.root().descriptor()).toList();
    return index(List.of(images), children);
  }

  private static TestImage index(List<TestImage> images, List<Output> children) {
    var root = manifest(ManifestType.OCI_INDEX).with("manifests", children).toJson();
    var manifests = new ArrayList<TestManifest>();
    images.forEach(image -> manifests.addAll(image.manifests()));
    manifests.add(new TestManifest(root, ManifestType.OCI_INDEX));
    return new TestImage(
        images.stream().flatMap(image -> image.blobs().stream()).distinct().toList(),
        manifests.stream().distinct().toList());
  }

  /** What buildx pushes: two platforms and an attestation for each, five manifests in all. */
  public static TestImage twoPlatforms(String name, Attestations attestations) {
    var images = new ArrayList<TestImage>();
    var children = new ArrayList<Output>();
    for (var architecture : List.of("amd64", "arm64")) {
      var image = image(name + " " + architecture, architecture, 300, 200);
      images.add(image);
      children.add(image.root().descriptor().with("platform", platform(architecture, "linux")));
    }
    for (var platformImage : List.copyOf(images)) {
      var attestation = attestation(platformImage, attestations);
      images.add(attestation);
      children.add(
          attestation
              .root()
              .descriptor()
              .with("annotations", attests(platformImage))
              .with("platform", platform("unknown", "unknown")));
    }
    return index(images, children);
  }

  private static TestImage attestation(TestImage image, Attestations attestations) {
    var statement = TestBlob.of("{\"predicate\":\"provenance of %s\"}".formatted(image.digest()));
    var layers = List.of(new Layer(IN_TOTO, statement));
    if (attestations == Attestations.PLAIN) {
      return build(ManifestType.OCI_MANIFEST, OCI_CONFIG, config("attestation", "unknown"), layers);
    }
    return referrer(image, ATTESTATION, layers);
  }

  private static Output attests(TestImage image) {
    return new Output()
        .with("vnd.docker.reference.digest", image.digest())
        .with("vnd.docker.reference.type", "attestation-manifest");
  }

  private static Output platform(String architecture, String os) {
    return new Output().with("architecture", architecture).with("os", os);
  }

  /** An OCI artifact that is no image and refers to nothing. */
  public static TestImage artifact(String name, String artifactType) {
    var layers = layers(name, artifactType, 50);
    var manifest =
        manifest(ManifestType.OCI_MANIFEST)
            .with("artifactType", artifactType)
            .with("config", descriptor(EMPTY, EMPTY_CONFIG))
            .with("layers", layers.stream().map(Layer::descriptor).toList());
    return image(EMPTY_CONFIG, layers, ManifestType.OCI_MANIFEST, manifest);
  }

  public static TestImage helmChart(String name) {
    var config = TestBlob.of("{\"name\":\"%s\",\"version\":\"1.0.0\"}".formatted(name));
    return build(ManifestType.OCI_MANIFEST, HELM_CONFIG, config, layers(name, HELM_LAYER, 120));
  }

  /** A classic cosign signature; push it with {@code image.signatureTag(".sig")}. */
  public static TestImage cosignSignature(TestImage image) {
    return signed(COSIGN_LAYER, "signature", image);
  }

  /** A classic cosign attestation; push it with {@code image.signatureTag(".att")}. */
  public static TestImage cosignAttestation(TestImage image) {
    return signed("application/vnd.dsse.envelope.v1+json", "attestation", image);
  }

  private static TestImage signed(String layerType, String word, TestImage image) {
    var payload = TestBlob.of("{\"%s\":\"%s\"}".formatted(word, image.digest()));
    return build(
        ManifestType.OCI_MANIFEST,
        OCI_CONFIG,
        config(word, ""),
        List.of(new Layer(layerType, payload)));
  }

  /** An OCI 1.1 referrer of the image, to be pushed without a tag. */
  public static TestImage referrer(TestImage image, String artifactType) {
    var payload = TestBlob.of("{\"%s\":\"%s\"}".formatted(artifactType, image.digest()));
    return referrer(image, artifactType, List.of(new Layer(artifactType, payload)));
  }

  private static TestImage referrer(TestImage image, String artifactType, List<Layer> layers) {
    var manifest =
        manifest(ManifestType.OCI_MANIFEST)
            .with("artifactType", artifactType)
            .with("config", descriptor(EMPTY, EMPTY_CONFIG))
            .with("layers", layers.stream().map(Layer::descriptor).toList())
            .with("subject", image.root().descriptor());
    return image(EMPTY_CONFIG, layers, ManifestType.OCI_MANIFEST, manifest);
  }

  private record Layer(String mediaType, TestBlob blob) {
    Output descriptor() {
      return TestImages.descriptor(mediaType, blob);
    }
  }

  private static List<Layer> layers(String name, String mediaType, long... sizes) {
    return IntStream.range(0, sizes.length)
        .mapToObj(i -> new Layer(mediaType, TestBlob.random(name + " " + i, sizes[i])))
        .toList();
  }

  private static TestBlob config(String name, String architecture) {
    return TestBlob.of(
        new Output()
            .with("architecture", architecture)
            .with("os", "linux")
            .with("config", new Output().with("Labels", new Output().with("name", name)))
            .with("rootfs", new Output().with("type", "layers").with("diff_ids", List.of()))
            .toJson());
  }

  private static TestImage build(
      ManifestType type, String configType, TestBlob config, List<Layer> layers) {
    var manifest =
        manifest(type)
            .with("config", descriptor(configType, config))
            .with("layers", layers.stream().map(Layer::descriptor).toList());
    return image(config, layers, type, manifest);
  }

  private static TestImage image(
      TestBlob config, List<Layer> layers, ManifestType type, Output manifest) {
    var blobs = Stream.concat(Stream.of(config), layers.stream().map(Layer::blob)).toList();
    return new TestImage(blobs, List.of(new TestManifest(manifest.toJson(), type)));
  }

  private static Output manifest(ManifestType type) {
    return new Output().with("schemaVersion", 2).with("mediaType", type.mediaType());
  }

  private static Output descriptor(String mediaType, TestBlob blob) {
    return new Output()
        .with("mediaType", mediaType)
        .with("digest", blob.digest())
        .with("size", blob.size());
  }
}
