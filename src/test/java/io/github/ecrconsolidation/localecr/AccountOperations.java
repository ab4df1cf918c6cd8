package io.github.ecrconsolidation.localecr;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The JSON operations on the registry as a whole: tokens, settings, pull-time exclusions. */
final class AccountOperations {
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*");

  private final EcrStore store;
  private final Tickets<String> tokens;
  private final Clock clock;
  private final Paging paging;
  private final URI endpoint;

  AccountOperations(
      EcrStore store, Tickets<String> tokens, Clock clock, Paging paging, URI endpoint) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.paging = paging;
    this.endpoint = endpoint;
  }

  Map<String, Operation> table() {
    return Map.of(
        "GetAuthorizationToken", Operation.of(_ -> token()),
        "GetAccountSetting", Operation.of(this::setting, "name"),
        "PutAccountSetting", Operation.of(this::putSetting, "name", "value"),
        "RegisterPullTimeUpdateExclusion", Operation.of(this::exclude, "principalArn"),
        "ListPullTimeUpdateExclusions", Operation.of(this::exclusions, "nextToken", "maxResults"));
  }

  private Output token() {
    var password = "AWS:" + tokens.issue("registry");
    var encoded = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
    var data =
        new Output()
            .with("authorizationToken", encoded)
            .with("expiresAt", clock.instant().plus(tokens.life()))
            .with("proxyEndpoint", endpoint.toString());
    return new Output().with("authorizationData", List.of(data));
  }

  /** Never written reads as DISABLED; what ECR says then is unverified. */
  private Output setting(Input in) {
    return setting(mountingOnly(in), store.blobMounting() ? "ENABLED" : "DISABLED");
  }

  private Output putSetting(Input in) {
    var name = mountingOnly(in);
    var value = in.required("value");
    if (!value.equals("ENABLED") && !value.equals("DISABLED")) {
      throw EcrException.of(EcrError.VALIDATION, "%s cannot be '%s'".formatted(name, value));
    }
    store.blobMounting(value.equals("ENABLED"));
    return setting(name, value);
  }

  private static Output setting(String name, String value) {
    return new Output().with("name", name).with("value", value);
  }

  private static String mountingOnly(Input in) {
    var name = in.required("name");
    if (!name.equals("BLOB_MOUNTING")) {
      throw EcrException.of(EcrError.VALIDATION, "LocalEcr has no setting " + name);
    }
    return name;
  }

  /** A role or user; the ARN of an assumed role matches nothing and is refused (model). */
  private Output exclude(Input in) {
    var principal = in.required("principalArn");
    if (principal.length() > 200 || !PRINCIPAL.matcher(principal).matches()) {
      throw EcrException.of(EcrError.VALIDATION, "no role or user: " + principal);
    }
    store.excludeFromPullTime(principal);
    return new Output().with("principalArn", principal).with("createdAt", clock.instant());
  }

  private Output exclusions(Input in) {
    var page =
        Page.of(store.pullTimeExclusions().stream(), Function.identity(), paging.request(in));
    return new Output()
        .with("pullTimeUpdateExclusions", page.rows())
        .with("nextToken", page.nextToken());
  }
}
