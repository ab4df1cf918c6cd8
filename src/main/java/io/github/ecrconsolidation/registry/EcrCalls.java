package io.github.ecrconsolidation.registry;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;

/** Calls of the ECR JSON API: counted, inside the attempt's time, errors in our own words. */
final class EcrCalls {
  /** The most of every paged operation used here (ECR API reference). */
  static final int PAGE = 1000;

  private static final ExecutionAttribute<Attempt> ATTEMPT = new ExecutionAttribute<>("Attempt");

  private EcrCalls() {}

  /** Charges a request to {@code attempt} and ends it, retries included, at its deadline. */
  static Consumer<AwsRequestOverrideConfiguration.Builder> within(Attempt attempt) {
    return override -> {
      override.putExecutionAttribute(ATTEMPT, attempt);
      var left = attempt.deadline().remaining();
      if (left.isPositive()) {
        override.apiCallTimeout(left);
      }
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
          details.map(d -> d.errorCode()).orElse(RegistryException.UNEXPECTED_ANSWER),
          details.map(d -> d.errorMessage()).orElse(""));
    } catch (ApiCallTimeoutException e) {
      // The only limit of a call is the deadline: see within.
      throw RegistryException.failed(
          operation, subject, RegistryException.OUT_OF_TIME, "the invocation ended first", e);
    } catch (SdkClientException e) {
      throw RegistryException.failed(
          operation, subject, RegistryException.CONNECTION, String.valueOf(e.getMessage()), e);
    }
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
  static void eachPage(Attempt attempt, String operation, Object subject, Page page) {
    String token = null;
    do {
      attempt.deadline().check(operation, subject);
      var from = token;
      token = call(operation, subject, () -> next(page, from)).orElse(null);
    } while (token != null);
  }

  private static Optional<String> next(Page page, @Nullable String token) {
    return Optional.ofNullable(page.read(token)).filter(next -> !next.isEmpty());
  }

  /** Every image of {@code repository}, those in the archive included. Not a pull. */
  static void eachImage(
      EcrClient ecr, Attempt attempt, RepositoryName repository, Consumer<ImageDetail> image) {
    eachPage(
        attempt,
        "DescribeImages",
        repository,
        token -> {
          var page =
              ecr.describeImages(request ->
                  ofEveryStatus(request, attempt, repository).maxResults(PAGE).nextToken(token));
          page.imageDetails().forEach(image);
          return page.nextToken();
        });
  }

  /** Without a filter ECR hides archived images. */
  static DescribeImagesRequest.Builder ofEveryStatus(
      DescribeImagesRequest.Builder request, Attempt attempt, RepositoryName repository) {
    return request
        .repositoryName(repository.value())
        .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY))
        .overrideConfiguration(within(attempt));
  }

  /** The manifests of {@code digests} as they are stored. This is a pull. */
  static BatchGetImageResponse batchGetImage(
      EcrClient ecr, Attempt attempt, RepositoryName repository, List<Digest> digests) {
    return call(
        "BatchGetImage",
        repository,
        () ->
            ecr.batchGetImage(request ->
                request
                    .repositoryName(repository.value())
                    .imageIds(ids(digests))
                    .acceptedMediaTypes(MediaType.ALL_MANIFESTS)
                    .overrideConfiguration(within(attempt))));
  }

  static List<ImageIdentifier> ids(List<Digest> digests) {
    return digests.stream()
        .map(digest -> ImageIdentifier.builder().imageDigest(digest.value()).build())
        .toList();
  }

  /** Counts each HTTP request of the SDK, so that retries show. */
  static final class RequestCounter implements ExecutionInterceptor {

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes all) {
      Optional.ofNullable(all.getAttribute(ATTEMPT)).ifPresent(Attempt::countRequest);
    }
  }
}
