package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;
import static software.amazon.awssdk.http.SdkHttpMethod.POST;
import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import io.github.ecrconsolidation.ecr.RegistryLogin.Authorization;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Moves blobs between two repositories of one registry through its {@code /v2/} endpoint (OCI
 * distribution spec 1.1). Mounting exists nowhere else: the JSON API has no such operation.
 */
final class DistributionClient {
  private static final Map<String, List<String>> ANY_MANIFEST =
      Map.of("Accept", MediaType.ALL_MANIFESTS);

  private final SdkHttpClient http;
  private final RegistryLogin login;
  private final Retries retries;

  DistributionClient(SdkHttpClient http, RegistryLogin login, Retries retries) {
    this.http = http;
    this.login = login;
    this.retries = retries;
  }

  /**
   * Asks {@code to} to share {@code blob} with {@code from}. Where that fails however often it is
   * tried, but for throttling, an upload may succeed.
   *
   * @return empty when it is mounted; else where to upload it
   */
  Optional<UploadSession> mount(
      Descriptor blob, RepositoryName from, RepositoryName to, CallContext context) {
    try {
      return retries.call(
          context, () -> mountOnce(blob, from, to, RegistryException::isClientError, context));
    } catch (RegistryException failure) {
      if (!failure.isTransient() || !isNoMatterOfTime(failure)) {
        throw failure;
      }
      context.countRepeatedMount();
      return retries.call(context, () -> Optional.of(open(blob, to, context)));
    }
  }

  private static boolean isNoMatterOfTime(RegistryException failure) {
    return !failure.isThrottling() && !failure.isOutOfTime();
  }

  /**
   * Streams {@code blob} of {@code from} into {@code session} of {@code to}. Every retry begins
   * with asking for the mount again: a broken upload starts from nothing.
   */
  void upload(
      Descriptor blob,
      RepositoryName from,
      RepositoryName to,
      UploadSession session,
      CallContext context) {
    var opened = new ConcurrentLinkedQueue<>(List.of(session));
    upload(
        blob,
        from,
        () ->
            Optional.ofNullable(opened.poll())
                .or(() -> mountOnce(blob, from, to, DistributionClient::isNoMatterOfTime, context)),
        context);
  }

  /** Streams {@code blob} of {@code from} into {@code to} without asking for a mount. */
  void uploadUnmounted(
      Descriptor blob, RepositoryName from, RepositoryName to, CallContext context) {
    context.countRepeatedMount();
    upload(blob, from, () -> Optional.of(open(blob, to, context)), context);
  }

  private void upload(
      Descriptor blob,
      RepositoryName from,
      Supplier<Optional<UploadSession>> sessions,
      CallContext context) {
    retries.call(
        context,
        () -> {
          sessions.get().ifPresent(session -> stream(blob, from, session, context));
          return blob;
        });
  }

  /**
   * Downloads a part of {@code blob} as a pull would: a small one whole, checked against its
   * digest; of a larger one the last byte, which storage can only send with the whole length.
   *
   * @throws RegistryException when {@code repository} does not serve it, or not as it should be
   */
  void probe(Descriptor blob, RepositoryName repository, CallContext context) {
    retries.call(
        context,
        () -> {
          var subject = repository + "@" + blob.digest();
          URI stored;
          try (var answer = askForBlob(blob, repository, context)) {
            if (answer.status() == 200) {
              BlobProbe.whole(answer, blob);
              return blob;
            }
            stored = answer.redirect();
          }
          BlobProbe.stored(http, stored, blob, subject, context);
          return blob;
        });
  }

  /** Uploads {@code blob} whose bytes are {@code content}, as a client pushes a layer. */
  void push(Descriptor blob, byte[] content, RepositoryName to, CallContext context) {
    retries.call(
        context,
        () -> {
          var session = open(blob, to, context);
          put(blob, new ByteArrayInputStream(content), session, context);
          return blob;
        });
  }

  /** Reads the manifest of {@code digest} as clients pull it: in any form, whatever it is. */
  void pullManifest(RepositoryName repository, Digest digest, CallContext context) {
    var path = "/v2/%s/manifests/%s".formatted(repository, digest);
    retries.call(
        context,
        () -> {
          var subject = repository + "@" + digest;
          try (var answer = ask("GET manifest", GET, path, ANY_MANIFEST, subject, context)) {
            if (answer.status() != 200) {
              throw answer.refusal();
            }
          }
          return digest;
        });
  }

  /** Forgets the token; the next request has another. */
  void logOut() {
    login.forget();
  }

  /** Asks whether the registry speaks {@code /v2/} to us (OCI distribution spec 1.1, "end-1"). */
  void ping(CallContext context) {
    try (var answer = ask("GET", GET, "/v2/", "/v2/", context)) {
      if (answer.status() != 200) {
        throw answer.refusal();
      }
    }
  }

  /**
   * Empty when mounted (201); else the upload session the registry opened instead (202). A mount
   * that is refused says nothing about an upload, which is what go-containerregistry does then.
   *
   * @param isFinal of a failure, whether to upload at once
   */
  private Optional<UploadSession> mountOnce(
      Descriptor blob,
      RepositoryName from,
      RepositoryName to,
      Predicate<RegistryException> isFinal,
      CallContext context) {
    try {
      return askForMount(blob, from, to, context);
    } catch (RegistryException refusal) {
      if (!isFinal.test(refusal)) {
        throw refusal;
      }
      context.countRepeatedMount();
      return Optional.of(open(blob, to, context));
    }
  }

  /** The same in one request, so that a mount that is denied says so. */
  Optional<UploadSession> askForMount(
      Descriptor blob, RepositoryName from, RepositoryName to, CallContext context) {
    var path =
        "/v2/%s/blobs/uploads/?mount=%s&from=%s"
            .formatted(to, blob.digest(), encoded(from.value()));
    try (var answer = ask("mount", POST, path, to + "@" + blob.digest(), context)) {
      return switch (answer.status()) {
        case 201 -> {
          context.countMounted(blob);
          yield Optional.empty();
        }
        case 202 -> Optional.of(new UploadSession(answer.location()));
        default -> throw answer.refusal();
      };
    }
  }

  private UploadSession open(Descriptor blob, RepositoryName to, CallContext context) {
    var path = "/v2/%s/blobs/uploads/".formatted(to);
    try (var answer = ask("POST upload", POST, path, to + "@" + blob.digest(), context)) {
      if (answer.status() != 202) {
        throw answer.refusal();
      }
      return new UploadSession(answer.location());
    }
  }

  /**
   * The redirect is given back before storage is asked, so that a transfer holds two connections.
   */
  private void stream(
      Descriptor blob, RepositoryName from, UploadSession session, CallContext context) {
    URI stored;
    try (var answer = askForBlob(blob, from, context)) {
      if (answer.status() == 200) {
        put(blob, answer, session, context);
        return;
      }
      stored = answer.redirect();
    }
    var subject = from + "@" + blob.digest();
    try (var answer = HttpExchange.stored(http, subject, stored, Map.of(), context)) {
      if (answer.status() != 200) {
        throw answer.storageRefusal();
      }
      put(blob, answer, session, context);
    }
  }

  private void put(
      Descriptor blob, HttpExchange source, UploadSession session, CallContext context) {
    put(blob, source.body(), session, context);
    source.consumed();
    context.countStreamed(blob);
  }

  /** One PUT with the whole body, as containerd pushes: no second request, no chunk to align. */
  private void put(
      Descriptor blob, InputStream content, UploadSession session, CallContext context) {
    var authorization = login.authorization(context);
    var location = authorization.own(session.location());
    var uri = location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest();
    var request =
        authorized(PUT, URI.create(uri), authorization)
            .putHeader("Content-Type", "application/octet-stream")
            .putHeader("Content-Length", Long.toString(blob.sizeBytes()))
            .build();
    var body = new VerifiedStream(content, blob);
    try (var answer = HttpExchange.send(http, "PUT blob", blob.digest(), request, body, context)) {
      if (answer.status() != 201) {
        throw classified(answer.refusal(), authorization);
      }
    }
  }

  private HttpExchange askForBlob(Descriptor blob, RepositoryName from, CallContext context) {
    var path = "/v2/%s/blobs/%s".formatted(from, blob.digest());
    return ask("GET blob", GET, path, from + "@" + blob.digest(), context);
  }

  private HttpExchange ask(
      String operation, SdkHttpMethod method, String path, String subject, CallContext context) {
    return ask(operation, method, path, Map.of(), subject, context);
  }

  private HttpExchange ask(
      String operation,
      SdkHttpMethod method,
      String path,
      Map<String, List<String>> headers,
      String subject,
      CallContext context) {
    var authorization = login.authorization(context);
    var builder = authorized(method, authorization.endpoint().resolve(path), authorization);
    headers.forEach(builder::putHeader);
    var request = builder.putHeader("Content-Length", "0").build();
    var answer = HttpExchange.send(http, operation, subject, request, null, context);
    if (answer.status() == 401 || answer.status() == 403) {
      try (answer) {
        throw classified(answer.refusal(), authorization);
      }
    }
    return answer;
  }

  /**
   * An expired token is answered with 401 or 403; with 403 so is a missing permission. A token that
   * was just issued has not expired.
   */
  private RegistryException classified(RegistryException refusal, Authorization authorization) {
    var mayBeExpired = refusal.isAuthorization() && login.retire(authorization);
    return mayBeExpired ? refusal.asExpired() : refusal;
  }

  private static SdkHttpFullRequest.Builder authorized(
      SdkHttpMethod method, URI uri, Authorization authorization) {
    return HttpExchange.request(method, uri).putHeader("Authorization", authorization.header());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
