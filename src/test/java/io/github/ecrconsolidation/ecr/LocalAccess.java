package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.oci.RepositoryName;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** The access of the functions, to a local ECR. */
public final class LocalAccess {
  private LocalAccess() {}

  /**
   * Access to {@code ecr}, by its clock, with {@code ml-platform} as the legacy namespace.
   *
   * @param http is closed by the caller
   */
  public static Ecr to(LocalEcr ecr, SdkHttpClient http, RetryStrategy retries) {
    return new Ecr(
        LocalClients.ecr(ecr.endpoint()),
        http,
        retries,
        new RepositoryName("ml-platform"),
        ecr.clock());
  }
}
