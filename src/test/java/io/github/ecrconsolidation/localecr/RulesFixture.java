package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** A fresh LocalEcr with two empty repositories, and both ways to talk to it. */
abstract class RulesFixture {
  static final String LEGACY = "ml-platform/web";
  static final String TARGET = "data-platform-dev";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final List<String> events = new ArrayList<>();
  final LocalEcr ecr;
  final EcrClient sdk;
  final RegistryHttp http;

  RulesFixture() {
    this(LocalEcr.builder());
  }

  RulesFixture(LocalEcr.Builder options) {
    ecr = options.events(events::add).start();
    sdk = SdkClients.ecr(ecr.endpoint());
    http = new RegistryHttp(ecr.endpoint(), "Basic " + token());
  }

  @BeforeEach
  void createRepositories() {
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(TARGET));
  }

  @AfterEach
  void close() {
    http.close();
    sdk.close();
    ecr.close();
  }

  final String token() {
    return SdkClients.token(sdk);
  }

  static ImageIdentifier tag(String tag) {
    return ImageIdentifier.builder().imageTag(tag).build();
  }

  static ImageIdentifier digest(String digest) {
    return ImageIdentifier.builder().imageDigest(digest).build();
  }

  /** The error name in the JSON API's answer to this call. */
  static String errorOf(ThrowingCallable call) {
    return catchThrowableOfType(software.amazon.awssdk.services.ecr.model.EcrException.class, call)
        .awsErrorDetails()
        .errorCode();
  }

  /** Status and OCI code of an answer of the registry. */
  static String refusalOf(HttpResponse<String> response) {
    var code = response.body().replaceAll(".*\"code\":\"([A-Z_]+)\".*", "$1");
    return response.statusCode() + " " + code;
  }

  HttpResponse<String> send(String method, String path) {
    try {
      return http.send(method, path);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }
}
