package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Layer;

/** Calls of the ECR JSON API: counted, inside the attempt's time, errors in our own words. */
final class EcrCalls {
  /** Most ids or layers in one call (ECR API reference). */
  static final int BATCH = 100;

  static final String NO_SUCH_IMAGE = "ImageNotFoundException";

  private static final int PARALLEL_CALLS = 4;

  /** The most of every paged operation used here (ECR API reference). */
  static final int PAGE = 1000;

  /** What a call begun after the deadline has, such as one that verifies what was just done. */
  private static final Duration LATE_CALL = Duration.ofSeconds(5);

  private static final ExecutionAttribute<CallContext> ATTEMPT =
      new ExecutionAttribute<>("CallContext");

  private EcrCalls() {}

  /**
   * Charges a request to {@code context} and ends it, retries included, at its deadline. No call is
   * without an end.
   */
  static Consumer<AwsRequestOverrideConfiguration.Builder> within(CallContext context) {
    return override -> {
      override.putExecutionAttribute(ATTEMPT, context);
      var left = context.deadline().remaining();
      override.apiCallTimeout(left.isPositive() ? left : LATE_CALL);
    };
  }

  /**
   * Makes a call of the SDK.
   *
   * @throws RegistryException for whatever the SDK throws
   */
  static <T> T call(String operation, Object subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (EcrException e) {
      var details = Optional.ofNullable(e.awsErrorDetails());
      throw RegistryException.answered(
          operation,
          subject,
          e.statusCode(),
          // A proxy or load balancer on the way states none: no image is at fault.
          details.map(d -> d.errorCode()).orElse("HTTP" + e.statusCode()),
          details.map(d -> d.errorMessage()).orElse(""));
    } catch (ApiCallTimeoutException e) {
      // The only limit of a call is the deadline: see within.
      var throttled = e.getCause() instanceof ThrottledUntilTimeout;
      throw RegistryException.failed(
          operation,
          subject,
          throttled ? RegistryCode.THROTTLED : RegistryCode.OUT_OF_TIME,
          throttled
              ? "the registry throttled until the invocation had no time left"
              : "the invocation ended first",
          e);
    } catch (SdkClientException e) {
      throw RegistryException.failed(
          operation, subject, RegistryCode.CONNECTION, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Asks {@code call} of each distinct one of {@code items}, a hundred in a call, four at a time.
   */
  static <T, R> List<R> inBatches(Collection<T> items, Function<List<T>, List<R>> call) {
    return items.stream()
        .distinct()
        .gather(Gatherers.windowFixed(BATCH))
        .gather(Gatherers.mapConcurrent(PARALLEL_CALLS, call))
        .flatMap(List::stream)
        .toList();
  }

  /** What ECR says of layers; one that it says nothing about is left out. */
  static List<Layer> layers(
      EcrClient ecr, CallContext context, RepositoryName repository, List<Digest> digests) {
    context.deadline().check("BatchCheckLayerAvailability", repository);
    return call(
        "BatchCheckLayerAvailability",
        repository,
        () ->
            ecr.batchCheckLayerAvailability(request ->
                    request
                        .repositoryName(repository.value())
                        .layerDigests(digests.stream().map(Digest::value).toList())
                        .overrideConfiguration(within(context)))
                .layers());
  }

  /** One page of a listing, from a token to the token of the next. */
  @FunctionalInterface
  interface Page {
    @Nullable String read(@Nullable String token);
  }

  /**
   * Reads page after page. Not the SDK's paginators: they would give all pages together the time
   * left at the first.
   */
  static void eachPage(CallContext context, String operation, Object subject, Page page) {
    String token = null;
    do {
      context.deadline().check(operation, subject);
      var from = token;
      token = call(operation, subject, () -> next(page, from)).orElse(null);
    } while (token != null);
  }

  private static Optional<String> next(Page page, @Nullable String token) {
    return Optional.ofNullable(page.read(token)).filter(next -> !next.isEmpty());
  }

  /** Every image of {@code repository}, those in the archive included. Not a pull. */
  static List<Image> images(EcrClient ecr, CallContext context, RepositoryName repository) {
    var details = new ImageDetails(repository);
    var images = new ArrayList<Image>();
    eachPage(
        context,
        "DescribeImages",
        repository,
        token -> {
          var page =
              ecr.describeImages(request ->
                  ofEveryStatus(request, context, repository).maxResults(PAGE).nextToken(token));
          page.imageDetails().stream().map(details::image).forEach(images::add);
          return page.nextToken();
        });
    return images;
  }

  /** Without a filter ECR hides archived images. */
  static DescribeImagesRequest.Builder ofEveryStatus(
      DescribeImagesRequest.Builder request, CallContext context, RepositoryName repository) {
    return request
        .repositoryName(repository.value())
        .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY))
        .overrideConfiguration(within(context));
  }

  /**
   * The images of {@code ids}, those in the archive included. That {@code imageIds} and {@code
   * filter} go together is documented nowhere; where they do not, archived images stay hidden. Not
   * a pull.
   */
  static List<Image> describeImages(
      EcrClient ecr, CallContext context, RepositoryName repository, List<ImageIdentifier> ids) {
    try {
      return describeImagesOfEveryStatus(ecr, context, repository, ids);
    } catch (InvalidParameterException refused) {
      return images(
          repository,
          ecr.describeImages(request ->
              request
                  .repositoryName(repository.value())
                  .imageIds(ids)
                  .overrideConfiguration(within(context))));
    }
  }

  /** The one request with {@code imageIds} and {@code filter}, whatever ECR thinks of it. */
  static List<Image> describeImagesOfEveryStatus(
      EcrClient ecr, CallContext context, RepositoryName repository, List<ImageIdentifier> ids) {
    return images(
        repository,
        ecr.describeImages(request -> ofEveryStatus(request, context, repository).imageIds(ids)));
  }

  private static List<Image> images(RepositoryName repository, DescribeImagesResponse response) {
    return response.imageDetails().stream().map(new ImageDetails(repository)::image).toList();
  }

  /** The manifests of {@code digests} as they are stored. This is a pull. */
  static BatchGetImageResponse batchGetImage(
      EcrClient ecr, CallContext context, RepositoryName repository, List<Digest> digests) {
    return call(
        "BatchGetImage",
        repository,
        () ->
            ecr.batchGetImage(request ->
                request
                    .repositoryName(repository.value())
                    .imageIds(ids(digests))
                    .acceptedMediaTypes(MediaType.ALL_MANIFESTS)
                    .overrideConfiguration(within(context))));
  }

  /** Puts {@code manifest}; what an error means, the caller decides. */
  static void putImage(
      EcrClient ecr,
      CallContext context,
      RepositoryName repository,
      Manifest manifest,
      Optional<Tag> tag) {
    call(
        "PutImage",
        repository + tag.map(name -> ":" + name).orElse("") + "@" + manifest.digest(),
        () ->
            ecr.putImage(request ->
                request
                    .repositoryName(repository.value())
                    .imageManifest(manifest.text())
                    .imageManifestMediaType(manifest.mediaType().value())
                    .imageDigest(manifest.digest().value())
                    .imageTag(tag.map(Tag::value).orElse(null))
                    .overrideConfiguration(within(context))));
  }

  /** What {@code call} answers; empty when it fails with the code {@code missing}. */
  static <T> Optional<T> unless(String missing, Supplier<Optional<T>> call) {
    try {
      return call.get();
    } catch (RegistryException e) {
      if (e.code().equals(missing)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static List<ImageIdentifier> ids(List<Digest> digests) {
    return digests.stream()
        .map(digest -> ImageIdentifier.builder().imageDigest(digest.value()).build())
        .toList();
  }

  /**
   * Looks at each HTTP request of the SDK: counts it, so that retries show, and keeps in mind that
   * the last was throttled, which the SDK forgets when the time of the call is over.
   */
  static final class CallObserver implements ExecutionInterceptor {
    private static final ExecutionAttribute<Boolean> THROTTLED =
        new ExecutionAttribute<>("Throttled");

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes all) {
      Optional.ofNullable(all.getAttribute(ATTEMPT)).ifPresent(CallContext::countRequest);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
        Context.ModifyHttpResponse context, ExecutionAttributes all) {
      all.putAttribute(THROTTLED, false);
      if (context.httpResponse().isSuccessful()) {
        return context.responseBody();
      }
      return context.responseBody().map(body -> read(body, all));
    }

    private static InputStream read(InputStream body, ExecutionAttributes all) {
      try (body) {
        var error = body.readAllBytes();
        var text = new String(error, UTF_8);
        all.putAttribute(THROTTLED, isThrottling(text));
        return new ByteArrayInputStream(error);
      } catch (IOException e) {
        throw SdkClientException.create("the connection ended inside an error answer", e);
      }
    }

    /** An error names its type, perhaps after the service's name space (AWS JSON 1.1 protocol). */
    private static boolean isThrottling(String error) {
      try {
        var type = JsonObject.parse(error).text("__type").orElse("");
        return type.substring(type.indexOf('#') + 1).equals("ThrottlingException");
      } catch (IllegalArgumentException noErrorBody) {
        return false;
      }
    }

    /** The SDK demands an exception of the same class. */
    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes all) {
      var throttled = Boolean.TRUE.equals(all.getAttribute(THROTTLED));
      return throttled && context.exception() instanceof ApiCallTimeoutException timeout
          ? ApiCallTimeoutException.create(timeout.getMessage(), new ThrottledUntilTimeout(timeout))
          : context.exception();
    }
  }

  /** The time of a call was over while it waited to be tried again after throttling. */
  private static final class ThrottledUntilTimeout extends RuntimeException {
    private static final long serialVersionUID = 1;

    ThrottledUntilTimeout(ApiCallTimeoutException timeout) {
      super(timeout);
    }
  }
}
